"""Lost answers and what is found afterwards: the one place where a double post is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from channels.channel import Receipt
from channels.errors import OutcomeUnknown, Unavailable
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox import Sandbox
from tests.channels.facebook.conftest import KEY, TEXT, told
from tests.support.access import MemoryAccess

facebook = Facebook()
FORMS = [(), ("red",), ("red", "green")]
DONE = [
    "accept-then-500",
    "accept-then-502",
    "accept-then-drop",
    "accept-then-hang",
    "accept-then-truncate",
    "accept-then-html",
    "accept-then-javascript",
]


def _visible(colours: tuple[str, ...]) -> str:
    return "photos.create" if len(colours) == 1 else "feed.create"


@pytest.mark.parametrize("colours", FORMS, ids=["link", "photo", "album"])
@pytest.mark.parametrize("fault", DONE)
def test_a_lost_answer_is_unknown_and_then_exactly_the_post_is_found(
    fault: str, colours: tuple[str, ...], account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    since = account.now()
    page.written_by_hand(f"Một bài khác: {KEY}2")
    order(_visible(colours), fault, seconds=0.1)
    parcel = told(*colours)
    with pytest.raises(OutcomeUnknown):
        facebook.publish(parcel, KEY, account)
    ours = page.objects()[-1]
    found = facebook.find(KEY, parcel, since, account)
    assert isinstance(found, Receipt)
    assert found.remote_id == ours["id"]
    assert found.url == f"https://www.facebook.com/{ours['id'].replace('_', '/posts/')}"
    assert found.evidence["pictures"] == [cut.sha256 for cut in parcel.rendition.gallery]
    assert len(page.objects()) == 2, "sent once"


@pytest.mark.parametrize("colours", FORMS, ids=["link", "photo", "album"])
@pytest.mark.parametrize("fault", ["refuse-500", "refuse-502", "drop", "transient", "1", "2", "1/99"])
def test_a_failure_that_made_nothing_is_unknown_all_the_same_and_then_proven_absent(
    fault: str, colours: tuple[str, ...], account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    since = account.now()
    order(_visible(colours), fault)
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told(*colours), KEY, account)
    assert facebook.find(KEY, told(*colours), since, account) is None
    facebook.publish(told(*colours), KEY, account)
    (post,) = page.objects()
    assert post["text"] == TEXT


def test_a_duplicate_is_looked_for_rather_than_refused(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    first = facebook.publish(told(), KEY, account)
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told(), KEY, account)
    assert facebook.find(KEY, told(), since, account) == first


def test_a_post_is_not_there_until_the_platform_shows_it(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    page.lag = 60
    receipt = facebook.publish(told(), KEY, account)
    assert facebook.find(KEY, told(), since, account) is None
    now = page.clock()
    page.clock = lambda: now + 61
    assert facebook.find(KEY, told(), since, account) == receipt


def test_it_is_found_beyond_empty_pages_and_a_hundred_other_posts(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    page.empty_pages = 2
    for number in range(230):
        page.written_by_hand(f"Bài {number} {KEY}-{number}")
    receipt = facebook.publish(told(), KEY, account)
    assert facebook.find(KEY, told(), since, account) == receipt
    assert facebook.find(KEY + "-0000", told(text="không có"), since, account) is None
    assert page.frowns == []


def test_a_longer_address_is_another_post(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    page.written_by_hand(f"{KEY}-tiep-theo", link=f"{KEY}0")
    assert facebook.find(KEY, told(), since, account) is None


def test_the_address_of_the_link_card_is_a_mark_too(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    post = page.written_by_hand("Chữ đã bị người khác sửa", link=KEY)
    found = facebook.find(KEY, told(), since, account)
    assert isinstance(found, Receipt)
    assert found.remote_id == post.id


def test_the_same_text_is_better_proof_than_the_mark_alone(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    for number in range(20):
        page.written_by_hand(f"Mời đọc ({number}): {KEY}")
    receipt = facebook.publish(told(), KEY, account)
    assert facebook.find(KEY, told(), since, account) == receipt


def test_a_text_without_any_address_is_known_by_itself(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    parcel = told(text="Chỉ có chữ\nvà chữ", link="")
    receipt = facebook.publish(parcel, "", account)
    assert facebook.find("", parcel, since, account) == receipt


def test_what_another_delivery_holds_is_not_ours(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    receipt = facebook.publish(told(), KEY, account)
    account.receipts.add(receipt.remote_id)
    assert facebook.find(KEY, told(), since, account) is None


def test_what_was_there_before_is_not_ours_but_five_seconds_are_forgiven(account: MemoryAccess) -> None:
    receipt = facebook.publish(told(), KEY, account)
    now = account.now()
    assert facebook.find(KEY, told(), now + timedelta(seconds=60), account) is None
    assert facebook.find(KEY, told(), now + timedelta(seconds=3), account) == receipt


def test_a_removed_post_is_absent(account: MemoryAccess) -> None:
    since = account.now()
    facebook.retract(facebook.publish(told(), KEY, account), account)
    assert facebook.find(KEY, told(), since, account) is None


def test_more_posts_than_we_read_are_no_proof_of_absence(account: MemoryAccess, page: Sandbox) -> None:
    account.settings["find_pages"] = 2
    page.empty_pages = 3
    with pytest.raises(Unavailable, match="find_pages"):
        facebook.find(KEY, told(), account.now(), account)


@pytest.mark.parametrize("fault", ["refuse-500", "refuse-502", "100", "324", "1", "506", "accept-then-html"])
def test_a_list_that_cannot_be_read_is_no_proof_of_absence(
    fault: str, account: MemoryAccess, order: Callable[..., None]
) -> None:
    order("posts.list", fault, times=3)
    with pytest.raises(Unavailable):
        facebook.find(KEY, told(), account.now(), account)
