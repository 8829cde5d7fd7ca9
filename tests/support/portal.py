"""A portal for tests: a real HTTP server whose feed, pictures and pages a test changes as it likes."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

from PIL import Image
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.support.films import film

HOST = "https://moha.gov.vn"


@dataclass
class Article:
    """One item of the portal's feed."""

    number: int
    title: str = "Bộ Nội vụ tổ chức hội nghị trực tuyến"
    summary: str = "Sáng 23/11, Bộ Nội vụ tổ chức hội nghị trực tuyến với 34 tỉnh, thành phố."
    body: str = "<p>Sáng 23/11, Bộ Nội vụ tổ chức hội nghị.</p>"
    slug: str = "hoi-nghi"
    guid: str = ""
    link: str | None = None
    pictures: tuple[str, ...] = ()
    film: str = ""
    category: str = "tin-tuc"
    day: int = 23

    def rss(self) -> str:
        link = f"{HOST}/tin-tuc/{self.slug}---oid{self.number}" if self.link is None else self.link
        pictures = "".join(f'<img src="{address}">' for address in self.pictures)
        guid = f'<guid isPermaLink="false">{escape(self.guid)}</guid>' if self.guid else f"<guid>{link}</guid>"
        film = f'<enclosure url="{self.film}" type="video/mp4" length="1"/>' if self.film else ""
        return (
            f"<item><title>{escape(self.title)}</title><link>{link}</link>{guid if link or self.guid else ''}"
            f"<pubDate>Mon, {self.day:02} Nov 2026 09:{self.number % 60:02}:00 +0700</pubDate>"
            f"<description>{escape(self.summary)}</description><category>{self.category}</category>{film}"
            f"<content:encoded><![CDATA[{self.body}{pictures}]]></content:encoded></item>"
        )


@dataclass
class Portal:
    """`articles` newest first; `headers` are sent with the feed; `requests` is every path that was asked for."""

    articles: list[Article] = field(default_factory=list)
    tombstones: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200

    def __post_init__(self) -> None:
        self.files["/a.jpg"] = (picture(1600, 1000), "image/jpeg")
        self.files["/b.jpg"] = (picture(1000, 1400), "image/jpeg")
        self.files["/film.mp4"] = (film(), "video/mp4")

    def __enter__(self) -> Portal:
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @Request.application
    def _answer(self, request: Request) -> Response:
        self.requests.append(request.path)
        if request.path == "/rss":
            return self._rss(request)
        if request.path in self.files:
            data, mime = self.files[request.path]
            return Response(data, content_type=mime)
        return Response("not here", status=404)

    def _rss(self, request: Request) -> Response:
        stones = "".join(f'<at:deleted-entry ref="{ref}" when="2026-11-23T10:00:00+07:00"/>' for ref in self.tombstones)
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
            f"<channel><title>Cổng thông tin điện tử Bộ Nội vụ</title><link>{HOST}</link><description>Tin</description>"
            f"{''.join(article.rss() for article in self.articles)}{stones}</channel></rss>"
        ).encode()
        response = Response(body, status=self.status, content_type="application/rss+xml; charset=utf-8")
        response.headers.extend(self.headers)
        response.set_etag(sha256(body).hexdigest()[:16])
        return response.make_conditional(request) if self.status == 200 else response


def picture(width: int, height: int, colour: tuple[int, int, int] = (139, 26, 26)) -> bytes:
    """A JPEG of this size."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG", quality=80)
    return file.getvalue()


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        return
