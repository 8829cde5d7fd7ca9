"""A server that means harm: every path is a way of answering that no client should have to bear, and what was asked is kept."""

from __future__ import annotations

import gzip
import io
import itertools
import socket
import socketserver
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from urllib.parse import unquote

import brotli
from PIL import Image

Connection = socket.socket
MIB = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n"
LONG = 60.0  # seconds after which even this server has had enough


class Server(socketserver.ThreadingTCPServer):
    """`asked` are the paths that were asked for, by "address path"."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, address: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, 0), _Handler)
        self.asked: list[str] = []
        self.port = int(self.server_address[1])


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        head = b""
        with suppress(OSError):
            while b"\r\n\r\n" not in head and (more := self.request.recv(4096)):
                head += more
            path = head.split(b" ")[1].decode("latin-1") if head.count(b" ") > 1 else ""
            assert isinstance(self.server, Server)
            self.server.asked.append(path)
            host = f"http://127.0.0.1:{self.server.port}"
            name, _, rest = path.strip("/").partition("/")
            ANSWERS.get(name, _nothing)(self.request, host, rest)


@contextmanager
def served() -> Iterator[tuple[Server, list[Server]]]:
    """The server, and beside it some on addresses of this machine that are allowed to nobody."""
    inner = [Server("127.0.0.2")]
    with suppress(OSError):  # a machine without IPv6
        inner.append(Server("::1"))
    for kind in ("gzip", "deflate", "br", "gzip, gzip, gzip"):
        _packed(kind)
    PORTS.update(port=inner[0].port, port6=inner[-1].port)
    servers = [Server("127.0.0.1"), *inner]
    for server in servers:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield servers[0], inner
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def feed(*items: str) -> bytes:
    """A document of these items."""
    told = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>B</title>{told}</channel></rss>'.encode()


def item(number: int, *pictures: str) -> str:
    """One with these pictures."""
    files = "".join(f'<enclosure url="{address}" type="image/jpeg"/>' for address in pictures)
    body = f"Sáng nay, Bộ Nội vụ tổ chức hội nghị lần thứ {number}."
    return f"<title>Tin {number}</title><guid>{number}</guid><description>{body}</description>{files}"


def whole(body: bytes, *headers: str) -> bytes:
    """A whole answer."""
    more = "".join(f"{header}\r\n" for header in headers).encode()
    return HEAD + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _nothing(connection: Connection, host: str, rest: str) -> None:
    connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")


def _says(make: Callable[[str], bytes]) -> Callable[[Connection, str, str], None]:
    return lambda connection, host, rest: connection.sendall(make(host))


def _pours(first: bytes, pieces: Iterable[bytes], every: float = 0.0) -> Callable[[Connection, str, str], None]:
    """An answer that goes on until the client hangs up, or for a minute."""
    kept = list(itertools.islice(pieces, 1)) if not every else [next(iter(pieces))]

    def answer(connection: Connection, host: str, rest: str) -> None:
        connection.sendall(first)
        until = time.monotonic() + LONG
        while time.monotonic() < until:
            connection.sendall(kept[0])
            time.sleep(every)

    return answer


def _moves(place: Callable[[str, str], str], status: int = 302) -> Callable[[Connection, str, str], None]:
    def answer(connection: Connection, host: str, rest: str) -> None:
        told = f"HTTP/1.1 {status} Moved\r\nLocation: {place(host, rest)}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        connection.sendall(told.encode("latin-1", "replace"))

    return answer


@cache
def _packed(kind: str) -> bytes:
    """200 MB of nothing."""
    zeros = b" " * MIB
    if kind == "br":
        packer = brotli.Compressor(quality=5)
        body = b"".join(packer.process(zeros) for _ in range(200)) + packer.finish()
    else:
        squeezer = zlib.compressobj(9, wbits=31 if kind.startswith("gzip") else 15)
        body = b"".join(squeezer.compress(zeros) for _ in range(200)) + squeezer.flush()
        for _ in range(kind.count("gzip") - 1):
            body = gzip.compress(body, mtime=0)
    return whole(body, f"Content-Encoding: {kind}")


def _bomb() -> bytes:
    """A PNG of 50,000 × 50,000 in some kilobytes."""
    rows = zlib.compressobj(9)
    data = rows.compress(b"\0" * 10 * MIB) + rows.flush()

    def chunk(kind: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), (139, 26, 26)).save(file, "JPEG")
    return file.getvalue()


def _slowly(connection: Connection, host: str, rest: str) -> None:
    """A picture of one byte a second."""
    _pours(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n\xff\xd8\xff\xe0", [b"x"], every=0.5)(
        connection, host, rest
    )


PORTS: dict[str, int] = {}  # of the servers that nobody may be led to
INSIDE = (
    *("http://127.0.0.2:{port}/inside", "http://2130706434:{port}/inside", "http://0177.0.0.2:{port}/inside"),
    *("http://0x7f000002:{port}/inside", "http://127.2:{port}/inside", "http://[::ffff:127.0.0.2]:{port}/inside"),
    *(
        "http://[::1]:{port6}/inside",
        "http://[0:0:0:0:0:0:0:1]:{port6}/inside",
        "http://169.254.169.254/latest/meta-data/",
    ),
    *("http://10.0.0.1/", "http://192.168.0.1/", "http://[fd00::1]/", "http://0.0.0.0:{port}/inside"),
    *("file:///etc/passwd", "gopher://127.0.0.2:{port}/inside", "ftp://127.0.0.2:{port}/inside"),
)
SCHEMES = ("javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/passwd", "gopher://127.0.0.1/", "")

ANSWERS: dict[str, Callable[[Connection, str, str], None]] = {
    "good": _says(lambda host: whole(feed(item(1, f"{host}/jpeg")))),
    "jpeg": _says(lambda host: whole(_jpeg())),
    "gzip-bomb": _says(lambda host: _packed("gzip")),
    "deflate-bomb": _says(lambda host: _packed("deflate")),
    "br-bomb": _says(lambda host: _packed("br")),
    "nested-bomb": _says(lambda host: _packed("gzip, gzip, gzip")),
    "many-packings": _says(lambda host: whole(b"x", f"Content-Encoding: {', '.join(['gzip'] * 50)}")),
    "gz-file": _says(lambda host: whole(_packed("gzip").partition(b"\r\n\r\n")[2], "Content-Type: application/gzip")),
    "falsely-packed": _says(lambda host: whole(b"<rss/>", "Content-Encoding: br")),
    "drip": _pours(HEAD + b"Content-Length: 90000\r\n\r\n", [b"<"], every=0.3),
    "drip-head": _pours(b"HTTP/1.1 200 OK\r\nX-Long: ", [b"x"], every=0.3),
    "drip-lines": _pours(b"HTTP/1.1 200 OK\r\n", [b"X-Line: x\r\n"], every=0.3),
    "continue": _pours(b"", [b"HTTP/1.1 100 Continue\r\n\r\n" * 1000]),
    "silent": lambda connection, host, rest: time.sleep(LONG),
    "endless": _pours(HEAD + b"\r\n" + feed()[:-20], [b"<item><title>Tin</title></item>" * 2000]),
    "endless-chunks": _pours(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", [b"8000\r\n" + b"x" * 0x8000 + b"\r\n"]),
    "endless-small-chunks": _pours(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", [b"1\r\nx\r\n" * 5000]),
    "endless-chunk-line": _pours(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", [b"0" * 65536]),
    "endless-trailer": _pours(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", [b"X-T: x\r\n" * 5000]),
    "loop": _moves(lambda host, rest: f"{host}/loop"),
    "long-loop": _moves(lambda host, rest: f"{host}/long-loop/{int(rest or 0) + 1}"),
    "endless-redirect": _pours(b"HTTP/1.1 302 Moved\r\nLocation: /good\r\n\r\n", [b"x" * 65536]),
    "to": _moves(lambda host, rest: unquote(rest)),
    "headers": _says(lambda host: HEAD + b"".join(b"X-%d: x\r\n" % n for n in range(10_000)) + b"\r\n"),
    "long-header": _pours(b"HTTP/1.1 200 OK\r\nX-Long: ", [b"x" * 65536]),
    "cookies": _says(lambda host: whole(feed(item(1)), *(f"Set-Cookie: c{n}={'x' * 2000}" for n in range(80)))),
    "too-long": _says(lambda host: HEAD + b"Content-Length: 100000\r\n\r\n" + feed(item(1))),
    "too-short": _says(lambda host: HEAD + b"Content-Length: 120\r\n\r\n" + feed(item(1))),
    "negative-length": _says(lambda host: HEAD + b"Content-Length: -5\r\n\r\n" + feed(item(1))),
    "not-http": _says(lambda host: b"SSH-2.0-OpenSSH_9.2\r\n" * 1000),
    "slow-pictures": _says(lambda host: whole(feed(*(item(n, *(f"{host}/slow-picture/{n}/{m}" for m in range(20))) for n in range(5))))),
    "slow-picture": _slowly,
    "endless-pictures": _says(lambda host: whole(feed(item(1, f"{host}/endless-picture", f"{host}/jpeg")))),
    "endless-picture": _pours(b"HTTP/1.1 200 OK\r\n\r\n\xff\xd8\xff\xe0", [b"x" * 65536]),
    "bomb-pictures": _says(lambda host: whole(feed(item(1, f"{host}/bomb-picture", f"{host}/jpeg")))),
    "bomb-picture": _says(lambda host: whole(_bomb())),
    "script-pictures": _says(lambda host: whole(feed(item(1, f"{host}/svg", f"{host}/page", f"{host}/jpeg")))),
    "svg": _says(lambda host: whole(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")),
    "page": _says(lambda host: whole(b"<html><script>alert(1)</script></html>")),
    "moved-pictures": _says(lambda host: whole(feed(item(1, f"{host}/loop", f"{host}/to/http://169.254.169.254/", f"{host}/jpeg")))),
    "inner-pictures": _says(
        lambda host: whole(feed(item(1, *SCHEMES, *(place.format(**PORTS) for place in INSIDE), f"{host}/jpeg")))
    ),
    "many-files": _says(lambda host: whole(feed(item(1, *(f"{host}/jpeg/{n}" for n in range(10_000)))))),
    "gone-asked": _says(lambda host: whole(feed(item(1)))),
}  # fmt: skip
