"""A relay before the stand-in that hangs up, and lets something happen, at an exact byte of what comes from the client."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

PIECE = 64 * 1024


class Relay:
    """`with Relay(server.url) as relay: relay.url`. `cut_after(count, then)`: after so many more bytes, `then`, and no more."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._lock = threading.Lock()
        self._left: int | None = None
        self._then: Callable[[], None] = lambda: None

    def cut_after(self, count: int, then: Callable[[], None]) -> None:
        with self._lock:
            self._left, self._then = count, then

    def __enter__(self) -> Relay:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(self._upstream)
                threading.Thread(target=self._up, args=(client, server), daemon=True).start()
                threading.Thread(target=self._down, args=(server, client), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := client.recv(PIECE):
                with self._lock:
                    count = len(piece) if self._left is None else min(self._left, len(piece))
                    self._left = None if self._left is None else self._left - count
                    cut, then = self._left == 0, self._then
                    if cut:
                        self._left = None
                server.sendall(piece[:count])
                if cut:
                    then()
                    break
        _close(server)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                client.sendall(piece)
        _close(client)


def _close(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
