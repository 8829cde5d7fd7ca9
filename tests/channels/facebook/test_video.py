"""A film as a post: what became of it, found again, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Unavailable
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox import Sandbox
from channels.facebook.video import FILM_BY_HAND, POSTER_BY_HAND
from tests.channels.facebook.conftest import FILM, KEY, TEXT, told, told_by_film
from tests.support.access import MemoryAccess, MemoryMemo

facebook = Facebook()


@pytest.fixture(autouse=True)
def at_once(page: Sandbox) -> None:
    """The stand-in is done with a film at once."""
    page.processing = 0.0


def live(account: MemoryAccess, poster: str = "") -> Receipt:
    """A film that is live, its memo forgotten as the ledger does."""
    receipt = facebook.status(facebook.publish(told_by_film(poster=poster), KEY, account), account)
    assert receipt.state is Remote.LIVE
    account.memo = MemoryMemo()
    return receipt


def pass_time(page: Sandbox, account: MemoryAccess, seconds: float) -> None:
    now = page.clock()
    page.clock = lambda: now + seconds
    account.later += timedelta(seconds=seconds)


@pytest.mark.parametrize("word", ["complete", "completed"])
def test_it_is_processing_until_meta_says_ready(word: str, account: MemoryAccess, page: Sandbox) -> None:
    page.processing, page.phase_word = 60.0, word
    receipt = facebook.publish(told_by_film(), KEY, account)
    assert facebook.status(receipt, account).state is Remote.PROCESSING
    pass_time(page, account, 61)
    done = facebook.status(receipt, account)
    assert (done.state, done.remote_id) == (Remote.LIVE, page.objects()[0]["id"])
    assert facebook.status(done, account) == done


def test_where_only_the_status_may_be_asked_for_it_is_enough(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    receipt = facebook.publish(told_by_film(), KEY, account)
    order("video.read", "100")
    done = facebook.status(receipt, account)
    assert (done.state, done.remote_id) == (Remote.LIVE, receipt.handle), "the video's id where the post's is not told"
    assert facebook.retract(done, account).state is Remote.GONE
    assert [post["live"] for post in page.objects()] == [False]


def test_a_film_that_meta_cannot_use_is_refused_with_the_reason(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.finish", "processing-error")
    found = facebook.status(facebook.publish(told_by_film(), KEY, account), account)
    assert found.state is Remote.REFUSED
    assert "1363008" in str(found.evidence["errors"])


def test_right_after_finish_missing_means_not_readable_yet_and_later_it_means_gone(
    account: MemoryAccess, page: Sandbox
) -> None:
    page.lag = 10**6
    receipt = facebook.publish(told_by_film(), KEY, account)
    assert facebook.status(receipt, account).state is Remote.PROCESSING
    account.later = timedelta(seconds=121)
    assert facebook.status(receipt, account).state is Remote.GONE


def test_a_video_that_somebody_took_away_or_hid_is_gone(account: MemoryAccess, page: Sandbox) -> None:
    receipt = live(account)
    (film,) = page.films.values()
    film.published = False
    assert facebook.status(receipt, account).state is Remote.GONE
    film.published, film.deleted = True, True
    assert facebook.status(receipt, account).state is Remote.GONE


def test_without_a_memo_it_is_found_among_the_posts_by_its_text_and_goes_on_as_a_video(
    account: MemoryAccess, page: Sandbox
) -> None:
    since = account.now()
    receipt = live(account)
    found = facebook.find(KEY, told_by_film(), since, account)
    assert isinstance(found, Receipt)
    assert (found.state, found.remote_id, found.handle) == (Remote.LIVE, receipt.remote_id, receipt.handle)
    assert facebook.retract(found, account).state is Remote.GONE
    assert [post["live"] for post in page.objects()] == [False]


def test_what_another_delivery_holds_by_its_videos_id_is_not_ours(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    account.receipts.add(live(account).handle)
    assert facebook.find(KEY, told_by_film(), since, account) is None


@pytest.mark.parametrize("fault", ["refuse-500", "100", "1"])
def test_a_video_that_cannot_be_asked_for_is_no_proof_of_absence(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.finish", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    order("video.read", fault, times=4)
    for ask in (
        lambda: facebook.find(KEY, told_by_film(), account.now(), account),
        lambda: facebook.publish(told_by_film(), KEY, account),
    ):
        with pytest.raises(Unavailable):
            ask()
    assert len(page.objects()) == 1


def test_title_and_text_are_changed_and_it_stays_the_same_post(account: MemoryAccess, page: Sandbox) -> None:
    receipt = live(account)
    after = facebook.revise(receipt, told_by_film(text=TEXT + "\nĐính chính", title="Mới", revision=2), account)
    (post,) = page.objects()
    assert (post["text"], post["film"]["title"]) == (TEXT + "\nĐính chính", "Mới")
    assert (after.state, after.remote_id, after.todo, after.evidence["revision"]) == (
        Remote.LIVE,
        receipt.remote_id,
        None,
        2,
    )


def test_another_poster_is_set_and_where_that_fails_it_is_left_for_a_person(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    receipt = live(account, poster="navy")
    (film,) = page.films.values()
    before = film.thumbnail
    order("thumbnail.create", "324")
    failed = facebook.revise(receipt, told_by_film(poster="red"), account)
    assert (failed.todo, film.thumbnail) == (POSTER_BY_HAND, before)
    assert facebook.revise(failed, told_by_film(poster="red"), account).todo is None
    assert film.thumbnail != before
    calls = len(page.calls)
    facebook.revise(replace(failed, evidence={**failed.evidence, "poster": ""}), told_by_film(), account)
    assert len(page.calls) == calls + 1, "without a poster none is sent"


@pytest.mark.parametrize("parcel", [told_by_film(FILM + b"x"), told(), told("red")], ids=["film", "link", "photo"])
def test_another_film_or_none_is_left_for_a_person(parcel: object, account: MemoryAccess) -> None:
    assert facebook.revise(live(account), parcel, account).todo == FILM_BY_HAND  # type: ignore[arg-type]


def test_a_film_cannot_be_put_into_a_post_that_has_none(account: MemoryAccess) -> None:
    receipt = facebook.publish(told(), KEY, account)
    assert facebook.revise(receipt, told_by_film(), account).todo == FILM_BY_HAND


def test_a_video_that_is_gone_cannot_be_changed(account: MemoryAccess, page: Sandbox) -> None:
    receipt = live(account)
    next(iter(page.films.values())).deleted = True
    with pytest.raises(Refused):
        facebook.revise(receipt, told_by_film(text="Mới"), account)


def test_a_withdrawal_takes_the_video_away_and_may_be_asked_twice(account: MemoryAccess, page: Sandbox) -> None:
    receipt = live(account)
    assert facebook.retract(receipt, account).state is Remote.GONE
    assert [post["live"] for post in page.objects()] == [False]
    assert facebook.retract(receipt, account).state is Remote.GONE


def test_a_video_that_is_still_worked_on_can_be_withdrawn(account: MemoryAccess, page: Sandbox) -> None:
    page.processing = 60.0
    receipt = facebook.publish(told_by_film(), KEY, account)
    assert facebook.retract(replace(receipt, state=Remote.LIVE), account).state is Remote.GONE
    pass_time(page, account, 61)
    assert [post["live"] for post in page.objects()] == [False]


def test_a_video_that_cannot_be_read_yet_is_not_taken_for_withdrawn(account: MemoryAccess, page: Sandbox) -> None:
    page.lag = 60
    receipt = replace(facebook.publish(told_by_film(), KEY, account), state=Remote.LIVE)
    with pytest.raises(Unavailable):
        facebook.retract(receipt, account)
    pass_time(page, account, 61)
    facebook.retract(receipt, account)
    assert [post["live"] for post in page.objects()] == [False]


def test_missing_is_not_believed_while_the_video_can_be_read(account: MemoryAccess, order: Callable[..., None]) -> None:
    receipt = live(account)
    order("video.delete", "100/33")
    with pytest.raises(AccountBroken):
        facebook.retract(receipt, account)
