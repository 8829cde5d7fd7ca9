"""OAuth for people: the dialog as a small page, its answer to the app, and the exchange of codes and tokens."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from html import escape
from urllib.parse import urlencode, urlsplit

from werkzeug.wrappers import Response

from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.protocol import Refusal
from channels.facebook.sandbox.tokens import (
    APP_ID,
    APP_NAME,
    APP_SECRET,
    APP_TOKEN,
    DAY,
    KNOWN_SCOPES,
    PAGE_ID,
    SHORT,
    SIXTY_DAYS,
    USER_NAME,
    Token,
    whose,
)
from channels.facebook.sandbox.world import World
from channels.sandbox.stage import reply

CODE_LIVES = 600  # seconds
NINETY_DAYS = 90 * DAY
CHOICES = {
    "continue": "Tiếp tục với tên {name} · Continue as {name}",
    "one-page": "Tiếp tục, chỉ với một Trang · Continue with one Page only",
    "fewer": "Tiếp tục, không cho đăng bài · Continue without pages_manage_posts",
    "cancel": "Hủy · Cancel",
}
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Đăng nhập bằng Facebook (mô phỏng)</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}}
a{{display:block;padding:.7rem 1rem;margin:.5rem 0;border:1px solid #1877f2;border-radius:8px;text-decoration:none}}
a.continue{{background:#1877f2;color:#fff}}</style></head><body>
<h1>{title}</h1>{body}</body></html>"""


def dialog(world: World, asked: Asked) -> Response:
    """GET /dialog/oauth: a page with what is asked for; each of its links leads back to `redirect_uri`."""
    told = asked.told
    back, scopes = told.get("redirect_uri", ""), [one for one in re.split(r"[,\s]+", told.get("scope", "")) if one]
    if told.get("client_id") != APP_ID:
        return _sorry("Invalid App ID: The provided app ID does not look like a valid app ID.")
    if not _allowed(back):
        return _sorry("URL Blocked: the redirect URI is not white-listed in the app's client OAuth settings.")
    if unknown := [one for one in scopes if one not in KNOWN_SCOPES.split()]:
        return _sorry(f"Invalid Scopes: {', '.join(unknown)}.")
    if told.get("response_type", "code") != "code":
        return _sorry("response_type must be code")
    if told.get("decision") in CHOICES:
        return _decided(world, told, scopes)
    if not told.get("state"):
        world.frown("the consent dialog was opened without a state")
    links = "".join(
        f'<a class="{choice}" href="?{escape(urlencode({**told, "decision": choice}))}">'
        f"{escape(text.format(name=USER_NAME))}</a>"
        for choice, text in CHOICES.items()
    )
    wanted = "".join(f"<li><code>{escape(one)}</code></li>" for one in scopes)
    body = f"<p><b>{escape(APP_NAME)}</b> xin các quyền sau · asks for:</p><ul>{wanted}</ul>{links}"
    return _page("Đăng nhập bằng Facebook (mô phỏng) · Log in (stand-in)", body)


def _decided(world: World, told: dict[str, str], scopes: list[str]) -> Response:
    back, state = told["redirect_uri"], {"state": told["state"]} if told.get("state") else {}
    if told["decision"] == "cancel":
        answer = {
            "error": "access_denied",
            "error_code": "200",
            "error_description": "Permissions error",
            "error_reason": "user_denied",
        }
        return _redirect(back, {**answer, **state})
    declined = ["pages_manage_posts"] if told["decision"] == "fewer" else []
    code = f"AQsandboxCode{secrets.token_hex(12)}"
    world.codes[code] = {
        "back": back,
        "at": world.clock(),
        "scopes": [one for one in scopes if one not in declined],
        "declined": [one for one in declined if one in scopes],
        "granted": [PAGE_ID] if told["decision"] == "one-page" else None,
        "challenge": told.get("code_challenge", ""),
        "method": told.get("code_challenge_method", "plain"),
        "used": False,
    }
    return _redirect(back, {"code": code, **state})


def _redirect(back: str, answer: dict[str, str]) -> Response:
    mark = "&" if urlsplit(back).query else "?"
    return Response(status=302, headers={"Location": f"{back}{mark}{urlencode(answer)}#_=_"})


def _allowed(back: str) -> bool:
    parts = urlsplit(back)
    near = parts.hostname in ("localhost", "127.0.0.1", "testserver")
    return (
        bool(parts.hostname) and not parts.fragment and (parts.scheme == "https" or (parts.scheme == "http" and near))
    )


def _sorry(what: str) -> Response:
    response = _page("Không thể tiếp tục · Sorry", f"<p>{escape(what)}</p>")
    response.status_code = 400
    return response


def _page(title: str, body: str) -> Response:
    return Response(PAGE.format(title=escape(title), body=body), content_type="text/html; charset=utf-8")


def access_token(world: World, asked: Asked) -> Response:
    """GET or POST /oauth/access_token: a code, a person's token to be made long-lived, or the app's own token."""
    told = asked.told
    if told.get("client_id") != APP_ID:
        raise Refusal(101, detail="Missing client_id parameter." if "client_id" not in told else "Invalid client_id")
    grant = told.get("grant_type", "authorization_code")
    if grant not in ("authorization_code", "fb_exchange_token", "client_credentials"):
        raise Refusal(100, detail="Invalid grant_type")
    if told.get("client_secret") != APP_SECRET:
        raise Refusal(1, detail="Error validating client secret.", status=400)
    if grant == "client_credentials":
        return reply({"access_token": APP_TOKEN, "token_type": "bearer"})
    if grant == "fb_exchange_token":
        held = whose(told.get("fb_exchange_token", ""), world.tokens, world.clock())
        if held.type != "USER":
            raise Refusal(100, detail="Only a user access token can be exchanged")
        return _given(_mint(world, held.scopes, held.declined, held.granted, SIXTY_DAYS, held.data_access_expires_at))
    return _given(_from_code(world, told))


def _from_code(world: World, told: dict[str, str]) -> Token:
    kept = world.codes.get(told.get("code", ""))
    if kept is None:
        raise Refusal(100, detail="Invalid verification code format.")
    if kept["used"]:
        raise Refusal(100, 36009, "This authorization code has been used.")
    if world.clock() - kept["at"] > CODE_LIVES:
        raise Refusal(100, 36007, "This authorization code has expired.")
    if told.get("redirect_uri") != kept["back"]:
        raise Refusal(
            100,
            36008,
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in "
            "the OAuth dialog request",
        )
    if kept["challenge"] and _challenge(told.get("code_verifier", ""), kept["method"]) != kept["challenge"]:
        raise Refusal(100, detail="Invalid code_verifier parameter.")
    kept["used"] = True
    until = world.clock() + NINETY_DAYS
    scopes = [*dict.fromkeys([*kept["scopes"], "public_profile"])]
    return _mint(world, scopes, kept["declined"], kept["granted"], SHORT, until)


def _challenge(verifier: str, method: str) -> str:
    if method != "S256":
        return verifier
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _mint(
    world: World, scopes: list[str], declined: list[str], granted: list[str] | None, lasts: int, access_until: float
) -> Token:
    now = world.clock()
    made = Token(
        f"EAAsandboxUser{next(world.numbers)}",
        "USER",
        list(scopes),
        issued_at=now,
        expires_at=now + lasts,
        data_access_expires_at=access_until,
        declined=list(declined),
        granted=granted,
    )
    world.tokens[made.value] = made
    return made


def _given(token: Token) -> Response:
    seconds = int(token.expires_at - token.issued_at)
    return reply({"access_token": token.value, "token_type": "bearer", "expires_in": seconds})
