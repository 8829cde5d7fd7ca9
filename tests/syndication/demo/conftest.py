"""The demonstration portal on a real port, with a clock that a test can put forward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from channels.wire import Guard, Wire
from channels.wire.door import Reply
from syndication.demo.portal import Portal, PortalServer
from syndication.demo.timetable import Timetable


@dataclass
class Visitor:
    """Someone who reads the portal `later` seconds after it began."""

    server: PortalServer
    began: datetime
    later: float = 0
    wire: Wire = field(default_factory=lambda: Wire(Guard(["127.0.0.1"]), timeout=60, pause=0.01))

    @property
    def url(self) -> str:
        return self.server.url

    def get(self, path: str, **headers: str) -> Reply:
        whole = path if path.startswith("http") else self.url + path
        return self.wire.read(whole, headers={name.replace("_", "-"): text for name, text in headers.items()})


@pytest.fixture
def portal() -> Iterator[Visitor]:
    """A portal that begins now with four items in each language and publishes one a minute."""
    yield from _open(4)


@pytest.fixture
def whole_portal() -> Iterator[Visitor]:
    """A portal where everything is out from the start."""
    yield from _open(99)


def _open(start: int) -> Iterator[Visitor]:
    began = datetime.now(UTC).replace(microsecond=0)
    application = Portal(Timetable(began, timedelta(seconds=60), start))
    with PortalServer(application) as server:
        visitor = Visitor(server, began)
        application.clock = lambda: began + timedelta(seconds=visitor.later)
        yield visitor
