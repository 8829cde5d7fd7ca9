"""Who may open a page and who may press a button. What one's role lacks is answered with a sentence, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from syndication.console import words
from syndication.console.language import View, by_choice
from syndication.desk.people import ROLES, may

EVERYONE = frozenset(ROLES)

# Everything a page of ours needs comes from ourselves; nothing that an item brings along can load or run anything.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def page(*methods: str, roles: frozenset[str] = EVERYONE) -> Callable[[View], View]:
    """A page for people who are signed in and have one of these roles, answering these methods (GET when none is named)."""

    def dress(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if may(request.user, roles):
                return view(request, *args, **kwargs)
            return forbidden(request, roles)

        return shielded(by_choice(require_http_methods(methods or ("GET", "HEAD"))(login_required(checked))))

    return dress


def shielded(view: View) -> View:
    """The view with a content security policy, kept by no cache: what it shows is for one person."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return answer


def forbidden(request: HttpRequest, roles: frozenset[str]) -> HttpResponse:
    """403: which roles may do this."""
    named = {}
    for language in ("vi", "en"):
        with translation.override(language):
            named[language] = ", ".join(str(words.ROLES[role]) for role in ROLES if role in roles)
    return render(request, "403.html", {"named": named}, status=403)
