"""Servers on this machine that answer byte by byte as a test says, and the door to them."""

import re
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from channels.wire import Guard, Wire

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
TOKEN = "a-secret-in-a-query"


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads a request, keeps it, and lets `answer` do what it likes with the connection."""
    heads: list[bytes] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while not whole(head) and (more := self.request.recv(4096)):
                head += more
            heads.append(head)
            try:
                answer(self.request)
            except OSError:
                heads.append(b"the client hung up")

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", heads
        server.shutdown()
        thread.join(5)


def whole(request: bytes) -> bool:
    head, ended, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(ended) and len(body) >= int(length[1] if length else 0)


def says(*parts: bytes, every: float = 0.0) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)
            if every:
                time.sleep(every)

    return answer


def refused_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def door(*allow: str, timeout: float = 1.0, reads: int = 1) -> Wire:
    return Wire(Guard(allow or ("127.0.0.1",)), timeout=timeout, reads=reads, pause=0.01)
