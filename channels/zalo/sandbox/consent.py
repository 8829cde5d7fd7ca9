"""The page on which an administrator of the Official Account lets the application in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlencode, urlsplit

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from channels.zalo.sandbox.grants import APP_ID, Grants, oauth_error
from channels.zalo.sandbox.switches import Floor

RIGHTS = ("Quản lý bài viết", "Quản lý thông tin OA", "Gửi tin và thông báo")
KNOWN = {"app_id", "redirect_uri", "code_challenge", "state"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was opened with."""

    redirect_uri: str
    challenge: str
    state: str


@dataclass
class Consent:
    """The page, and the link on it. Every click gives a code of its own."""

    floor: Floor
    grants: Grants
    oa_id: str
    asked: dict[str, Asked] = field(default_factory=dict)

    def page(self, request: Request) -> Response:
        """GET /v4/oa/permission: a page with one link, or an error of the OAuth host's shape."""
        told, switches = request.args, self.floor.switches
        for name in set(told) - KNOWN:
            self.floor.frown(f"{name} in the consent address: Zalo knows no such parameter")
        if told.get("app_id") != APP_ID:
            return oauth_error(-14002, "Invalid appId")
        back = told.get("redirect_uri", "")
        parts = urlsplit(back)
        if parts.scheme not in ("http", "https") or not parts.netloc or switches.callback not in ("", back):
            return oauth_error(-14003, "Invalid redirect uri")
        challenge = told.get("code_challenge") or switches.challenge
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}", challenge):
            return oauth_error(-14012, "Invalid code challenge")  # the code is a guess
        if not told.get("state"):
            self.floor.frown("consent was asked for without state")
        ticket = secrets.token_urlsafe(12)
        self.asked[ticket] = Asked(back, challenge, told.get("state", ""))
        rights = "".join(f"<li>{escape(right)}</li>" for right in RIGHTS)
        return Response(
            '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cấp quyền Official Account</title></head>'
            "<body><h1>Bộ Nội vụ (thử nghiệm)</h1>"
            f"<p>Ứng dụng xin quyền · the application asks for:</p><ul>{rights}</ul>"
            f'<p><a href="{escape(request.script_root)}/v4/oa/permission/allow?ticket={ticket}">Cho phép · Allow</a></p>'
            "</body></html>",
            content_type="text/html; charset=utf-8",
        )

    def allow(self, request: Request) -> Response:
        """The link: back to redirect_uri with code, oa_id and state."""
        asked = self.asked.get(request.args.get("ticket", ""))
        if asked is None:
            return oauth_error(-14003, "Invalid redirect uri")
        back = {"code": self.grants.give_code(asked.challenge), "oa_id": self.oa_id}
        if asked.state:
            back["state"] = asked.state
        joint = "&" if urlsplit(asked.redirect_uri).query else "?"
        return redirect(f"{asked.redirect_uri}{joint}{urlencode(back)}", 302)
