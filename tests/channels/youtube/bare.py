"""A platform that answers exactly what a test says, and otherwise as little as the protocol allows."""

from __future__ import annotations

import json
import threading

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        return


class Bare:
    """`answers[path]` are given in order; after them a token, a session, 308 for a part that is not the last, a bare video.

    `seen` lists every request, its body read.
    """

    def __init__(self) -> None:
        self.answers: dict[str, list[Response]] = {}
        self.seen: list[Request] = []
        self._server = make_server("127.0.0.1", 0, self._app, threaded=True, request_handler=_Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Bare:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def first(self, path: str) -> Request:
        return next(seen for seen in self.seen if seen.path == path)

    @staticmethod
    def video() -> Response:
        return Response(json.dumps({"id": "v1"}), status=200, content_type="application/json")

    @Request.application
    def _app(self, request: Request) -> Response:
        request.get_data()
        self.seen.append(request)
        if waiting := self.answers.get(request.path):
            return waiting.pop(0)
        if request.path == "/token":
            return Response(json.dumps({"access_token": f"t{len(self.seen)}", "expires_in": "3599"}))
        if request.path == "/upload/youtube/v3/videos":
            return Response(status=200, headers={"Location": f"{self.url}/session"})
        said = request.headers.get("Content-Range", "")
        final, _, total = said.partition("-")[2].partition("/")
        if final and int(final) + 1 < int(total):
            return Response(status=308, headers={"Range": f"bytes=0-{final}"})
        return self.video() if request.path == "/session" else Response(status=404)
