"""No secret in any text: not in a log, an error, a receipt, evidence, a memo, an address."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

import pytest

from channels.errors import ChannelError
from tests.channels.contract.harness import Harness


class Lines(logging.Handler):
    """Keeps what a log file would hold, tracebacks and all."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(self.format(record))


class Secret:
    """Looked at after every test of the suite, whatever it is about, and once through a whole life with everything going wrong."""

    @pytest.fixture(autouse=True)
    def logged(self, harness: Harness) -> Iterator[list[str]]:
        """Every log line of every logger at every level, as written. Afterwards no secret may be in any text."""
        lines = Lines()
        root, before = logging.getLogger(), logging.getLogger().level
        root.addHandler(lines)
        root.setLevel(logging.DEBUG)
        yield lines.kept
        root.removeHandler(lines)
        root.setLevel(before)
        asked = list(harness.server.app.addresses)
        texts = {
            "a log": "\n".join(lines.kept),
            "what was given or raised": "\n".join(harness.heard),
            "an address": "\n".join([*asked, *map(unquote, asked), *map(unquote_plus, asked)]),
            "a memo": repr(harness.access.memo),
        }
        for where, text in texts.items():
            assert not [secret for secret in harness.secrets() if secret in text], f"a secret in {where}"
        assert [frown for frown in harness.stage.frowns if "in the address" in frown] == []

    def test_secrets_are_in_no_text(self, harness: Harness, logged: list[str]) -> None:
        """Secrets are in no log at any level, no error, receipt, evidence, memo, and no address that reaches the platform"""
        parcel, second = harness.parcel(harness.shapes[-1]), harness.parcel(harness.shapes[-1], revision=2)
        receipt = harness.live(parcel)
        assert bool([line for line in logged if "DEBUG" in line]) is bool(harness.publishing)
        for fault in ("refuse-500", "refuse-502", "accept-then-truncate", "drop", "throttle", "token", ""):
            harness.faults.clear()
            if fault:
                harness.order("*", fault, times=100)
            for verb, given in (
                ("publish", (parcel, harness.link)),
                ("status", (receipt,)),
                ("find", (harness.link, parcel, harness.access.now())),
                ("revise", (receipt, second)),
                ("check", ()),
                ("preflight", (parcel,)),
                ("retract", (receipt,)),
            ):
                try:
                    harness.act(verb, *given)
                except ChannelError:
                    continue
        assert harness.secrets() or not [one for one in harness.channel.settings if one.secret]
        assert len(harness.heard) > 20
