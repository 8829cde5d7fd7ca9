"""Who may call: the pair of tokens, which rotates, and the codes that consent gives."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply
from channels.zalo.sandbox.refusals import No
from channels.zalo.sandbox.switches import Floor

APP_ID = "2784113495671231234"
APP_SECRET = "sandbox-zalo-app-secret"  # noqa: S105  # a stand-in's
ACCESS_TOKEN = "sandbox-zalo-access-token"  # noqa: S105
REFRESH_TOKEN = "sandbox-zalo-refresh-token"  # noqa: S105

LASTS = 90_000  # seconds that an access token is good for: 25 hours
REFRESH_LASTS = 90 * 86_400
CODE_LASTS = 600


@dataclass
class Code:
    """What consent gave: good once, for ten minutes, with the verifier that belongs to its challenge."""

    challenge: str
    born: float
    used: bool = False


@dataclass
class Grants:
    """The tokens of one Official Account for one application. A new pair kills the old one at once."""

    floor: Floor
    access_tokens: dict[str, float | None] = field(default_factory=lambda: {ACCESS_TOKEN: None})  # → when it ends
    refresh_tokens: set[str] = field(default_factory=lambda: {REFRESH_TOKEN})
    refresh_ends: dict[str, float] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    secrets: list[str] = field(
        default_factory=lambda: [APP_SECRET, ACCESS_TOKEN, REFRESH_TOKEN]
    )  # also those that died
    spent: list[str] = field(default_factory=list)  # digests of the refresh tokens that were used up, in order

    def admit(self, request: Request) -> None:
        """Let a call of the API pass: the header access_token, and appsecret_proof where it is wanted or given."""
        token = request.headers.get("access_token", "")
        if token not in self.access_tokens:
            raise No(-216)
        ends = self.access_tokens[token]
        if ends is not None and ends <= self.floor.clock():
            raise No(-220)
        proof = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        given = request.headers.get("appsecret_proof")
        if given != proof and (given is not None or self.floor.switches.proof_required):
            raise No(-242)

    def give_code(self, challenge: str) -> str:
        """A new code, as consent in a browser gives it."""
        code = token_urlsafe(48)
        self.codes[code] = Code(challenge, self.floor.clock())
        self.secrets.append(code)
        return code

    def token(self, request: Request) -> Response:
        """POST /v4/oa/access_token: a form, with the application's secret in the header secret_key."""
        form = request.form
        if not (request.content_type or "").startswith("application/x-www-form-urlencoded"):
            self.floor.frown("a token was asked for otherwise than by an urlencoded form")
        if request.headers.get("secret_key") != APP_SECRET:
            return oauth_error(-14004, "Invalid secret key")
        if form.get("app_id") != APP_ID:
            return oauth_error(-14002, "Invalid appId")
        match form.get("grant_type"):
            case "authorization_code":
                return self._redeem(form)
            case "refresh_token":
                return self._refresh(form)
        return oauth_error(-14018, "Invalid grant type")

    def tallies(self) -> dict[str, Any]:
        """How many refresh tokens were spent, and how many codes were given and used. No token among them."""
        return {
            "spent": len(self.spent),
            "codes": {"given": len(self.codes), "used": sum(code.used for code in self.codes.values())},
        }

    def _redeem(self, form: MultiDict[str, str]) -> Response:
        code = self.codes.get(form.get("code", ""))
        if code is None or code.used or self.floor.clock() >= code.born + CODE_LASTS:
            return oauth_error(-14005, "Invalid authorization code")
        code.used = True  # also when the verifier is wrong
        verifier = form.get("code_verifier", "")
        if len(verifier) != 43 or challenge_of(verifier) != code.challenge:
            return oauth_error(-14005, "Invalid authorization code", "code_verifier does not match")
        if not (verifier.isascii() and verifier.isalnum()):
            self.floor.frown("a code_verifier with other characters than letters and digits")
        return self._pair()

    def _refresh(self, form: MultiDict[str, str]) -> Response:
        token = form.get("refresh_token", "")
        if token not in self.refresh_tokens or self.refresh_ends.get(token, float("inf")) <= self.floor.clock():
            if _digest(token) in self.spent:
                self.floor.frown("a refresh token that was already spent was sent again")
            return oauth_error(-14014, "Invalid refresh token.")
        self.spent.append(_digest(token))
        return self._pair()

    def _pair(self) -> Response:
        now = self.floor.clock()
        access_token, refresh_token = f"access-{token_urlsafe(32)}", f"refresh-{token_urlsafe(32)}"
        self.secrets += (access_token, refresh_token)
        self.access_tokens = {access_token: now + LASTS}
        self.refresh_tokens = {refresh_token}
        self.refresh_ends = {refresh_token: now + REFRESH_LASTS}
        return reply({"access_token": access_token, "refresh_token": refresh_token, "expires_in": str(LASTS)})


def challenge_of(verifier: str) -> str:
    """base64url of the raw SHA-256, without padding: 43 characters."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def oauth_error(code: int, name: str, reason: str = "") -> Response:
    """An error of the OAuth host: HTTP 200, and another shape than the API's."""
    error = {"error": code, "error_name": name, "error_reason": reason or name, "error_description": name}
    return reply({**error, "message": "", "ref_doc": "https://developers.zalo.me/docs/social-api/tham-khao/ma-loi"})


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
