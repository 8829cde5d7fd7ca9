"""The demonstration portal as a WSGI application, and as a server of its own on a real port."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from syndication.demo import film, pages, pictures, rss, stories
from syndication.demo.addresses import MEDIA, page
from syndication.demo.timetable import Timetable

_ITEM = re.compile(r"/(?:tin-tuc|en/news)/[a-z0-9-]*---oid(?P<oid>\d+)")
_FEEDS = {"/rss": "vi", "/en/rss": "en"}
_HOMES = {"/": "vi", "/en": "en"}


class Portal:
    """The application. `clock` gives the present as an aware datetime; what is shown follows from it alone.

    Every address in the feeds is on `base`, or on the host that was asked when it is "".
    """

    def __init__(self, timetable: Timetable, clock: Callable[[], datetime] | None = None, base: str = "") -> None:
        self.timetable = timetable
        self.clock = clock or (lambda: datetime.now(UTC))
        self.base = base

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        response = self._answer(request)
        response.headers["Cache-Control"] = "no-cache"
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        path = request.path
        language = "en" if path.startswith("/en") else "vi"
        if request.method not in ("GET", "HEAD"):
            return Response("GET, HEAD", status=405, headers={"Allow": "GET, HEAD"})
        if path in _FEEDS:
            return self._feed(_FEEDS[path], request)
        if path in _HOMES:
            edition = self.timetable.edition(stories.items(language), self.clock())
            return _page(pages.home(edition, language))
        if path.startswith(MEDIA):
            return _media(path.removeprefix(MEDIA), request) or _page(pages.missing(language), 404)
        if found := _ITEM.fullmatch(path):
            return self._item(int(found["oid"]), language, path)
        return _page(pages.missing(language), 404)

    def _item(self, oid: int, language: str, path: str) -> Response:
        edition = self.timetable.edition(stories.items(language), self.clock())
        if any(one.item.oid == oid for one in edition.taken):
            return _page(pages.gone(language), 410)
        shown = next((one for one in edition.shown if one.item.oid == oid), None)
        if shown is None:
            return _page(pages.missing(language), 404)
        if path != page(shown):  # the old address of an item whose title was changed
            return Response("", status=301, headers={"Location": page(shown)})
        other = "vi" if language == "en" else "en"
        told_there = self.timetable.edition(stories.items(other), self.clock()).shown
        return _page(pages.item(shown, next((one for one in told_there if one.item.oid == shown.item.twin), None)))

    def _feed(self, language: str, request: Request) -> Response:
        edition = self.timetable.edition(stories.items(language), self.clock())
        base = self.base or request.host_url.rstrip("/")
        body = rss.render(edition, language, base, self.timetable.began, film.size)
        response = Response(body, content_type="application/rss+xml; charset=utf-8")
        response.last_modified = edition.changed(self.timetable.began)
        response.add_etag()
        response.make_conditional(request)
        return response


def _media(name: str, request: Request) -> Response | None:
    """A picture or a film by the name of its file; None when there is none of that name."""
    if film.known(name):
        data = film.make(name)
        response = Response(data, content_type="video/mp4")
        response.make_conditional(request, accept_ranges=True, complete_length=len(data))
        return response
    if not pictures.known(name):
        return None
    return Response(pictures.make(name), content_type="image/jpeg")


def _page(html: str, status: int = 200) -> Response:
    return Response(html, status=status, content_type="text/html; charset=utf-8")


class _Quiet(WSGIRequestHandler):
    """No access log: what is told of the demonstration stands in its console."""

    def log(self, type: str, message: str, *args: Any) -> None:
        return


class PortalServer:
    """The portal on a real port, in a thread: `with PortalServer(Portal(timetable)) as server: server.url`."""

    def __init__(self, portal: Portal, host: str = "127.0.0.1", port: int = 0) -> None:
        self.portal = portal
        self._server: BaseWSGIServer = make_server(host, port, portal, threaded=True, request_handler=_Quiet)
        self.url = f"http://{host}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> PortalServer:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
