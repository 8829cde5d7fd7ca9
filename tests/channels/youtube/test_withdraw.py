"""Withdrawing: deleted, or made private and kept as evidence, as the account says."""

from __future__ import annotations

import pytest

from channels.channel import Receipt, Remote
from channels.errors import OutcomeUnknown
from channels.registry import channel_of
from tests.channels.youtube.conftest import KEY, Bench, account, film_of_parts, told


def live(bench: Bench, **settings: object) -> Receipt:
    bench.access = account(bench.server, **settings)
    return bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)


def test_withdrawn_means_deleted_unless_the_account_says_otherwise(bench: Bench) -> None:
    gone = bench.adapter.retract(live(bench), bench.access)
    assert (gone.state, gone.evidence["deleted_by_us"]) == (Remote.GONE, True)
    assert [there["live"] for there in bench.platform.objects()] == [False]
    again = bench.adapter.retract(gone, bench.access)
    assert (again.state, again.evidence["deleted_by_us"]) == (Remote.GONE, False)


def test_made_private_it_stays_and_everything_else_of_it_does_too(bench: Bench) -> None:
    receipt = live(bench, withdraw="private")
    bench.platform.videos[0].status["embeddable"] = False
    gone = bench.adapter.retract(receipt, bench.access)
    (there,) = bench.platform.objects()
    assert (gone.state, there["live"], there["public"], there["privacy"]) == (Remote.GONE, True, False, "private")
    assert there["title"] == "Hội nghị cải cách hành chính"
    assert there["tags"] == ["Bộ Nội vụ", "cải cách hành chính"]
    assert bench.platform.videos[0].status["embeddable"] is False
    assert bench.adapter.status(gone, bench.access).state is Remote.GONE
    assert bench.platform.frowns == []


def test_made_private_twice_is_written_once(bench: Bench) -> None:
    gone = bench.adapter.retract(live(bench, withdraw="private"), bench.access)
    spent = bench.platform.spent["units"]
    assert bench.adapter.retract(gone, bench.access).state is Remote.GONE
    assert bench.platform.spent["units"] == spent + 1, "one look"


def test_one_that_waits_for_its_time_never_becomes_public(bench: Bench) -> None:
    receipt = live(bench, withdraw="private", public_after_minutes=10)
    bench.adapter.retract(receipt, bench.access)
    (there,) = bench.platform.objects()
    assert (there["privacy"], there["publish_at"]) == ("private", "")


def test_one_that_was_seen_and_is_deleted_already_is_withdrawn_already(bench: Bench) -> None:
    receipt = bench.adapter.status(live(bench, withdraw="private"), bench.access)
    bench.order("videos.list", "deleted-by-hand")
    assert bench.adapter.retract(receipt, bench.access).state is Remote.GONE


def test_one_deleted_between_the_look_and_the_change_is_withdrawn_too(bench: Bench) -> None:
    receipt = live(bench, withdraw="private")
    bench.order("videos.update", "deleted-by-hand")
    assert bench.adapter.retract(receipt, bench.access).state is Remote.GONE


def test_a_lost_answer_is_unknown_and_doing_it_again_settles_it(bench: Bench) -> None:
    receipt = live(bench, withdraw="private")
    bench.order("videos.update", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.retract(receipt, bench.access)
    assert bench.adapter.retract(receipt, bench.access).state is Remote.GONE


@pytest.mark.parametrize(
    ("name", "value"), [("withdraw", "hide"), ("privacy", "secret"), ("public_after_minutes", "-1")]
)
def test_an_account_takes_no_other_words(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        channel_of("youtube").settle_settings({name: value})
