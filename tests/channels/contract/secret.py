"""No secret in any text: not in a log, an error, a receipt, evidence, a memo, an address."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

import pytest

from channels.errors import ChannelError
from tests.channels.contract.harness import Harness


class Secret:
    """Looked at after every test of the suite, whatever it is about, and once through a whole life with everything going wrong."""

    @pytest.fixture(autouse=True)
    def _nothing_is_told(self, harness: Harness, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
        caplog.set_level(logging.DEBUG)
        yield
        texts = {"a log": caplog.text, "what was given or raised": "\n".join(harness.heard)}
        asked = list(harness.server.app.addresses)
        texts["an address"] = "\n".join([*asked, *map(unquote, asked), *map(unquote_plus, asked)])
        texts["a receipt or a memo"] = repr(harness.access.memo)
        for where, text in texts.items():
            assert not [secret for secret in harness.secrets() if secret in text], f"a secret in {where}"
        frowns = [frown for frown in harness.stage.frowns if "address" in frown and "secret" in frown]
        assert frowns == []

    def test_secrets_are_in_no_text(self, harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
        """Secrets are in no log at any level, no error, receipt, evidence, memo, and no address that reaches the platform"""
        parcel, second = harness.parcel(harness.shapes[-1]), harness.parcel(harness.shapes[-1], revision=2)
        receipt = harness.live(parcel)
        assert any(record.levelno == logging.DEBUG for record in caplog.records) or not harness.publishing
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
