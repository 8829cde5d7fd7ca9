"""The errors: each kind can be reached, and each says what to do next."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, ChannelError, NotAccepted, OutcomeUnknown, Refused, Throttled, Unavailable
from tests.channels.contract.facts import Loss
from tests.channels.contract.harness import NOWHERE, Harness
from tests.channels.contract.rules import Rules


class Trouble:
    """Every class of `channels.errors`, on publishing, and what a search or a check does then."""

    def test_content_that_is_turned_down_is_refused(self, harness: Harness) -> None:
        """Refused: content that the platform turns down, and nothing is there"""
        harness.order(*harness.refusing)
        receipt_or_error = _outcome(harness)
        assert harness.met()
        assert isinstance(receipt_or_error, Refused), receipt_or_error
        assert harness.shown() == []

    def test_too_many_calls_are_throttled_with_a_time(self, harness: Harness) -> None:
        """Throttled: too many calls, with the time to wait, and nothing is there"""
        operation, shape = list(harness.publishing.items())[-1]
        harness.order(operation, "throttle")
        error = _outcome(harness, shape)
        assert harness.met()
        assert isinstance(error, Throttled), error
        assert error.after is not None
        assert error.after >= timedelta(0)
        assert harness.shown() == []

    def test_no_connection_is_unavailable(self, harness: Harness) -> None:
        """Unavailable: no connection could be made, so surely nothing left"""
        with pytest.raises(Unavailable):
            harness.act("publish", harness.parcel(), harness.link, access=harness.account(NOWHERE))

    def test_credentials_that_are_refused_break_the_account(self, harness: Harness) -> None:
        """AccountBroken: the credentials are refused, and nothing is there"""
        harness.break_account()
        assert isinstance(_outcome(harness), AccountBroken)
        assert harness.things() == []

    def test_an_answer_that_never_came_is_an_outcome_unknown(self, harness: Harness) -> None:
        """OutcomeUnknown: it had left and no answer came"""
        parcel = harness.parcel(harness.lose())
        with pytest.raises(OutcomeUnknown):
            harness.act("publish", parcel, harness.link)
        assert harness.faults.orders[0].times == 0

    def test_check_says_when_the_credentials_are_refused(self, harness: Harness) -> None:
        """Check: refused credentials are told, with a sentence for the owner"""
        harness.break_account()
        health = harness.act("check")
        assert not health.ok
        assert health.say is not None
        assert health.say.vi

    def test_check_of_a_platform_that_is_away_blames_no_credentials(self, harness: Harness) -> None:
        """Check: a platform that is away is Unavailable, never a broken account"""
        with pytest.raises(Unavailable):
            harness.act("check", access=harness.account(NOWHERE))
        harness.order("*", "refuse-502", times=100)
        with pytest.raises(Unavailable):
            harness.act("check")

    def test_a_search_that_fails_proves_nothing(self, harness: Harness, failure: Loss) -> None:
        """A search that fails proves nothing: it raises rather than saying that nothing is there"""
        parcel = harness.parcel()
        receipt = harness.live(parcel)
        harness.order(failure.operation, failure.fault, times=100)
        with suppress(NotAccepted, OutcomeUnknown):
            found = harness.find(parcel)
            assert found is not None, "a failure was taken for absence"
            assert found.remote_id == receipt.remote_id

    def test_what_was_throttled_goes_out_by_itself(self, harness: Harness) -> None:
        """After a wait that the platform asked for it goes out by itself, once"""
        operation, shape = list(harness.publishing.items())[-1]
        harness.order(operation, "throttle", times=2)
        receipt = Rules(harness).publish(harness.parcel(shape))
        assert harness.met()
        assert receipt.state is Remote.LIVE
        assert len(harness.things()) == 1


def _outcome(harness: Harness, shape: str = "") -> object:
    """What publishing comes to at the end: the receipt, or what was raised. A refusal may come while it is processed."""
    try:
        receipt: Receipt = harness.act("publish", harness.parcel(shape), harness.link)
        receipt = Rules(harness).settled(receipt)
    except ChannelError as error:
        return error
    return Refused("while it was processed") if receipt.state is Remote.REFUSED else receipt
