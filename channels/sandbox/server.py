"""One HTTP server that mounts every channel's sandbox at `/<kind>`, with faults, object lists and the wall.

`GET /wall` for people · `GET /_objects/<kind>` what it holds and what it frowned at · `POST /_faults` orders a fault
({"channel", "on", "fault", "times", "seconds"}) · `POST /_reset` forgets everything.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from urllib.parse import unquote, unquote_plus

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

import channels
from channels.registry import all_channels
from channels.sandbox.faults import FAULTS, FaultKit, Order
from channels.sandbox.stage import Stage, reply
from channels.sandbox.wall import page

HOW = {
    "channel": "which stand-in",
    "on": "the operation that meets it, for instance feed.create; * (the default) is the next request of any kind",
    "fault": "what happens",
    "times": "how often, 1 by default",
    "seconds": "how long, for the faults that wait",
}
SECRET_NAMES = ("access_token", "refresh_token", "client_secret", "app_secret", "secret_key", "input_token")


def stages() -> dict[str, Callable[[], Stage]]:
    """How to make each channel's sandbox: every channel folder whose `sandbox.py` has a class Sandbox."""
    found: dict[str, Callable[[], Stage]] = {}
    for module in iter_modules(channels.__path__):
        if module.ispkg and module.name not in ("sandbox", "wire"):
            try:
                found[module.name] = import_module(f"channels.{module.name}.sandbox").Sandbox
            except ModuleNotFoundError as error:
                if error.name != f"channels.{module.name}.sandbox":
                    raise
    return found


class SandboxApp:
    """The WSGI application. `stage[kind]` is reachable for tests in the same process; other processes use HTTP.

    `addresses` are those that were asked for last, whole, as they came.
    """

    def __init__(self, kinds: Iterable[str] | None = None) -> None:
        self._make = {kind: make for kind, make in stages().items() if kinds is None or kind in kinds}
        self._labels = {kind: channel.label for kind, channel in all_channels().items()}
        self._feeds: list[str] = []
        self.addresses: deque[str] = deque(maxlen=1000)
        self.reset()

    def reset(self) -> None:
        """Forget every object and every ordered fault."""
        self.addresses.clear()
        self.stage: dict[str, Stage] = {kind: make() for kind, make in self._make.items()}
        self.faults: dict[str, FaultKit] = {kind: FaultKit() for kind in self._make}
        self.read_feeds(self._feeds)

    def read_feeds(self, addresses: list[str]) -> None:
        """Let the partner site of the channel `feed` read these JSON Feeds."""
        self._feeds = list(addresses)
        reader: Any = self.stage.get("feed")
        if reader is not None:
            reader.reads = self._feeds

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        response = self._route(request)
        if response is None:
            hang_up(environ)
            raise ConnectionAbortedError(
                "hung up as ordered"
            )  # the server takes it for a client that left: no log, no answer
        return response(environ, start_response)

    def _route(self, request: Request) -> Response | None:
        head, _, rest = request.path.lstrip("/").partition("/")
        if head == "wall":
            return Response(page(list(self.stage.values()), self._labels), content_type="text/html; charset=utf-8")
        if head.startswith("_"):
            return self._control(head, rest, request)
        if head not in self.stage:
            return reply({"error": f"no sandbox {head!r}; there are {', '.join(self.stage)}"}, 404)
        stage = self.stage[head]
        self._look_at_address(request, stage)
        path = f"/{rest}".encode().decode("latin-1")  # as WSGI hands on what is not ASCII
        below = Request({**request.environ, "SCRIPT_NAME": f"/{head}", "PATH_INFO": path})
        return self._play(stage, self.faults[head].take(stage.operation(below)), below)

    def _look_at_address(self, request: Request, stage: Stage) -> None:
        """Frown at a secret in an address, by its name and by its value; the value itself is never repeated."""
        address = str(request.environ.get("REQUEST_URI") or request.full_path)
        self.addresses.append(address)
        for name in SECRET_NAMES:
            if name in request.args:
                stage.frown(f"{name} in the address of {request.method} {request.path}")
        spellings = (address, unquote(address), unquote_plus(address))
        if any(secret and any(secret in spelling for spelling in spellings) for secret in stage.secrets()):
            stage.frown(f"a secret in the address of a {request.method}")

    def _play(self, stage: Stage, order: Order | None, request: Request) -> Response | None:
        def done() -> Response:
            with stage.lock:
                return stage.answer(request)

        if order is None:
            return done()
        html = Response("<html><body><h1>502 Bad Gateway</h1></body></html>", status=502, content_type="text/html")
        match order.fault:
            case "accept-then-500":
                done()
                return stage.broken(500)
            case "accept-then-502":
                done()
                return html
            case "accept-then-drop":
                done()
                return None
            case "accept-then-hang":
                done()
                time.sleep(order.seconds)
                return None
            case "accept-then-slow":
                answer = done()
                time.sleep(order.seconds)
                return answer
            case "accept-then-truncate":
                answer = done()
                whole = answer.get_data()
                answer.set_data(whole[: len(whole) // 2])
                return answer
            case "refuse-500":
                request.get_data()
                return stage.broken(500)
            case "refuse-502":
                request.get_data()
                return html
            case "drop":
                return None
            case "throttle":
                return stage.throttled()
            case "token":
                return stage.token_refused()
        with stage.lock:
            return stage.fault(order.fault, request) or stage.answer(request)

    def _order(self, body: bytes) -> Response:
        try:
            order = json.loads(body)
            wrong = _wrong_with(order, list(self.faults))
            if not wrong:
                kit, times, seconds = self.faults[order["channel"]], int(order.get("times", 1)), order.get("seconds", 0)
                kit.order(str(order.get("on", "*")), str(order["fault"]), times, float(seconds))
        except (ValueError, TypeError):
            wrong = "the order is no JSON object, or a number in it is none"
        return reply({"error": wrong, "order": HOW}, 400) if wrong else reply({"ordered": order})

    def _control(self, head: str, rest: str, request: Request) -> Response:
        kind, _, name = rest.partition("/")
        if head == "_reset" and request.method == "POST":
            self.reset()
            return reply({"reset": True})
        if head == "_faults" and request.method == "POST":
            return self._order(request.get_data())
        if head == "_faults":
            own = {kind: getattr(stage, "own_faults", {}) for kind, stage in self.stage.items()}
            return reply({"order": HOW, "faults": FAULTS, "own": own})
        if head == "_objects" and kind in self.stage:
            stage = self.stage[kind]
            with stage.lock:
                return reply({**stage.tallies(), "objects": stage.objects(), "frowns": stage.frowns})
        if head == "_files" and kind in self.stage:
            found = self.stage[kind].file(name)
            body, mime = found or (b"", "")
            if isinstance(body, Path):  # a film: in pieces, as a player asks for them
                return send_file(body, request.environ, mimetype=mime, max_age=0)
            if found:
                return Response(body, content_type=mime)
        return reply({"error": "not found"}, 404)


def _wrong_with(order: dict[str, Any], channels: list[str]) -> str:
    """What is wrong with an order for a fault; "" when nothing is. Which faults a platform has of its own is its own affair."""
    if unknown := set(order) - set(HOW):
        return f"an order has no {', '.join(sorted(unknown))}"
    if order.get("channel") not in channels:
        return f"channel is one of {', '.join(channels)}"
    return "" if order.get("fault") else "an order names its fault"


def hang_up(environ: dict[str, Any]) -> None:
    """Close the client's connection without a word."""
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            logging.getLogger(__name__).debug("the client had hung up first")


class _Quiet(WSGIRequestHandler):
    """No access log: addresses of a careless client could hold a token. A client that hangs up is no news."""

    def make_environ(self) -> dict[str, Any]:
        """With the headers whose names hold an underscore (Zalo's `access_token`), which werkzeug's server leaves out."""
        environ: dict[str, Any] = super().make_environ()
        for name, value in self.headers.items():
            if "_" in name:
                environ.setdefault(f"HTTP_{name.upper().replace('-', '_')}", value)
        return environ

    def log(self, type: str, message: str, *args: Any) -> None:
        return

    def run_wsgi(self) -> None:
        try:
            super().run_wsgi()
        except (ConnectionError, AssertionError):
            self.close_connection = True


class SandboxServer:
    """The application on a real port, in a thread: `with SandboxServer() as server: server.url, server.app`."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, kinds: Iterable[str] | None = None) -> None:
        self.app = SandboxApp(kinds)
        self._server: BaseWSGIServer = make_server(host, port, self.app, threaded=True, request_handler=_Quiet)
        self.url = f"http://{host}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> SandboxServer:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def serve_forever(self) -> None:
        """Serve in this thread until interrupted."""
        self._server.serve_forever()
