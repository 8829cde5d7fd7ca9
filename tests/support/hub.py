"""A hub for tests: a real HTTP server that takes down what it is asked and answers as a test says."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


@dataclass
class Hub:
    """`asked` is every form that came, with its path; `answers` are given by path, others with 202."""

    asked: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)

    def __enter__(self) -> Hub:
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.url = f"{self.address}/hub"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @Request.application
    def _answer(self, request: Request) -> Response:
        self.asked.append({**request.form.to_dict(), "path": request.path})
        status, headers = self.answers.get(request.path, (202, {}))
        return Response("", status=status, headers=headers)


def question(form: Mapping[str, str], **changes: str) -> dict[str, str]:
    """What a hub asks the callback to verify this form; `changes` by what follows "hub."."""
    asked = {name: form[name] for name in ("hub.mode", "hub.topic")}
    asked |= {"hub.challenge": "thử thách & 1=2", "hub.lease_seconds": form.get("hub.lease_seconds", "")}
    return asked | {f"hub.{name}": value for name, value in changes.items()}


def signature(secret: str, body: bytes, method: str = "sha256") -> str:
    """The header that a hub sends with these bytes."""
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        return
