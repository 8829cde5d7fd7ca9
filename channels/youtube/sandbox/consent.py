"""Google's OAuth for people: the consent page, and the endpoint where a code or a refresh token buys an access token."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply

CLIENT_ID = "sandbox.apps.googleusercontent.com"
CLIENT_SECRET = "sandbox-youtube-client-secret"  # noqa: S105  a secret of the stand-in alone
REFRESH_TOKEN = "1//sandbox-youtube-refresh-token"  # noqa: S105
SCOPES = "https://www.googleapis.com/auth/"
SCOPE = f"{SCOPES}youtube.force-ssl"
KNOWN = frozenset(
    f"{SCOPES}{name}"
    for name in ("youtube", "youtube.force-ssl", "youtube.readonly", "youtube.upload", "youtubepartner")
) | {"openid", "email", "profile", f"{SCOPES}userinfo.email", f"{SCOPES}userinfo.profile"}

MINUTE, DAY = 60.0, 86_400.0
CODE_LIVES = 10 * MINUTE
TOKEN_LIVES = 3599
TESTING_LIVES = 7 * DAY
UNUSED_LIVES = 182 * DAY
MOST_GRANTS = 100  # refresh tokens of an account and a client; above it the oldest is dropped without a word


@dataclass
class Code:
    """A code that was given to the redirect address and that buys tokens once."""

    redirect: str
    challenge: str
    method: str
    offline: bool
    scopes: str
    made: float
    used: bool = False


@dataclass
class Grant:
    """What a refresh token stands for. `made` and `used` are None until the clock was first looked at."""

    scopes: str
    made: float | None = None
    used: float | None = None
    revoked: bool = False


@dataclass
class Consent:
    """Everything that was granted. `tokens`: an access token and when it ends; `scopes`: what it may."""

    codes: dict[str, Code] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=lambda: {REFRESH_TOKEN: Grant(SCOPE)})
    tokens: dict[str, float] = field(default_factory=dict)
    scopes: dict[str, frozenset[str]] = field(default_factory=dict)
    pages: int = 0

    def page(self, request: Request, now: float, fewer: bool, frown: Callable[[str], None]) -> Response:
        """The consent page: a link that grants, one that grants less, and one that does not."""
        asked = request.args
        wrong = _wrong(asked)
        if wrong:
            return _html(
                f"<h1>Error 400: {escape(wrong)}</h1><p>Access blocked: this app’s request is invalid.</p>", 400
            )
        if not asked.get("state"):
            frown("consent was asked for without state")
        if asked.get("code_challenge_method") != "S256":
            frown("consent was asked for without PKCE by S256")
        if asked.get("access_type") != "offline":
            frown("consent was asked for without access_type=offline, so there will be no refresh token")
        self.pages += 1
        scopes = asked["scope"].split()
        less = scopes[:-1] if len(scopes) > 1 else [f"{SCOPES}youtube.upload"]
        # Without prompt=consent a person who agreed before gives no second refresh token.
        again = asked.get("prompt", "") != "consent" and any(not grant.revoked for grant in self.grants.values())
        offline = asked.get("access_type") == "offline" and not again

        def led(**answer: str) -> str:
            with_state = {**({"state": asked["state"]} if asked.get("state") else {}), **answer}
            joined = "&" if urlsplit(asked["redirect_uri"]).query else "?"
            return escape(f"{asked['redirect_uri']}{joined}{urlencode(with_state)}")

        def granting(granted: list[str]) -> str:
            code = "4/0" + secrets.token_urlsafe(32)
            challenge, method = asked.get("code_challenge", ""), asked.get("code_challenge_method", "plain")
            self.codes[code] = Code(asked["redirect_uri"], challenge, method, offline, " ".join(granted), now)
            return led(code=code, scope=" ".join(granted))

        rows = "".join(f"<li>{escape(scope)}</li>" for scope in scopes)
        return _html(
            f"<h1>Chọn kênh · Bộ Nội vụ (sandbox)</h1><p>Ứng dụng muốn · the app wants:</p><ul>{rows}</ul>"
            f'<p><a id="allow" href="{granting(less if fewer else scopes)}">Cho phép · Allow</a></p>'
            f'<p><a id="allow-less" href="{granting(less)}">Chỉ cho phép một phần · Allow less</a></p>'
            f'<p><a id="deny" href="{led(error="access_denied")}">Từ chối · Deny</a></p>'
        )

    def buy(self, request: Request, now: float, testing: bool, standing: str) -> Response:
        """The token endpoint. `standing` are the scopes of the refresh token that is there from the beginning."""
        form = request.form
        if form.get("client_id") != CLIENT_ID:
            return _no(401, "invalid_client", "The OAuth client was not found.")
        if form.get("client_secret") != CLIENT_SECRET:
            return _no(401, "invalid_client", "Unauthorized")
        match form.get("grant_type"):
            case "refresh_token":
                self.grants[REFRESH_TOKEN].scopes = standing
                return self._refreshed(form.get("refresh_token", ""), now, testing)
            case "authorization_code":
                return self._exchanged(request, now, testing)
        return _no(400, "unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")

    def revoke(self, request: Request) -> Response:
        """Somebody takes a grant back."""
        grant = self.grants.get(request.form.get("token", ""))
        if grant is None or grant.revoked:
            return _no(400, "invalid_token", "Token expired or revoked")
        grant.revoked = True
        return reply({})

    def _exchanged(self, request: Request, now: float, testing: bool) -> Response:
        form = request.form
        code = self.codes.get(form.get("code", ""))
        if code is None:
            return _no(400, "invalid_grant", "Malformed auth code.")
        if code.used or now > code.made + CODE_LIVES:
            return _no(400, "invalid_grant", "Bad Request")
        if form.get("redirect_uri") != code.redirect:
            return _no(400, "redirect_uri_mismatch", "Bad Request")
        if code.challenge and not form.get("code_verifier"):
            return _no(400, "invalid_grant", "Missing code verifier.")
        if code.challenge and not _proves(code, form["code_verifier"]):
            return _no(400, "invalid_grant", "Invalid code verifier.")
        code.used = True
        more: dict[str, Any] = {}
        if code.offline:
            refresh = "1//0" + secrets.token_urlsafe(40)
            self.grants[refresh] = Grant(code.scopes, now, now)
            living = [name for name, grant in self.grants.items() if not grant.revoked]
            for name in living[: max(0, len(living) - MOST_GRANTS)]:
                self.grants[name].revoked = True
            more = {"refresh_token": refresh} | ({"refresh_token_expires_in": int(TESTING_LIVES)} if testing else {})
        return self._token(code.scopes, now, more)

    def _refreshed(self, name: str, now: float, testing: bool) -> Response:
        grant = self.grants.get(name)
        if grant is None or grant.revoked:
            return no_grant()
        grant.made = now if grant.made is None else grant.made
        if now - (now if grant.used is None else grant.used) > UNUSED_LIVES:
            return no_grant()
        left = grant.made + TESTING_LIVES - now
        if testing and left <= 0:
            return no_grant()
        grant.used = now
        return self._token(grant.scopes, now, {"refresh_token_expires_in": int(left)} if testing else {})

    def _token(self, scopes: str, now: float, more: dict[str, Any]) -> Response:
        token = f"ya29.sandbox-{len(self.tokens) + 1}-{secrets.token_urlsafe(16)}"
        self.tokens[token], self.scopes[token] = now + TOKEN_LIVES, frozenset(scopes.split())
        answer = {"access_token": token, "expires_in": TOKEN_LIVES, "scope": scopes, "token_type": "Bearer"}
        return reply({**answer, **more}, Cache_Control="no-store")


def no_grant() -> Response:
    """The refresh token or the code is no longer any good."""
    return _no(400, "invalid_grant", "Token has been expired or revoked.")


def _wrong(asked: Any) -> str:
    """What Google would call this request for consent, "" when there is nothing wrong with it."""
    if asked.get("client_id") != CLIENT_ID:
        return "invalid_client"
    redirect = urlsplit(asked.get("redirect_uri", ""))
    at_home = redirect.hostname in ("127.0.0.1", "localhost", "::1")
    safe = redirect.scheme == "https" or (redirect.scheme == "http" and at_home)
    if not redirect.hostname or redirect.fragment or not safe:
        return "redirect_uri_mismatch"
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if not asked.get("scope") or not set(asked["scope"].split()) <= KNOWN:
        return "invalid_scope"
    if asked.get("code_challenge") and asked.get("code_challenge_method", "plain") not in ("plain", "S256"):
        return "invalid_request"
    return ""


def _proves(code: Code, verifier: str) -> bool:
    if not 43 <= len(verifier) <= 128:
        return False
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return secrets.compare_digest(digest if code.method == "S256" else verifier, code.challenge)


def _no(status: int, error: str, description: str) -> Response:
    return reply({"error": error, "error_description": description}, status)


def _html(body: str, status: int = 200) -> Response:
    page = f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Google (sandbox)</title></head><body>{body}</body></html>'
    return Response(page, status=status, content_type="text/html; charset=utf-8")
