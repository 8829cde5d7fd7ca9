"""The adapter against the stand-in, over real HTTP."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable, Unsupported
from channels.registry import channel_of
from channels.zalo import sandbox
from channels.zalo.adapter import Zalo

KEY = "https://moha.gov.vn/tin/57695"
LOST = ["accept-then-500", "accept-then-502", "accept-then-drop", "accept-then-hang", "accept-then-truncate"]


def test_the_manifest_loads_this_adapter() -> None:
    assert isinstance(channel_of("zalo").load(), Zalo)


# --- publish and status


def test_an_article_is_processed_first_and_then_live_with_its_own_address(desk: Any) -> None:
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert (made.state, made.remote_id) == (Remote.PROCESSING, "")
    assert desk.adapter.status(made, desk.access).state is Remote.PROCESSING
    live = desk.adapter.status(made, desk.access)
    (there,) = desk.shown
    assert (live.state, live.remote_id, live.handle) == (Remote.LIVE, there["id"], made.handle)
    assert live.url == f"https://oa.zalo.me/{sandbox.OA_ID}/article/{there['id']}"
    assert live.remote_id != live.handle


def test_it_says_what_the_rendition_says_and_nothing_else(desk: Any) -> None:
    parcel = desk.parcel()
    desk.live(parcel)
    address = [parcel.address(cut.sha256) for cut in parcel.rendition.cuts]
    assert desk.shown[0]["article"] == {
        "type": "normal",
        "title": "Hội nghị cải cách hành chính",
        "author": "Bộ Nội vụ",
        "cover": {"cover_type": "photo", "photo_url": address[0], "status": "show"},
        "description": "Tóm tắt của bài.",
        "body": [
            {"type": "text", "content": "Nội dung."},
            {"type": "image", "url": address[1], "caption": ""},
            {"type": "text", "content": f"Nguồn: {KEY}"},
        ],
        "status": "show",
        "comment": "show",
    }
    assert desk.stage.frowns == []


def test_the_token_is_in_the_memo_as_soon_as_it_is_known(desk: Any) -> None:
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert desk.access.memo.value["token"] == made.handle


def test_a_publish_with_a_token_in_its_memo_makes_no_second_article(desk: Any) -> None:
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    again = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert (again.state, again.handle) == (Remote.PROCESSING, made.handle)
    assert desk.adapter.publish(desk.parcel(), KEY, desk.access).state is Remote.LIVE
    assert len(desk.stage.objects()) == 1


def test_a_publish_of_other_content_over_an_earlier_token_replaces_that_article(desk: Any) -> None:
    desk.stage.pending = 0
    desk.adapter.publish(desk.parcel(), KEY, desk.access)
    changed = desk.adapter.publish(desk.parcel(text="Nội dung mới."), KEY, desk.access)
    assert changed.state is Remote.PROCESSING
    assert ["Nội dung mới." in one["text"] for one in desk.stage.objects()] == [True]


def test_a_picture_that_zalo_cannot_fetch_just_now_is_tried_again_and_leaves_no_article(desk: Any) -> None:
    parcel = replace(desk.parcel(), address=lambda digest: f"{desk.media}/missing.jpg")
    with pytest.raises(Unavailable) as refused:
        desk.adapter.publish(parcel, KEY, desk.access)
    assert refused.value.evidence["code"] == -201
    assert "media_url" in refused.value.say.vi
    assert desk.stage.objects() == []


def test_no_public_address_for_pictures_is_a_fault_of_the_account_and_sends_nothing(desk: Any) -> None:
    with pytest.raises(AccountBroken, match="no public address"):
        desk.adapter.publish(replace(desk.parcel(), address=lambda digest: ""), KEY, desk.access)
    assert desk.stage.calls == {}


def test_the_pictures_on_the_wall_are_the_bytes_that_were_fetched(desk: Any) -> None:
    desk.live()
    name = desk.stage.wall()[0].pictures[0].rpartition("/")[2]
    assert desk.stage.file(name) == (b"\xff\xd8\xff cover", "image/jpeg")


def test_an_article_hidden_or_removed_by_hand_is_gone_and_the_evidence_says_which(desk: Any) -> None:
    live = desk.live()
    one = desk.stage.articles[live.remote_id]
    assert desk.adapter.status(live, desk.access).state is Remote.LIVE
    one.told["status"] = "hide"
    hidden = desk.adapter.status(live, desk.access)
    assert (hidden.state, hidden.evidence["status"]) == (Remote.GONE, "hide")
    one.removed = True
    removed = desk.adapter.status(live, desk.access)
    assert (removed.state, removed.evidence["found"]) == (Remote.GONE, False)


def test_a_token_that_zalo_no_longer_knows_is_unknown_never_refused(desk: Any) -> None:
    with pytest.raises(OutcomeUnknown):
        desk.adapter.status(Receipt(Remote.PROCESSING, handle="old"), desk.access)


def test_an_article_turned_down_while_processing_is_refused(desk: Any) -> None:
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    desk.fault("article.verify", "standards")
    refused = desk.adapter.status(made, desk.access)
    assert (refused.state, refused.evidence["code"]) == (Remote.REFUSED, -248)


def test_a_lost_answer_to_a_question_is_unavailable_even_where_the_question_is_a_post(desk: Any) -> None:
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    desk.fault("article.verify", "drop")
    with pytest.raises(Unavailable):
        desk.adapter.status(made, desk.access)
    desk.fault("oa.get", "refuse-502", times=9)
    with pytest.raises(Unavailable):
        desk.adapter.check(desk.access)


# --- lost answers and find


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_unknown_never_refused_and_find_finds_exactly_that_one(desk: Any, fault: str) -> None:
    since = desk.ago
    desk.fault("article.create", fault)
    with pytest.raises(OutcomeUnknown):
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    found = desk.adapter.find(KEY, desk.parcel(), since, desk.access)
    (there,) = desk.shown
    assert (found.state, found.remote_id) == (Remote.LIVE, there["id"])
    assert found.url.endswith(there["id"])


@pytest.mark.parametrize("fault", ["refuse-500", "refuse-502", "drop"])
def test_what_was_never_accepted_is_unknown_at_first_and_then_not_found(desk: Any, fault: str) -> None:
    since = desk.ago
    desk.fault("article.create", fault)
    with pytest.raises(OutcomeUnknown):
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access) is None


def test_find_asks_for_the_token_in_the_memo_first(desk: Any) -> None:
    since = desk.ago
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    found = desk.adapter.find(KEY, desk.parcel(), since, desk.access)
    assert (found.state, found.handle) == (Remote.PROCESSING, made.handle)
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access).state is Remote.LIVE


def test_an_older_article_of_the_same_title_is_not_taken_for_ours(desk: Any) -> None:
    older = desk.live()
    desk.stage.articles[older.remote_id].created -= 3600
    assert desk.adapter.find(KEY, desk.parcel(), desk.ago, desk.access) is None


def test_an_article_that_another_delivery_holds_is_not_taken(desk: Any) -> None:
    since = desk.ago
    desk.access.receipts.add(desk.live().remote_id)
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access) is None


def test_of_two_articles_with_one_title_the_one_that_bears_the_key_is_ours(desk: Any) -> None:
    since = desk.ago
    ours = desk.live()
    desk.live(desk.parcel(key=f"{KEY}-2"))
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access).remote_id == ours.remote_id


def test_another_item_s_article_of_the_same_title_is_not_ours_though_it_is_the_only_one(desk: Any) -> None:
    since = desk.ago
    desk.live(desk.parcel(key=f"{KEY}-2"))
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access) is None


def test_the_only_candidate_is_ours_even_when_zalo_has_swallowed_the_address(desk: Any) -> None:
    since = desk.ago
    ours = desk.live()
    desk.stage.articles[ours.remote_id].told["body"] = [{"type": "text", "content": "Nội dung."}]
    found = desk.adapter.find(KEY, desk.parcel(), since, desk.access)
    assert (found.remote_id, found.evidence["by"]) == (ours.remote_id, "unsaid")


def test_several_that_cannot_be_told_apart_are_in_doubt_never_absent(desk: Any) -> None:
    since = desk.ago
    for live in (desk.live(), desk.live()):
        desk.stage.articles[live.remote_id].told["body"] = [{"type": "text", "content": "Nội dung."}]
    with pytest.raises(Unavailable) as doubt:
        desk.adapter.find(KEY, desk.parcel(), since, desk.access)
    assert len(doubt.value.evidence["ids"]) == 2


def test_of_two_that_bear_the_key_the_first_shown_is_ours_and_the_other_is_named(desk: Any) -> None:
    since = desk.ago
    first, second = desk.live(), desk.live()
    found = desk.adapter.find(KEY, desk.parcel(), since, desk.access)
    assert (found.remote_id, found.evidence["also"]) == (first.remote_id, [second.remote_id])
    desk.stage.articles[first.remote_id].told["status"] = "hide"
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access).remote_id == second.remote_id


def test_one_that_bears_the_key_goes_before_an_earlier_one_that_does_not_say(desk: Any) -> None:
    since = desk.ago
    silent, ours = desk.live(), desk.live()
    desk.stage.articles[silent.remote_id].told["body"] = [{"type": "text", "content": "Nội dung."}]
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access).remote_id == ours.remote_id


def test_an_article_without_an_address_of_its_own_is_found_by_title_and_date(desk: Any) -> None:
    since = desk.ago
    ours = desk.live()
    assert desk.adapter.find(ours.evidence["title"], desk.parcel(), since, desk.access).remote_id == ours.remote_id


def test_what_zalo_turned_down_while_processing_is_found_refused(desk: Any) -> None:
    desk.adapter.publish(desk.parcel(), KEY, desk.access)
    desk.fault("article.verify", "standards")
    assert desk.adapter.find(KEY, desk.parcel(), desk.ago, desk.access).state is Remote.REFUSED


def test_titles_are_compared_as_nfc(desk: Any) -> None:
    since = desk.ago
    ours = desk.live()
    told = desk.stage.articles[ours.remote_id].told
    told["title"] = unicodedata.normalize("NFD", told["title"])
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access).remote_id == ours.remote_id


def test_an_article_of_ours_that_is_hidden_is_reported_never_passed_over(desk: Any) -> None:
    since = desk.ago
    ours = desk.live()
    desk.stage.articles[ours.remote_id].told["status"] = "hide"
    found = desk.adapter.find(KEY, desk.parcel(), since, desk.access)
    assert (found.state, found.remote_id) == (Remote.GONE, ours.remote_id)


def test_find_reads_on_to_the_last_page_even_when_ours_is_listed_there(desk: Any) -> None:
    since = desk.ago
    ours = desk.live()
    for number in range(24):
        desk.live(desk.parcel(title=f"Tin số {number}"))
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access).remote_id == ours.remote_id


def test_a_list_that_cannot_be_read_proves_no_absence(desk: Any) -> None:
    desk.fault("article.slice", "refuse-500", times=9)
    with pytest.raises(Unavailable):
        desk.adapter.find(KEY, desk.parcel(), desk.ago, desk.access)


# --- revise and retract


def test_a_revision_replaces_the_whole_and_keeps_the_id(desk: Any) -> None:
    live = desk.live()
    revised = desk.adapter.revise(live, desk.parcel(title="Đính chính", text="Đã sửa."), desk.access)
    assert (revised.state, revised.remote_id) == (Remote.PROCESSING, live.remote_id)
    assert revised.handle not in ("", live.handle)
    assert desk.adapter.status(revised, desk.access).state is Remote.PROCESSING
    settled = desk.adapter.status(revised, desk.access)
    assert (settled.state, settled.remote_id, settled.url) == (Remote.LIVE, live.remote_id, live.url)
    (there,) = desk.shown
    assert (there["title"], "Nội dung." in there["text"], there["status"]) == ("Đính chính", False, "show")


def test_an_id_once_known_stays_whatever_verify_says_of_an_update(desk: Any) -> None:
    live = desk.live()
    desk.stage.pending = 0
    revised = desk.adapter.revise(live, desk.parcel(), desk.access)
    desk.stage.tokens[revised.handle][0] = "another"
    settled = desk.adapter.status(revised, desk.access)
    assert (settled.remote_id, settled.evidence["verified"]) == (live.remote_id, "another")


def test_a_verify_that_gives_no_id_is_asked_again_and_the_token_is_never_taken_for_one(desk: Any) -> None:
    desk.stage.pending = 0
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    desk.stage.tokens[made.handle][0] = ""
    with pytest.raises(Unavailable):
        desk.adapter.status(made, desk.access)


def test_a_revision_whose_answer_was_lost_may_be_sent_again(desk: Any) -> None:
    live = desk.live()
    desk.fault("article.update", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        desk.adapter.revise(live, desk.parcel(text="Đã sửa."), desk.access)
    assert desk.adapter.revise(live, desk.parcel(text="Đã sửa."), desk.access).state is Remote.PROCESSING
    assert len(desk.stage.objects()) == 1


def test_a_retracted_article_is_gone_and_retracting_twice_is_no_error(desk: Any) -> None:
    live = desk.live()
    assert desk.adapter.retract(live, desk.access).state is Remote.GONE
    assert desk.shown == []
    again = desk.adapter.retract(live, desk.access)
    assert (again.state, again.evidence["already"]["code"]) == (Remote.GONE, -201)


def test_a_removal_that_zalo_refuses_while_the_article_stands_is_not_done(desk: Any) -> None:
    live = desk.live()
    desk.fault("article.remove", "standards")
    with pytest.raises(Refused):
        desk.adapter.retract(live, desk.access)
    assert len(desk.shown) == 1


def test_a_removal_whose_answer_was_lost_is_unknown_and_repeats_safely(desk: Any) -> None:
    live = desk.live()
    desk.fault("article.remove", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        desk.adapter.retract(live, desk.access)
    assert desk.adapter.retract(live, desk.access).state is Remote.GONE


def test_an_article_still_processed_is_retracted_once_it_has_an_id(desk: Any) -> None:
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    with pytest.raises(Unavailable):
        desk.adapter.retract(made, desk.access)
    assert desk.adapter.retract(made, desk.access).state is Remote.GONE
    assert desk.shown == []


def test_a_receipt_that_names_nothing_is_our_mistake(desk: Any) -> None:
    with pytest.raises(Unsupported):
        desk.adapter.retract(Receipt(Remote.LIVE), desk.access)


# --- limits


def test_too_many_calls_wait_for_the_next_minute_and_make_no_article(desk: Any) -> None:
    desk.fault("article.create", "throttle")
    with pytest.raises(Throttled) as throttled:
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert timedelta(0) < throttled.value.after <= timedelta(seconds=61)
    assert desk.stage.objects() == []
