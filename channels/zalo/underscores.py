"""Zalo's headers are spelt with underscores (`access_token`), and werkzeug's server silently drops such headers.

Imported by this channel's sandbox alone: a server on the open network drops them for good reason, a stand-in may not.
"""

from __future__ import annotations

from wsgiref.types import WSGIEnvironment

from werkzeug.serving import WSGIRequestHandler

_make_environ = WSGIRequestHandler.make_environ


def _with_underscores(handler: WSGIRequestHandler) -> WSGIEnvironment:
    environ = _make_environ(handler)
    for name, value in handler.headers.items():
        if "_" in name:
            environ.setdefault(f"HTTP_{name.upper().replace('-', '_')}", value)
    return environ


def keep_underscores() -> None:
    """Let werkzeug's server hand on headers whose names hold an underscore. Safe to repeat."""
    WSGIRequestHandler.make_environ = _with_underscores  # type: ignore[method-assign,assignment]
