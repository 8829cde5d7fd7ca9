"""The adapter's ordinary days: publish, look, change, withdraw, check; against the sandbox over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Unavailable, Unsupported
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox import PAGE_NAME, READER_TOKEN, REFUSED_TOKENS, TOKEN, Sandbox
from channels.sandbox.server import SandboxServer
from tests.channels.facebook.conftest import KEY, TEXT, account_on, told
from tests.support.access import MemoryAccess

facebook = Facebook()


def test_a_story_without_pictures_is_a_link_post_with_its_text_byte_for_byte(
    account: MemoryAccess, page: Sandbox
) -> None:
    receipt = facebook.publish(told(), KEY, account)
    (post,) = page.objects()
    assert (post["text"], post["link"], post["live"]) == (TEXT, KEY, True)
    assert receipt.state is Remote.LIVE
    assert receipt.remote_id == post["id"]
    assert receipt.url == f"https://www.facebook.com/{post['id'].replace('_', '/posts/')}"


def test_campaign_parameters_are_on_the_link_card_alone_and_the_post_is_found_by_its_own_address(
    server: SandboxServer, page: Sandbox
) -> None:
    account = account_on(server, campaign="utm_source=facebook&utm_medium=social")
    receipt = facebook.publish(told(), KEY, account)
    (post,) = page.objects()
    assert (post["text"], post["link"]) == (TEXT, f"{KEY}?utm_source=facebook&utm_medium=social")
    found = facebook.find(KEY, told(), datetime.now(UTC) - timedelta(minutes=1), account)
    assert isinstance(found, Receipt)
    assert found.remote_id == receipt.remote_id
    assert facebook.revise(receipt, told(text=f"{TEXT} Mới."), account).state is Remote.LIVE


def test_a_story_without_address_is_a_plain_text_post(account: MemoryAccess, page: Sandbox) -> None:
    facebook.publish(told(text="Chỉ có chữ", link=""), "", account)
    assert [(post["text"], post["link"]) for post in page.objects()] == [("Chỉ có chữ", "")]


def test_one_picture_is_one_photo_post_with_its_alternative_text(account: MemoryAccess, page: Sandbox) -> None:
    parcel = told("red")
    receipt = facebook.publish(parcel, KEY, account)
    (post,) = page.objects()
    assert post["text"] == TEXT
    assert post["pictures"] == [parcel.rendition.gallery[0].sha256]
    assert post["alt"] == ["Ảnh red"]
    assert receipt.remote_id == post["id"], "the post's id, not the photo's"
    assert receipt.url == f"https://www.facebook.com/{post['id']}"


def test_several_pictures_are_one_post_in_their_order(account: MemoryAccess, page: Sandbox) -> None:
    parcel = told("red", "green", "blue")
    receipt = facebook.publish(parcel, KEY, account)
    (post,) = page.objects()
    assert post["pictures"] == [cut.sha256 for cut in parcel.rendition.gallery]
    assert post["alt"] == ["Ảnh red", "Ảnh green", "Ảnh blue"]
    assert post["text"] == TEXT
    assert receipt.remote_id == post["id"]
    assert len(page.photos) == 3


def test_uploaded_pictures_are_used_again_within_twenty_hours_and_not_after(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    parcel = told("red", "green")
    for later, uploads in ((0, 2), (19, 2), (21, 4)):
        account.later = timedelta(hours=later)
        order("feed.create", "drop")
        with pytest.raises(OutcomeUnknown):
            facebook.publish(parcel, KEY, account)
        assert len(page.photos) == uploads
    assert page.objects() == []


@pytest.mark.parametrize("fault", ["accept-then-500", "accept-then-drop", "refuse-502", "accept-then-truncate"])
def test_a_lost_answer_to_an_upload_is_harmless_and_the_rest_goes_on_from_there(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    parcel = told("red", "green")
    facebook_once = facebook.publish
    order("photos.upload", "accept-then-slow")  # the first goes through
    order("photos.upload", fault)
    with pytest.raises(Unavailable):
        facebook_once(parcel, KEY, account)
    assert len(account.memo.value["photos"]) == 1
    facebook_once(parcel, KEY, account)
    (post,) = page.objects()
    assert post["pictures"] == [cut.sha256 for cut in parcel.rendition.gallery]


def test_remembered_pictures_that_are_gone_are_uploaded_anew(account: MemoryAccess, page: Sandbox) -> None:
    parcel = told("red", "green")
    account.memo.write({"photos": {}, "other": 1})
    facebook.publish(parcel, KEY, account)
    page.posts.clear()
    page.photos.clear()
    with pytest.raises(Unavailable):
        facebook.publish(parcel, KEY, account)
    assert account.memo.value == {"other": 1}
    facebook.publish(parcel, KEY, account)
    assert len(page.objects()) == 1


def test_spent_pictures_mean_that_the_post_may_be_there(account: MemoryAccess, page: Sandbox) -> None:
    parcel = told("red", "green")
    facebook.publish(parcel, KEY, account)
    with pytest.raises(OutcomeUnknown):
        facebook.publish(parcel, KEY, account)
    assert len(page.objects()) == 1
    assert "photos" not in account.memo.value


def test_a_parcel_without_its_bytes_is_our_mistake(account: MemoryAccess, page: Sandbox) -> None:
    with pytest.raises(Unsupported):
        facebook.publish(replace(told("red"), blobs={}), KEY, account)
    assert page.photos == {}


def test_no_token_is_ever_part_of_an_address(account: MemoryAccess, page: Sandbox) -> None:
    since = account.now()
    page.empty_pages = 1
    receipt = facebook.publish(told("red", "green"), KEY, account)
    facebook.find(KEY, told(), since, account)
    facebook.status(receipt, account)
    facebook.revise(receipt, told("red", "green", text=TEXT + "!"), account)
    facebook.retract(receipt, account)
    facebook.check(account)
    assert page.frowns == []


def test_status_is_live_then_gone(account: MemoryAccess, page: Sandbox) -> None:
    receipt = facebook.publish(told(), KEY, account)
    assert facebook.status(receipt, account) == replace(receipt, text=TEXT), "and it says what is read there"
    page.posts[receipt.remote_id].published = False
    assert facebook.status(receipt, account).state is Remote.GONE
    page.posts[receipt.remote_id].deleted = True
    assert facebook.status(receipt, account).state is Remote.GONE


def test_an_edit_changes_the_text_and_keeps_the_post(account: MemoryAccess, page: Sandbox) -> None:
    receipt = facebook.publish(told("red"), KEY, account)
    after = facebook.revise(receipt, told("red", text=TEXT + "\nĐính chính", revision=2), account)
    (post,) = page.objects()
    assert post["text"] == TEXT + "\nĐính chính"
    assert post["history"] == [TEXT]
    assert (after.state, after.remote_id, after.url, after.todo) == (
        Remote.LIVE,
        receipt.remote_id,
        receipt.url,
        None,
    )
    assert after.evidence["revision"] == 2


def test_changed_pictures_are_left_for_a_person_until_they_are_the_same_again(account: MemoryAccess) -> None:
    receipt = facebook.publish(told("red"), KEY, account)
    changed = facebook.revise(receipt, told("blue", text="Mới " + KEY), account)
    assert changed.todo is not None
    assert "ảnh" in changed.todo.vi
    assert facebook.revise(changed, told("red", text="Mới hơn " + KEY), account).todo is None


def test_a_changed_address_of_a_link_card_is_left_for_a_person(account: MemoryAccess) -> None:
    receipt = facebook.publish(told(), KEY, account)
    todo = facebook.revise(receipt, told(link=KEY + "-moi", text="Mới"), account).todo
    assert todo is not None
    assert "liên kết" in todo.vi


def test_a_post_that_is_gone_cannot_be_edited(account: MemoryAccess, page: Sandbox) -> None:
    receipt = facebook.publish(told(), KEY, account)
    page.posts[receipt.remote_id].deleted = True
    with pytest.raises(Refused) as caught:
        facebook.revise(receipt, told(text="Mới"), account)
    assert "không còn" in caught.value.say.vi


def test_a_withdrawal_takes_it_away_and_may_be_asked_twice(account: MemoryAccess, page: Sandbox) -> None:
    receipt = facebook.publish(told("red"), KEY, account)
    assert facebook.retract(receipt, account).state is Remote.GONE
    assert [post["live"] for post in page.objects()] == [False]
    assert facebook.retract(receipt, account).state is Remote.GONE


def test_missing_is_not_believed_while_the_post_can_be_read(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    receipt = facebook.publish(told(), KEY, account)
    order("post.delete", "100/33")
    with pytest.raises(AccountBroken):
        facebook.retract(receipt, account)
    assert page.objects()[0]["live"]


@pytest.mark.parametrize("act", ["post.edit", "post.delete"])
def test_a_lost_answer_to_an_edit_or_a_removal_may_simply_be_tried_again(
    act: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    receipt = facebook.publish(told(), KEY, account)

    def do() -> Remote:
        if act == "post.edit":
            return facebook.revise(receipt, told(text="Mới"), account).state
        return facebook.retract(receipt, account).state

    order(act, "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        do()
    assert do() is (Remote.LIVE if act == "post.edit" else Remote.GONE)


def test_check_names_the_page(account: MemoryAccess) -> None:
    health = facebook.check(account)
    assert (health.ok, health.name) == (True, PAGE_NAME)


@pytest.mark.parametrize("token", [*REFUSED_TOKENS, "nonsense", ""])
def test_check_says_what_to_do_about_a_dead_token(token: str, server: SandboxServer) -> None:
    health = facebook.check(account_on(server, token=token))
    assert not health.ok
    assert health.say is not None
    assert "kết nối" in health.say.vi


def test_check_of_another_page_is_a_broken_account(server: SandboxServer) -> None:
    health = facebook.check(account_on(server, page_id="42"))
    assert health.say is not None
    assert "page_id" in health.say.en


def test_check_of_an_ended_version_says_which_setting(server: SandboxServer) -> None:
    health = facebook.check(account_on(server, graph_version="v3.1"))
    assert health.say is not None
    assert "graph_version" in health.say.en


def test_check_passes_on_that_nobody_answers(account: MemoryAccess) -> None:
    account.settings["graph_url"] = "http://127.0.0.1:1"
    with pytest.raises(Unavailable):
        facebook.check(account)


def test_a_token_that_may_only_read_breaks_the_account_and_publishes_nothing(
    server: SandboxServer, page: Sandbox
) -> None:
    with pytest.raises(AccountBroken) as caught:
        facebook.publish(told(), KEY, account_on(server, token=READER_TOKEN))
    assert "pages_manage_posts" in caught.value.say.vi
    assert page.objects() == []


def test_a_wrong_app_secret_breaks_the_account_rather_than_the_content(server: SandboxServer) -> None:
    with pytest.raises(AccountBroken) as caught:
        facebook.publish(told(), KEY, account_on(server, app_secret="wrong"))
    assert "app_secret" in caught.value.say.en


def test_an_app_that_demands_the_proof_gets_it_with_every_post(server: SandboxServer, page: Sandbox) -> None:
    page.require_proof = True
    account = account_on(server)
    facebook.publish(told("red"), KEY, account)
    facebook.publish(told("red", "blue"), KEY, account)
    assert len(page.objects()) == 2


def test_no_secret_is_in_an_error(server: SandboxServer, order: Callable[..., None]) -> None:
    order("posts.list", "accept-then-truncate", 3)
    order("feed.create", "190/463")
    account = account_on(server)
    with pytest.raises(AccountBroken) as caught:
        facebook.publish(told(), KEY, account)
    assert TOKEN not in f"{caught.value} {caught.value.evidence}"
