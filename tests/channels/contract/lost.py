"""Every way in which an answer can be lost, and what is there when the scheduler's rules have done their work."""

from __future__ import annotations

from contextlib import suppress

import pytest

from channels.channel import Parcel, Receipt, Remote
from channels.errors import ChannelError, OutcomeUnknown
from tests.channels.contract.facts import LOSSES, Loss
from tests.channels.contract.harness import Harness
from tests.channels.contract.rules import Held, Rules


class Lost:
    """Exactly one object, and its id, without a person."""

    def test_a_publication_whose_answer_is_lost_is_there_once(self, harness: Harness, loss: Loss) -> None:
        """Publishing, an answer lost: one object in the end, live, its id known"""
        parcel = harness.parcel(loss.shape)
        harness.order(loss.operation, loss.fault, seconds=LOSSES[loss.fault])
        _is_there_once(harness, Rules(harness).publish(parcel))

    def test_a_correction_whose_answer_is_lost_is_made_once(self, harness: Harness, loss: Loss) -> None:
        """Correcting, an answer lost: tried again, and the one object says the new"""
        receipt = harness.live(harness.parcel(loss.shape))
        harness.order(loss.operation, loss.fault, seconds=LOSSES[loss.fault])
        second = harness.parcel(loss.shape, revision=2)
        told = Rules(harness).change(lambda: harness.act("revise", receipt, second))
        _is_there_once(harness, told)
        assert harness.id_of(told) == harness.id_of(receipt)
        assert "bản 2" in harness.said(harness.shown()[0]).casefold()

    def test_a_withdrawal_whose_answer_is_lost_is_made(self, harness: Harness, loss: Loss) -> None:
        """Withdrawing, an answer lost: tried again, and nothing is shown"""
        receipt = harness.live(harness.parcel(loss.shape))
        harness.order(loss.operation, loss.fault, seconds=LOSSES[loss.fault])
        told = Rules(harness).change(lambda: harness.act("retract", receipt))
        assert harness.met()
        assert told.state is Remote.GONE
        assert harness.shown() == []
        assert len(harness.things()) == 1

    def test_what_cannot_be_read_back_yet_is_not_sent_again(self, harness: Harness) -> None:
        """An answer lost, and the object not to be read back yet: it is waited for, and found"""
        shape = harness.lose()
        harness.hide()
        rules = Rules(harness, before_search=lambda count: harness.reveal() if count == 2 else None)
        receipt = rules.publish(harness.parcel(shape))
        assert rules.searches >= 2
        assert rules.sent == 1
        _is_there_once(harness, receipt)

    def test_an_empty_page_is_not_the_end_of_a_list(self, harness: Harness) -> None:
        """An answer lost, and the list begins with an empty page that names a next one: it is found behind it"""
        shape = harness.lose()
        harness.empty_pages()
        rules = Rules(harness)
        receipt = rules.publish(harness.parcel(shape))
        assert rules.sent == 1
        _is_there_once(harness, receipt)

    def test_a_fault_of_its_own_makes_no_second_object(self, harness: Harness, own: str) -> None:
        """Publishing meets a fault that only this platform has: never two objects, and live is only what is live"""
        harness.order(list(harness.publishing)[-1], own)
        parcel = harness.parcel(list(harness.publishing.values())[-1])
        _is_never_two(harness, parcel)

    def test_a_search_that_meets_a_fault_of_its_own_makes_no_second_object(self, harness: Harness, own: str) -> None:
        """An answer lost, and the search meets a fault that only this platform has: never two objects"""
        parcel = harness.parcel(harness.lose())
        for operation in harness.finding:
            harness.order(operation, own)
        _is_never_two(harness, parcel)

    def test_a_push_is_made_once_and_tells_what_was_pushed(self, harness: Harness) -> None:
        """Pushed to followers, when a person asks: once, with evidence of it"""
        receipt = harness.live(harness.parcel())
        assert harness.act("broadcast", receipt)
        assert harness.pushes() == 1

    def test_a_push_whose_answer_is_lost_is_in_doubt_and_not_repeated(self, harness: Harness) -> None:
        """Pushing, the answer lost: OutcomeUnknown, and nothing is pushed twice by itself"""
        receipt = harness.live(harness.parcel())
        harness.order(harness.pushing, "accept-then-drop")
        with pytest.raises(OutcomeUnknown):
            harness.act("broadcast", receipt)
        assert harness.met()
        assert harness.pushes() == 1

    def test_another_worker_goes_on_from_what_was_written_down(self, harness: Harness) -> None:
        """A worker that died after sending: another one, with nothing but the memo, makes no second object"""
        parcel = harness.parcel(harness.lose())
        try:
            harness.act("publish", parcel, harness.link)
        except Exception:  # whatever the worker thought of it died with it
            memo, later = harness.access.memo, harness.access.later
            harness.access = harness.account(harness.base)
            harness.access.memo, harness.access.later = memo, later
        rules = Rules(harness)
        found = rules.search(parcel)
        receipt = rules.settled(found) if found else rules.publish(parcel)
        _is_there_once(harness, receipt)


def _is_never_two(harness: Harness, parcel: Parcel) -> None:
    receipt: Receipt | None = None
    with suppress(ChannelError, Held):
        receipt = Rules(harness).publish(parcel)
    assert len(harness.shown()) <= 1
    if receipt is not None and receipt.state is Remote.LIVE:
        assert [thing["id"] for thing in harness.shown()] == [harness.id_of(receipt)]


def _is_there_once(harness: Harness, receipt: Receipt) -> None:
    assert harness.met(), "the fault was never met"
    assert receipt.state is Remote.LIVE
    assert [thing["id"] for thing in harness.things()] == [harness.id_of(receipt)]
    assert len(harness.shown()) == 1
