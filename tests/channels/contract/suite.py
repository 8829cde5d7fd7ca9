"""The contract itself. `tests/channels/<kind>/test_contract.py` inherits it with a harness, and that is all it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from channels.sandbox.server import SandboxServer
from tests.channels.contract.delivered import Delivered
from tests.channels.contract.facts import FAILURES, LOSSES, OUTAGES, Loss
from tests.channels.contract.harness import Harness
from tests.channels.contract.lost import Lost
from tests.channels.contract.parcels import Shelf, shelf
from tests.channels.contract.secret import Secret
from tests.channels.contract.telling import Telling
from tests.channels.contract.trouble import Trouble


class Contract(Secret, Delivered, Lost, Trouble, Telling):
    """Every fact of the suite for one channel. What its harness says it cannot have is not among them."""

    of: ClassVar[type[Harness]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in cls.of.all_it_cannot():
            test, _, fault = name.partition("[")
            assert hasattr(Contract, test), f"there is no fact {name}"
            if not fault:
                setattr(cls, test, None)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One test for each fault on each request of an act, for each failure of a search, and so on."""
        of, test = self.of, metafunc.definition.originalname
        if "loss" in metafunc.fixturenames:
            requests = {"publication": of.publishing, "correction": of.revising, "withdrawal": of.retracting}
            wanted = next(given for word, given in requests.items() if word in test)
            losses = [
                Loss(fault, operation, shape)
                for fault in LOSSES
                if f"{test}[{fault}]" not in of.cannot
                for operation, shape in wanted.items()
            ]
            metafunc.parametrize("loss", losses, ids=str)
        if "failure" in metafunc.fixturenames:
            failures = [
                Loss(fault, operation, of.shapes[0])
                for fault in FAILURES
                if f"{test}[{fault}]" not in of.cannot
                for operation in of.finding
            ]
            metafunc.parametrize("failure", failures, ids=str)
        if "outage" in metafunc.fixturenames:
            met = [outage for outage in OUTAGES if f"{test}[{outage}]" not in of.cannot]
            metafunc.parametrize("outage", met, ids=lambda outage: f"{outage}@delivery")
        if "own" in metafunc.fixturenames:
            metafunc.parametrize("own", of.own_faults())
        if "shape" in metafunc.fixturenames:
            metafunc.parametrize("shape", of.shapes)

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[SandboxServer]:
        with SandboxServer(kinds=[cls.of.kind]) as running:
            yield running

    @pytest.fixture(scope="class")
    @classmethod
    def shelf(cls) -> Iterator[Shelf]:
        with shelf() as opened:
            yield opened

    @pytest.fixture
    def harness(self, server: SandboxServer, shelf: Shelf) -> Harness:
        return self.of(server, shelf)
