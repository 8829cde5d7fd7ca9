"""Fetching through the guarded door: feeds by conditional requests, files checked by their content."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO, cast

from channels.errors import ChannelError
from channels.wire import Reply, Wire
from formatters.sentence import Sentence
from syndication.sources.unreached import unreached

MOST_BYTES = 10 * 1024 * 1024
FEED_SECONDS = 25.0  # for a document, redirects and repetitions included
FILE_SECONDS = 330.0  # for a large file
ASK_SECONDS = 10.0  # for a look whether something is gone
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
LONGEST_WAIT = timedelta(days=1)
_SLACK = 4 * 1024 * 1024  # the sink stops first, so that what is too large is not asked for three times


@dataclass(frozen=True, slots=True)
class Retrieved:
    """An answer of a source. `status` is "new", "unchanged" (304) or "gone" (410); `body` is empty unless new.

    `etag` and `modified` are the validators to send next time, word for word. `url` is where the answer came from;
    `moved` is that address when it is another than was asked for, else "", and `for_good` whether every step of the way there was
    said to be permanent (301, 308). `pace` is how long the answer says that it stays fresh (`Cache-Control: max-age`),
    `link` its Link header.
    """

    status: str
    body: bytes
    content_type: str
    etag: str
    modified: str
    url: str
    moved: str
    for_good: bool = False
    pace: timedelta | None = None
    link: str = ""


class NotRetrieved(Exception):
    """Nothing usable came. `say` tells why and what to do; `after` is how long the source asks us to wait."""

    def __init__(self, say: Sentence, after: timedelta | None = None) -> None:
        super().__init__(say.en)
        self.say = say
        self.after = after


def retrieve(url: str, wire: Wire, etag: str = "", modified: str = "") -> Retrieved:
    """The document at `url`, unless it is still the one that `etag` and `modified` name. NotRetrieved when none came."""
    headers = {"Accept": ACCEPT}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    sink = _Sink(io.BytesIO(), MOST_BYTES)
    reply = _read(url, wire, headers, sink, FEED_SECONDS)
    told: dict[str, Any] = {
        "content_type": reply.headers.get("content-type", ""),
        "etag": reply.headers.get("etag", ""),
        "modified": reply.headers.get("last-modified", ""),
        "url": reply.url,
        "moved": reply.url if reply.moved else "",
        "for_good": reply.moved_for_good,
        "link": reply.headers.get("link", ""),
        "pace": _fresh(reply.headers.get("cache-control", "")),
    }
    if reply.status == 304:
        # What it does not repeat still holds (RFC 9110, 15.4.5).
        kept = {"etag": told["etag"] or etag, "modified": told["modified"] or modified}
        return Retrieved(status="unchanged", body=b"", **{**told, **kept})
    if reply.status == 410:
        return Retrieved(status="gone", body=b"", **told)
    if reply.status not in (200, 203):
        raise _status(reply)
    return Retrieved(status="new", body=cast(io.BytesIO, sink.into).getvalue(), **told)


def fetch_media(url: str, wire: Wire, into: BinaryIO, max_bytes: int, within: float = FILE_SECONDS) -> str:
    """Write the file at `url` to `into` and return its MIME type by its first bytes, whatever the server claims.

    NotRetrieved when none came `within` so many seconds, it is larger than `max_bytes`, or it is no picture, video, subtitles
    or PDF that we know; what `into` holds then means nothing.
    """
    sink = _Sink(into, max_bytes)
    reply = _read(url, wire, {}, sink, within)
    if reply.status not in (200, 203):
        raise _status(reply)
    mime = sniff(bytes(sink.head))
    if sink.head[4:8] == b"ftyp" and sink.head[8:12] in HEIC:
        raise NotRetrieved(
            Sentence(
                "Ảnh ở định dạng HEIC của điện thoại; hãy thay bằng ảnh JPEG trên Cổng.",
                "The picture is in a phone's own format, HEIC; replace it with a JPEG on the portal.",
            )
        )
    if not mime:
        raise NotRetrieved(
            Sentence(
                "Tệp đính kèm không phải ảnh, video, phụ đề hay PDF dùng được; hãy thay tệp trên Cổng (JPEG, PNG, MP4, VTT, PDF).",
                "The file is no usable picture, video, subtitles or PDF; replace it on the portal (JPEG, PNG, MP4, VTT, PDF).",
            )
        )
    return mime


def status_of(url: str, wire: Wire) -> int:
    """What the server answers at this address; 0 when it does not. Bad news is asked for twice: many answer HEAD carelessly."""
    try:
        head = wire.read(url, method="HEAD", follow=True, within=ASK_SECONDS)
        if head.status not in (404, 410, 400, 403, 405, 501):
            return head.status
        sink = cast(BinaryIO, _Sink(None, MOST_BYTES))
        return wire.read(url, follow=True, into=sink, within=ASK_SECONDS).status
    except (ChannelError, NotRetrieved):
        return 0


HEIC = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1")  # brands of files that hold pictures as HEVC
_CAPTIONS = re.compile(rb"(?:\xef\xbb\xbf)?(?:(?P<vtt>WEBVTT)|\s*\d\s*\n\d\d:\d\d:)")


def sniff(head: bytes) -> str:
    """The MIME type that the first 16 bytes of a file show; "" for what we do not take."""
    for magic, mime in (
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"\x1aE\xdf\xa3", "video/webm"),
        (b"FLV\x01", "video/x-flv"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", "video/x-ms-wmv"),
        (b"%PDF-", "application/pdf"),
    ):
        if head.startswith(magic):
            return mime
    if caption := _CAPTIONS.match(head):
        return "text/vtt" if caption["vtt"] else "application/x-subrip"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "video/x-msvideo"
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[4:8] == b"ftyp":
        if head[8:12] in (b"avif", b"avis"):
            return "image/avif"
        return "" if head[8:12] in (*HEIC, b"M4A ") else _film(head[8:12])
    return "video/quicktime" if head[4:8] in (b"moov", b"mdat", b"wide") else ""


def _film(brand: bytes) -> str:
    return "video/quicktime" if brand == b"qt  " else "video/mp4"


class _Sink:
    """A writable that stops at `most` bytes and keeps the first ones; `into` None throws the bytes away."""

    def __init__(self, into: BinaryIO | None, most: int) -> None:
        self.into = into
        self.most = most
        self.size = 0
        self.head = bytearray()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self.most:
            raise _too_large(self.most)
        if len(self.head) < 16:
            self.head += data[:16]
        return self.into.write(data) if self.into else len(data)

    def seek(self, place: int) -> int:
        return self.into.seek(place) if self.into else place

    def truncate(self) -> int:
        self.size = 0
        self.head.clear()
        return self.into.truncate() if self.into else 0


def _read(url: str, wire: Wire, headers: Mapping[str, str], sink: _Sink, within: float) -> Reply:
    most = sink.most + _SLACK
    try:
        return wire.read(url, headers=headers, follow=True, max_bytes=most, into=cast(BinaryIO, sink), within=within)
    except ChannelError as error:
        raise NotRetrieved(unreached(error)) from error


def _status(reply: Reply) -> NotRetrieved:
    status, after = reply.status, _after(reply.headers)
    if status in (429, 503):
        vi, en = (
            "máy chủ nguồn đang bận; sẽ tự thử lại sau",
            "the source's server is busy; it will be tried again later",
        )
    elif status in (401, 403, 407):
        vi = "máy chủ nguồn không cho phép đọc; hãy đề nghị nơi phát mở quyền cho hệ thống này"
        en = "the source's server does not let us read; ask its publisher to admit this system"
    elif status == 404:
        vi, en = "không có gì tại địa chỉ này; hãy kiểm tra lại địa chỉ", "there is nothing at this address; check it"
    elif status >= 500:
        vi, en = "máy chủ nguồn gặp lỗi; sẽ tự thử lại", "the source's server failed; it will be tried again"
    else:
        vi, en = (
            "máy chủ nguồn trả lời không dùng được; hãy kiểm tra địa chỉ",
            "the answer is of no use; check the address",
        )
    return NotRetrieved(Sentence(f"HTTP {status}: {vi}.", f"HTTP {status}: {en}."), after)


def _after(headers: Mapping[str, str]) -> timedelta | None:
    """What Retry-After asks for: seconds, or a date counted from the server's own clock. Between 0 and a day."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    until, now = _date(text), _date(headers.get("date", "")) or datetime.now(UTC)
    return min(max(until - now, timedelta(0)), LONGEST_WAIT) if until else None


def _fresh(cache_control: str) -> timedelta | None:
    """How long it says that it stays fresh; None when it does not say, or is not to be kept. At most a day."""
    said = {name.strip().lower(): value.strip(' "') for name, _, value in _directives(cache_control)}
    seconds = said.get("max-age", "")
    if not (seconds.isascii() and seconds.isdigit()) or {"no-cache", "no-store"} & said.keys():
        return None
    return min(timedelta(seconds=int(seconds[:9])), LONGEST_WAIT) or None


def _directives(header: str) -> list[tuple[str, str, str]]:
    return [part.partition("=") for part in header.split(",")]


def _date(text: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(text)
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _too_large(most: int) -> NotRetrieved:
    size = f"{most / 1024 / 1024:.0f} MiB" if most >= 1024 * 1024 else f"{most} byte"
    return NotRetrieved(
        Sentence(
            f"Nội dung lớn hơn {size}; hãy đề nghị nơi phát giảm kích thước.",
            f"The content is larger than {size}; ask its publisher to make it smaller.",
        )
    )
