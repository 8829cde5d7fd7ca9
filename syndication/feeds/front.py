"""What stands before Django: feeds are answered from memory, everything else is handed on.

The answers are those of the Django view, made by the same function; a view costs a hundred times what is done here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from syndication.feeds import serve

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_PREFIX = "/feeds/"
_ENDINGS = (".rss", ".atom", ".json", ".xml")


def before(application: Application) -> Application:
    """The application with the feeds answered before it."""
    anybody = settings.ALLOWED_HOSTS == ["*"]

    def front(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if (
            path.startswith(_PREFIX)
            and path.endswith(_ENDINGS)
            and environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and (anybody or _allowed(environ.get("HTTP_HOST", "")))
        ):
            told = serve.told(path[len(_PREFIX) :], environ, serve.REMEMBERED)
            if told is not None:
                start_response(told.reason, told.headers)
                return [told.body]  # a list is sent at once, anything else piece by piece
        return application(environ, start_response)

    return front


@lru_cache(maxsize=64)
def _allowed(host: str) -> bool:
    """Whether we answer to this name; whoever asks for another is told so by Django."""
    name, _ = split_domain_port(host)
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)
