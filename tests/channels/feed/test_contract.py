"""The contract for feeds: nothing leaves here, so nothing can be lost; what a feed shows is tested where feeds are built."""

from typing import Any

from channels.channel import Receipt, Remote
from channels.sandbox.stage import Seat
from tests.channels.contract.facts import facts_of
from tests.channels.contract.harness import Harness
from tests.channels.contract.suite import Contract

SENT = "nothing is sent: a feed is a view of the ledger, and is tested where it is built"
APPLIES = {
    "test_what_it_cannot_do_is_declared_and_refused",
    "test_check_says_that_an_account_works",
    "test_nothing_is_found_where_nothing_is",
    "test_preflight_is_silent_about_what_is_well",
    "test_preflight_never_raises",
    "test_secrets_are_in_no_text",
}


class Feed(Harness):
    kind = "feed"
    cannot = {name: SENT for name in dict.fromkeys(fact.test for fact in facts_of(Contract)) if name not in APPLIES}

    def seat(self, base: str) -> Seat:
        return Seat({"slug": "tin-tuc", "language": "vi", "base_url": base})


class TestContract(Contract):
    of = Feed

    def test_each_act_says_what_the_ledger_will_show(self, harness: Harness) -> None:
        """Published and corrected are live at the feed's address, withdrawn is gone"""
        receipt: Receipt = harness.live(harness.parcel())
        told: list[Any] = [receipt, harness.act("revise", receipt, harness.parcel(revision=2))]
        assert {(one.state, one.remote_id, one.url) for one in told} == {
            (Remote.LIVE, "urn:moha:article:57695", f"{harness.base}/feeds/tin-tuc.rss")
        }
        assert harness.act("retract", receipt).state is Remote.GONE
