"""The verbs on a good day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.channel import Remote
from channels.errors import Refused, Unsupported
from formatters.sentence import Sentence
from tests.channels.contract.harness import Harness, plain
from tests.channels.contract.rules import Rules

VERBS = ("find", "revise", "retract", "broadcast")


class Telling:
    """Publish, find, status, revise, retract, check, and what is declared."""

    def test_what_is_published_is_there_once_with_an_id(self, harness: Harness, shape: str) -> None:
        """Published: live, with an id and an address, and exactly one object is there"""
        receipt = harness.live(harness.parcel(shape))
        assert receipt.state is Remote.LIVE
        assert receipt.url.startswith("http")
        assert [thing["id"] for thing in harness.things()] == [harness.id_of(receipt)]
        assert len(harness.shown()) == 1

    def test_the_public_reads_where_it_is_from(self, harness: Harness, shape: str) -> None:
        """The attribution reaches the public, word for word"""
        parcel = harness.parcel(shape)
        harness.live(parcel)
        (thing,) = harness.shown()
        assert plain(parcel.rendition.attribution) in harness.said(thing)
        assert harness.link in harness.said(thing)

    @pytest.mark.parametrize("synthetic", ["assisted", "generated"])
    def test_the_public_reads_that_ai_had_a_part(self, harness: Harness, synthetic: str) -> None:
        """What AI made or edited is labelled: in a field of the platform or in words"""
        harness.live(harness.parcel(synthetic=synthetic))
        (thing,) = harness.shown()
        assert harness.is_labelled(thing)

    def test_nothing_else_is_labelled_as_made_by_ai(self, harness: Harness) -> None:
        """What AI had no part in is not labelled"""
        harness.live(harness.parcel())
        (thing,) = harness.shown()
        assert not harness.is_labelled(thing)

    def test_status_says_live_until_it_is_gone(self, harness: Harness) -> None:
        """Status: live while it is there, gone afterwards; asking changes nothing"""
        receipt = harness.live(harness.parcel())
        before = harness.things()
        assert harness.act("status", receipt).state is Remote.LIVE
        assert harness.things() == before
        Rules(harness).change(lambda: harness.act("retract", receipt))
        assert harness.act("status", receipt).state is Remote.GONE

    def test_what_was_published_is_found_again(self, harness: Harness) -> None:
        """Found again by its mark, under the same id"""
        parcel = harness.parcel()
        receipt = harness.live(parcel)
        found = harness.find(parcel)
        assert (found.state, found.remote_id) == (Remote.LIVE, receipt.remote_id)

    def test_nothing_is_found_where_nothing_is(self, harness: Harness) -> None:
        """What was never sent is not found, beside others whose address begins alike"""
        harness.live(harness.parcel(number=576951))
        assert harness.find(harness.parcel(number=57695)) is None

    def test_what_another_delivery_holds_is_not_found(self, harness: Harness) -> None:
        """What another delivery holds is not taken for ours"""
        parcel = harness.parcel()
        harness.access.receipts = {harness.live(parcel).remote_id}
        assert harness.find(parcel) is None

    def test_what_is_corrected_says_the_new_and_stays_one(self, harness: Harness) -> None:
        """Corrected: the same object says the new; a second time changes nothing"""
        receipt = harness.live(harness.parcel())
        second = harness.parcel(revision=2, note="Số liệu đã được sửa.")
        for _ in range(2):
            told = Rules(harness).change(lambda: harness.act("revise", receipt, second))
            assert told.state is Remote.LIVE
            (thing,) = harness.shown()
            assert thing["id"] == harness.id_of(told) == harness.id_of(receipt)
            assert "bản 2" in harness.said(thing).casefold()
            assert "Số liệu đã được sửa." in harness.said(thing)
            assert plain(second.rendition.attribution) in harness.said(thing)

    def test_a_correction_of_what_is_gone_does_not_call_it_live(self, harness: Harness) -> None:
        """A correction of what is gone does not call it live, and makes nothing new"""
        receipt = harness.live(harness.parcel())
        Rules(harness).change(lambda: harness.act("retract", receipt))
        try:
            state = harness.act("revise", receipt, harness.parcel(revision=2)).state
        except Refused:
            state = Remote.GONE
        assert state is not Remote.LIVE
        assert harness.shown() == []
        assert len(harness.things()) == 1

    def test_what_is_withdrawn_is_gone_and_twice_is_the_same(self, harness: Harness) -> None:
        """Withdrawn: gone; again, of what is gone already, is the same"""
        receipt = harness.live(harness.parcel())
        for _ in range(2):
            assert Rules(harness).change(lambda: harness.act("retract", receipt)).state is Remote.GONE
            assert harness.shown() == []
        assert len(harness.things()) == 1

    def test_check_says_that_an_account_works(self, harness: Harness) -> None:
        """Check: works, as whom, and nothing is published by asking"""
        health = harness.act("check")
        assert health.ok, health
        assert health.name
        assert not health.missing
        assert harness.things() == []

    def test_what_it_cannot_do_is_declared_and_refused(self, harness: Harness) -> None:
        """What it cannot do is declared with a reason in both languages, and calling it says so"""
        can = harness.channel.can
        for verb in VERBS:
            if getattr(can, verb):
                assert callable(getattr(harness.adapter, verb))
                continue
            assert can.why[verb].vi.strip()
            assert can.why[verb].en.strip()
            if verb == "broadcast":
                assert not hasattr(harness.adapter, verb)
                continue
            parcel, receipt = harness.parcel(), harness.live(harness.parcel())
            given = {"find": (harness.link, parcel, harness.access.now()), "revise": (receipt, parcel)}
            with pytest.raises(Unsupported):
                harness.act(verb, *given.get(verb, (receipt,)))
        if not harness.channel.consent:
            with pytest.raises(Unsupported) as told:
                harness.channel.load_consent()
            assert told.value.say.vi

    def test_preflight_is_silent_about_what_is_well(self, harness: Harness, shape: str) -> None:
        """Preflight: nothing to say of an item and an account that are well, and nothing is published by asking"""
        assert harness.act("preflight", harness.parcel(shape)) == ()
        assert harness.things() == []

    @pytest.mark.parametrize("trouble", ["broken", "refuse-500", "refuse-502", "drop", "throttle", "nowhere"])
    def test_preflight_never_raises(self, harness: Harness, trouble: str) -> None:
        """Preflight: never raises, whatever the platform does"""
        access = harness.account("http://127.0.0.1:1") if trouble == "nowhere" else harness.access
        if trouble == "broken":
            harness.break_account()
        elif trouble != "nowhere":
            harness.order("*", trouble, times=100)
        found = harness.act("preflight", harness.parcel(harness.shapes[-1]), access=access)
        assert all(isinstance(finding, Sentence) and finding.vi and finding.en for finding in found)

    def test_what_is_older_than_the_attempt_is_not_found(self, harness: Harness) -> None:
        """What was there before the attempt began is not taken for ours"""
        parcel = harness.parcel()
        harness.live(parcel)
        harness.wait(3600)
        assert harness.find(parcel, since=timedelta(minutes=-5)) is None
