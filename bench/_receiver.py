"""A partner's system that does nothing but note when each item's first bytes came."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver(ThreadingHTTPServer):
    """While in the block it listens; `came` is the wall clock at the first byte, by what the body calls its identifier."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: dict[str, float] = {}

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/items"

    def __enter__(self) -> Receiver:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Receiver

    def parse_request(self) -> bool:
        self.came = time.time()  # the request line is there, and nothing else has been read
        return super().parse_request()

    def do_POST(self) -> None:
        identifier = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["identifier"]
        self.server.came.setdefault(identifier, self.came)
        self._answer(200, json.dumps({"id": identifier, "url": f"https://partner.example/{identifier}"}))

    def do_GET(self) -> None:
        self._answer(404, "{}")

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""
