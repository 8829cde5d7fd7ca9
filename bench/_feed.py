"""A long feed of short Vietnamese items, the same in every run, and a small server that answers conditional requests for files."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ENTRIES = 10_000
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>Cổng thông tin điện tử Bộ Nội vụ</title><link>https://moha.gov.vn</link><description>Tin</description>\n"
)
SENTENCES = (
    "Sáng {day}/9/2026, tại Hà Nội, Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc lần thứ {number} với các tỉnh, thành phố.",
    "Phát biểu chỉ đạo, Bộ trưởng nhấn mạnh việc sắp xếp tổ chức bộ máy phải tinh gọn, hiệu năng, hiệu lực, hiệu quả.",
    "Căn cứ Nghị định số {number}/2026/NĐ-CP của Chính phủ, các đơn vị rà soát quy chế và báo cáo kết quả trước ngày {day}/10.",
    "Đồng bào Ê-đê, Gia Rai, Xơ Đăng ở Đắk Lắk, Gia Lai và Quảng Ngãi phấn khởi đón nhận chính sách mới về cán bộ.",
)


def feed(entries: int = ENTRIES, *, edition: str = "", edits: int = 0) -> bytes:
    """RSS 2.0, newest first, about a kilobyte an entry. No two editions share an item. The one in the middle was edited so often."""
    return "".join(
        [
            HEAD,
            *(_item(number, edition, edits if number == entries // 2 else 0) for number in range(entries, 0, -1)),
            "</channel></rss>\n",
        ]
    ).encode()


def _item(number: int, edition: str, edits: int) -> str:
    told = [
        SENTENCES[(number + place) % len(SENTENCES)].format(day=1 + number % 28, number=f"{number}{edition}")
        for place in range(3)
    ]
    link = f"https://moha.gov.vn/tin-tuc/hoi-nghi-lan-thu-{number}{edition}"
    title = f"Bộ Nội vụ tổ chức hội nghị lần thứ {number}{edition}{f' (sửa lần {edits})' if edits else ''}"
    date = f"{1 + number % 28:02} Sep 2026 {number % 24:02}:{number % 60:02}:00 +0700"
    return (
        f'<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">moha-{edition}-{number}</guid>'
        f"<pubDate>{date}</pubDate><category>tin-tuc</category><description>{told[0]}</description>"
        f"<content:encoded><![CDATA[<p>{told[0]}</p><p>{told[1]} <b>{told[2][:30]}</b></p>]]></content:encoded></item>\n"
    )


class _Files(BaseHTTPRequestHandler):
    """The files of a folder, each with both validators; 304 to whoever sends the ETag back."""

    protocol_version = "HTTP/1.1"
    folder = Path()

    def do_GET(self) -> None:
        """Answer one request."""
        file = self.folder / Path(self.path).name
        etag = f'"{file.stat().st_mtime_ns:x}"'
        fresh = self.headers.get("If-None-Match") == etag
        body = b"" if fresh else file.read_bytes()
        self.send_response(304 if fresh else 200)
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", self.date_time_string(int(file.stat().st_mtime)))
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        if not fresh:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


def serve(folder: str, port: str) -> None:
    """Serve the files of this folder on this port of the machine itself, until the process is ended."""
    _Files.folder = Path(folder)
    ThreadingHTTPServer(("127.0.0.1", int(port)), _Files).serve_forever()


if __name__ == "__main__":
    serve(*sys.argv[1:3])
