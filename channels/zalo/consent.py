"""How the administrator of an Official Account lets our application in: on Zalo's page, or by pasting a pair of tokens.

https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new (read in transcription,
2026-11-23) and PSDK OAuth2Client (github.com/zaloplatform/zalo-php-sdk). Sources differ on whether the code challenge is
given with each address or fixed in the console; a stored `code_verifier` serves the second.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import string
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

from channels.consent import Asked, Asking, Choice, Granted
from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused
from channels.zalo import words
from channels.zalo.client import OfficialAccount
from channels.zalo.codes import TOKENS, row_of
from channels.zalo.errors import Said, named
from channels.zalo.health import ABOUT, ARTICLES
from channels.zalo.renewal import pair, read_moment, written
from formatters.sentence import Sentence

VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43}")

WRONG_VERIFIER = Sentence(
    "code_verifier phải dài đúng 43 ký tự (chữ và số); hãy nhập lại hoặc để trống.",
    "code_verifier must be exactly 43 letters and digits; enter it again or leave it empty.",
)
NOTHING_GIVEN = Sentence(
    "Chưa nhận được sự đồng ý của quản trị viên Official Account; hãy thử lại.",
    "The Official Account's administrator has not consented; try again.",
)
LOST = Sentence(
    "Zalo không trả lời khi đổi mã cấp quyền; mã chỉ dùng được một lần nên hãy cấp quyền lại từ đầu.",
    "Zalo gave no answer to the authorisation code, which is good only once; begin the consent again.",
)
WRONG_DATE = Sentence(
    "token_expires_at không phải là thời điểm (ISO 8601 hoặc giây epoch).",
    "token_expires_at is no moment (ISO 8601 or epoch seconds).",
)
NO_ACCOUNT = Sentence(
    "Không rõ token này thuộc Official Account nào; hãy đặt oa_id.",
    "Which Official Account this token belongs to is not known; set oa_id.",
)


class ZaloConsent:
    """As `channels.consent.Consent` wants it."""

    def ask(self, asking: Asking, state: str) -> Asked:
        """Zalo's consent page. AccountBroken while the application is not set, or for a stored verifier that is none."""
        if not asking.settings.get("app_id") or not asking.secrets.get("app_secret"):
            raise AccountBroken("app_id or app_secret is missing", say=words.NEEDS_APPLICATION)
        verifier = asking.secrets.get("code_verifier") or _verifier()
        if not VERIFIER.fullmatch(verifier):
            raise AccountBroken("the stored code_verifier is none", say=WRONG_VERIFIER)
        query = urlencode(
            {
                "app_id": str(asking.settings["app_id"]),
                "redirect_uri": asking.redirect_uri,
                "code_challenge": challenge_of(verifier),
                "state": state,
            }
        )
        base = str(asking.settings["oauth_url"]).rstrip("/")
        return Asked(f"{base}/v4/oa/permission?{query}", {"code_verifier": verifier})

    def redeem(self, asking: Asking, kept: Mapping[str, str], answer: Mapping[str, str]) -> Granted:
        """The one Official Account that the code, or the pasted pair, is for.

        `answer` holds `code` (and `oa_id`), as the redirect brings it or typed by hand, or `access_token` with
        `refresh_token` and perhaps `token_expires_at`.
        """
        given = {name: value.strip() for name, value in answer.items() if value and value.strip()}
        if given.get("access_token"):
            held = _pasted(given, asking.now)
        elif code := _code_in(given.get("code", "")):
            verifier = kept.get("code_verifier") or asking.secrets.get("code_verifier", "")
            held = _exchanged(_client(asking), code, verifier, asking.now)
        else:
            told = {name: text for name, text in given.items() if name.startswith("error")}
            raise AccountBroken("the answer has neither a code nor a token", say=_why(told), evidence=told)
        return Granted((_choice(asking, held, given.get("oa_id", "")),))


def challenge_of(verifier: str) -> str:
    """base64url of the verifier's SHA-256, without padding. PSDK PKCEUtil."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _verifier() -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(43))


def _client(asking: Asking, access_token: str = "") -> OfficialAccount:
    return OfficialAccount(
        asking.wire,
        api_url=str(asking.settings["api_url"]),
        oauth_url=str(asking.settings["oauth_url"]),
        app_id=str(asking.settings.get("app_id") or ""),
        app_secret=asking.secrets.get("app_secret", ""),
        access_token=access_token,
    )


def _code_in(text: str) -> str:
    """A code, or the one in the address that the browser was sent back to, pasted whole."""
    if "://" in text:
        return next(iter(parse_qs(urlsplit(text).query).get("code", [])), "")
    return text


def _exchanged(client: OfficialAccount, code: str, verifier: str, now: datetime) -> dict[str, str]:
    try:
        return pair(*client.get_access_token_from_authorization_code(code, verifier), now)
    except Said as said:
        row = row_of(said.code, said.message, TOKENS)
        say = row.say if row else words.CODE
        raise AccountBroken(f"the code was not accepted: {said}", say=say, evidence=said.evidence) from said
    except OutcomeUnknown as lost:
        raise AccountBroken(f"the pair was lost: {lost.cause}", say=LOST, evidence=lost.evidence) from lost


def _pasted(given: Mapping[str, str], now: datetime) -> dict[str, str]:
    """A pair from Zalo's API Explorer. Three months are counted from now: when it was issued nobody said."""
    told = given.get("token_expires_at", "")
    ends = read_moment(told)
    if told and ends is None:
        raise Refused("token_expires_at is no moment", say=WRONG_DATE)
    held = pair(given["access_token"], given.get("refresh_token", ""), 0, now)
    return {**held, "token_expires_at": written(ends) if ends else ""}


def _choice(asking: Asking, held: Mapping[str, str], told: str) -> Choice:
    """The account that the pair is for. A pair that is good only once must not be lost because Zalo is slow to say."""
    client = _client(asking, held["access_token"])
    oa: dict[str, str] = {}
    try:
        oa = client.oa()
    except Said as said:
        if not told:
            raise named(said, asking.now) from said
    except ChannelError:
        oa = {}
    oa_id = str(oa.get("oaid") or told or asking.settings.get("oa_id") or "")
    if not oa_id:
        raise AccountBroken("whose token this is is not known", say=NO_ACCOUNT)
    may = _may_tell(client, asking.now)
    granted = ((ABOUT,) if oa else ()) + ((ARTICLES,) if may else ())
    missing = (ARTICLES,) if may is False else ()
    return Choice(oa_id, str(oa.get("name") or oa_id), {"oa_id": oa_id}, dict(held), granted, missing)


def _may_tell(client: OfficialAccount, now: datetime) -> bool | None:
    """Whether the articles may be read, and so written; None when the answer does not say."""
    try:
        client.slice(0, 1)
    except Said as said:
        return False if isinstance(named(said, now), AccountBroken) else None
    except ChannelError:
        return None
    return True


def _why(told: Mapping[str, str]) -> Sentence:
    """The sentence for an error that the redirect brought: its code, where it is one of Zalo's."""
    try:
        row = row_of(int(told.get("error", "")), "", TOKENS)
    except ValueError:
        row = None
    return (row.say if row else None) or NOTHING_GIVEN
