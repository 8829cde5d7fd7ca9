"""A server that writes every request down and answers what it was told to: for what the stand-in would never say."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


@dataclass
class Notebook:
    """Answers every request with the next of `answers` and writes down (method, path, query, headers, body)."""

    url: str = ""
    answers: list[Response] = field(default_factory=list)
    seen: list[tuple[str, str, dict[str, str], dict[str, str], bytes]] = field(default_factory=list)

    def __call__(self, environ: dict[str, object], start: object) -> object:
        request = Request(environ)
        heads = {name.lower(): value for name, value in request.headers.items()}
        self.seen.append((request.method, request.path, dict(request.args), heads, request.get_data()))
        return self.answers.pop(0)(environ, start)  # type: ignore[arg-type]

    def say(self, body: str, status: int = 200, content_type: str = "application/json; charset=UTF-8") -> None:
        self.answers.append(Response(body, status=status, content_type=content_type))


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        return


@contextmanager
def opened() -> Iterator[Notebook]:
    """A notebook on a real port."""
    notebook = Notebook()
    server = make_server("127.0.0.1", 0, notebook, request_handler=_Quiet)
    notebook.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield notebook
    server.shutdown()
    server.server_close()
    thread.join(5)
