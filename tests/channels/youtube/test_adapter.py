"""The YouTube channel against a stand-in over real HTTP: told once, found again, changed, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable, Unsupported
from channels.youtube.adapter import YouTube
from channels.youtube.quota import pool_of
from channels.youtube.sandbox import CLIENT_ID, PLAYLIST_ID
from tests.channels.youtube.conftest import COVER, KEY, PART, Bench, film_of_parts, told
from tests.support.access import blob_of

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_a_large_film_goes_up_in_parts_with_its_thumbnail_and_playlist_and_becomes_live(bench: Bench) -> None:
    film = film_of_parts(80.3)  # 20 MiB and a bit
    bench.access.settings["playlist_id"] = PLAYLIST_ID
    receipt = YouTube(chunk=16 * PART).publish(told(film, COVER), KEY, bench.access)

    assert receipt.state is Remote.PROCESSING
    assert receipt.url == f"https://www.youtube.com/watch?v={receipt.remote_id}"
    assert receipt.todo is None
    (there,) = bench.platform.objects()
    assert there["id"] == receipt.remote_id
    assert (there["film"], there["size"]) == (film.sha256, film.size)
    assert there["thumbnail"] == COVER.sha256
    assert there["playlists"] == [PLAYLIST_ID]
    assert there["title"] == "Hội nghị cải cách hành chính"
    assert there["tags"] == ["Bộ Nội vụ", "cải cách hành chính"]
    assert len(bench.platform.uploads.received) == 6

    assert bench.adapter.status(receipt, bench.access).state is Remote.PROCESSING
    live = bench.adapter.status(receipt, bench.access)
    assert live.state is Remote.LIVE
    assert live.evidence["thumbnail"] == COVER.sha256
    assert bench.platform.frowns == []


def test_the_platform_is_told_what_the_law_and_the_channel_need(bench: Bench) -> None:
    bench.access.settings["privacy"] = "private"
    bench.adapter.publish(told(film_of_parts(1), synthetic="assisted"), KEY, bench.access)
    video = bench.platform.videos[0]
    assert video.status["privacyStatus"] == "private"
    assert video.status["selfDeclaredMadeForKids"] is False
    assert video.status["containsSyntheticMedia"] is True
    assert video.snippet["defaultLanguage"] == video.snippet["defaultAudioLanguage"] == "vi"
    assert video.snippet["categoryId"] == "25"
    assert bench.platform.wall()[0].state == "hidden"
    assert bench.platform.frowns == []  # an omitted privacy and a secret in an address are frowned at


def test_without_a_film_there_is_nothing_to_publish(bench: Bench) -> None:
    parcel = told(film_of_parts(1))
    with pytest.raises(Unsupported):
        bench.adapter.publish(replace(parcel, rendition=replace(parcel.rendition, film=None)), KEY, bench.access)
    with pytest.raises(Unsupported):
        bench.adapter.publish(replace(parcel, blobs={}), KEY, bench.access)
    with pytest.raises(Refused):
        bench.adapter.publish(told(blob_of(b"", "video/mp4")), KEY, bench.access)
    assert bench.platform.spent == {}


def test_a_privacy_that_does_not_exist_is_never_sent(bench: Bench) -> None:
    bench.access.settings["privacy"] = ""
    with pytest.raises(Unsupported):
        bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    assert not bench.adapter.check(bench.access).ok
    assert bench.platform.uploads.sessions == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "x" * 101}, "title"),
        ({"title": "a <b>"}, "title"),
        ({"text": "x" * 5001}, "description"),
        ({"tags": ("x" * 501,)}, "tags"),
    ],
)
def test_content_that_is_not_accepted_is_refused_with_the_field_named(
    bench: Bench, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        bench.adapter.publish(told(film_of_parts(1), **changes), KEY, bench.access)
    assert field in caught.value.say.en
    assert caught.value.evidence["reason"].startswith("invalid")
    assert bench.platform.objects() == []


def test_a_lost_last_answer_is_unknown_and_the_finished_video_is_found_not_sent_again(bench: Bench) -> None:
    parcel = told(film_of_parts(3), COVER)
    bench.order_at(2 * PART, "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(parcel, KEY, bench.access)
    found = bench.adapter.find(KEY, parcel, bench.access.now(), bench.access)
    assert isinstance(found, Receipt)
    assert found.remote_id == bench.platform.videos[0].id == bench.memo.value["video_id"]
    assert found.state is Remote.PROCESSING
    assert found.todo is not None, "the thumbnail was never set, and somebody must hear of it"
    assert found.mend, "or better: the scheduler has it put on"
    mended = bench.adapter.revise(found, parcel, bench.access)
    assert (mended.todo, mended.mend) == (None, False)
    (there,) = bench.platform.objects()
    assert there["thumbnail"] == COVER.sha256


@pytest.mark.parametrize("fault", ["accept-then-500", "accept-then-502", "accept-then-truncate", "accept-then-hang"])
def test_a_last_answer_that_cannot_be_read_is_unknown_and_publishing_again_takes_the_video(
    bench: Bench, fault: str
) -> None:
    parcel = told(film_of_parts(2), COVER)
    bench.order_at(PART, fault)
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(parcel, KEY, bench.access)
    receipt = bench.adapter.publish(parcel, KEY, bench.access)
    assert receipt.todo is None
    (there,) = bench.platform.objects()
    assert (there["id"], there["thumbnail"]) == (receipt.remote_id, COVER.sha256)
    assert bench.platform.frowns == []


@pytest.mark.parametrize("fault", ["drop", "accept-then-drop"])
def test_a_connection_lost_in_the_middle_is_unfinished_and_goes_on_where_it_stood(bench: Bench, fault: str) -> None:
    parcel = told(film_of_parts(5))
    bench.order_at(2 * PART, fault)
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(parcel, KEY, bench.access)
    found = bench.adapter.find(KEY, parcel, bench.access.now(), bench.access)
    assert not isinstance(found, Receipt)
    assert found is not None
    at = found.evidence["confirmed"]
    assert at == (2 if fault == "drop" else 3) * PART

    before = len(bench.platform.uploads.received)
    bench.adapter.publish(parcel, KEY, bench.access)
    again = bench.platform.uploads.received[before:]
    assert again[0][0] == at
    assert sum(count for _, count in again) == 5 * PART - at
    (there,) = bench.platform.objects()
    assert there["film"] == parcel.rendition.film.sha256  # type: ignore[union-attr]
    assert bench.platform.spent["videos.insert"] == 1


@pytest.mark.parametrize(
    ("fault", "error"), [("refuse-500", Unavailable), ("refuse-502", Unavailable), ("rate", Throttled)]
)
def test_a_part_in_the_middle_that_is_turned_away_is_surely_no_video(
    bench: Bench, fault: str, error: type[Exception]
) -> None:
    parcel = told(film_of_parts(4))
    bench.order_at(PART, fault)
    with pytest.raises(error):
        bench.adapter.publish(parcel, KEY, bench.access)
    bench.adapter.publish(parcel, KEY, bench.access)
    assert [first // PART for first, _ in bench.platform.uploads.received] == [0, 1, 2, 3]
    assert len(bench.platform.objects()) == 1


def test_a_successor_that_has_only_the_memo_finishes_the_upload(bench: Bench) -> None:
    parcel = told(film_of_parts(4))

    class Killed(BaseException):
        pass

    def kill(value: dict[str, object]) -> None:
        if value.get("confirmed") == 2 * PART:
            raise Killed

    bench.memo.seen = kill
    with pytest.raises(Killed):
        bench.adapter.publish(parcel, KEY, bench.access)
    successor = bench.another_process()
    receipt = YouTube(chunk=PART).publish(parcel, KEY, successor)
    assert [first // PART for first, _ in bench.platform.uploads.received] == [0, 1, 2, 3]
    assert [there["id"] for there in bench.platform.objects()] == [receipt.remote_id]


def test_a_session_that_is_gone_is_looked_for_first_and_then_begun_anew(bench: Bench) -> None:
    parcel = told(film_of_parts(3))
    bench.order_at(PART, "session-gone")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(parcel, KEY, bench.access)
    assert bench.memo.value["lost"] is True
    assert bench.adapter.find(KEY, parcel, bench.access.now(), bench.access) is None
    receipt = bench.adapter.publish(parcel, KEY, bench.access)
    assert [there["id"] for there in bench.platform.objects()] == [receipt.remote_id]


def test_a_session_that_went_while_nobody_looked_is_unknown_too(bench: Bench) -> None:
    parcel = told(film_of_parts(3))
    bench.order_at(PART, "drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(parcel, KEY, bench.access)
    bench.platform.uploads.sessions.clear()
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(parcel, KEY, bench.access)
    assert bench.memo.value["lost"] is True


def test_other_words_than_the_session_was_begun_with_begin_a_session_of_their_own(bench: Bench) -> None:
    film = film_of_parts(3)
    bench.order_at(PART, "drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(told(film), KEY, bench.access)
    bench.adapter.publish(told(film, title="Tiêu đề đã duyệt lại"), KEY, bench.access)
    assert [there["title"] for there in bench.platform.objects()] == ["Tiêu đề đã duyệt lại"]


def test_a_video_finished_under_older_words_gets_the_approved_ones(bench: Bench) -> None:
    film = film_of_parts(2)
    bench.order_at(PART, "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(told(film), KEY, bench.access)
    bench.adapter.publish(told(film, title="Tiêu đề đã duyệt lại"), KEY, bench.access)
    assert [there["title"] for there in bench.platform.objects()] == ["Tiêu đề đã duyệt lại"]


def test_a_video_that_youtube_rejects_is_refused_with_its_reason(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.order("videos.list", "reject")
    seen = bench.adapter.status(receipt, bench.access)
    assert seen.state is Remote.REFUSED
    assert seen.evidence["reason"] == "copyright"


def test_a_revision_changes_the_words_and_keeps_what_was_set_by_hand(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1), COVER), KEY, bench.access)
    video = bench.platform.videos[0]
    video.snippet["categoryId"] = "27"
    video.status |= {"privacyStatus": "unlisted", "embeddable": False}
    new_cover = blob_of(b"\xff\xd8\xff another", "image/jpeg")
    parcel = told(film_of_parts(1), new_cover, title="Đính chính", tags=("một",))

    revised = bench.adapter.revise(receipt, parcel, bench.access)
    assert revised.state is Remote.LIVE
    assert revised.remote_id == receipt.remote_id
    assert revised.todo is None
    assert (video.snippet["title"], video.snippet["tags"], video.snippet["categoryId"]) == ("Đính chính", ["một"], "27")
    assert video.snippet["defaultLanguage"] == "vi"
    assert (video.status["privacyStatus"], video.status["embeddable"]) == ("unlisted", False)
    assert revised.evidence["thumbnail"] == new_cover.sha256 == bench.platform.objects()[0]["thumbnail"]

    spent = bench.platform.spent["units"]
    bench.adapter.revise(revised, parcel, bench.access)
    assert bench.platform.spent["units"] == spent + 1 + 50, "the same thumbnail is not set again"
    assert bench.platform.frowns == []


def test_a_revision_with_another_film_says_what_a_person_must_do(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    revised = bench.adapter.revise(receipt, told(film_of_parts(2)), bench.access)
    assert revised.todo is not None
    assert "film" in revised.todo.en


def test_a_revision_without_an_answer_is_unknown(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    for fault in ("accept-then-drop", "refuse-500"):
        bench.order("videos.update", fault)
        with pytest.raises(OutcomeUnknown):
            bench.adapter.revise(receipt, told(film_of_parts(1)), bench.access)
    bench.order("videos.list", "drop", times=3)
    with pytest.raises(Unavailable):
        bench.adapter.revise(receipt, told(film_of_parts(1)), bench.access)


def test_a_withdrawn_video_is_gone_and_withdrawing_it_twice_is_well(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    assert bench.adapter.retract(receipt, bench.access).state is Remote.GONE
    gone = bench.adapter.retract(receipt, bench.access)
    assert gone.state is Remote.GONE
    assert bench.adapter.status(gone, bench.access).state is Remote.GONE
    assert [there["live"] for there in bench.platform.objects()] == [False]
    with pytest.raises(Refused):
        bench.adapter.revise(receipt, told(film_of_parts(1)), bench.access)


def test_a_revoked_token_breaks_the_account_and_a_check_says_so(bench: Bench) -> None:
    bench.order("token", "invalid-grant", times=2)
    with pytest.raises(AccountBroken) as caught:
        bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    assert caught.value.evidence["reason"] == "invalid_grant"
    assert "kết nối lại" in caught.value.say.vi
    health = bench.adapter.check(bench.access)
    assert not health.ok
    assert health.say is not None
    assert bench.adapter.check(bench.access).ok


def test_a_healthy_account_says_which_channel_it_is(bench: Bench) -> None:
    health = bench.adapter.check(bench.access)
    assert (health.ok, health.name, health.missing) == (True, "Bộ Nội vụ (sandbox)", ())


def test_a_token_that_ends_in_the_middle_is_renewed_once_and_the_upload_goes_on(bench: Bench) -> None:
    bench.order_at(PART, "token")
    bench.adapter.publish(told(film_of_parts(3)), KEY, bench.access)
    assert len(bench.platform.tokens) == 2
    assert len(bench.platform.objects()) == 1
    bench.order("channels.list", "token", times=2)
    assert not bench.adapter.check(bench.access).ok


def test_the_quota_is_reserved_before_a_session_is_begun(bench: Bench) -> None:
    bench.access.meter.spent[pool_of(CLIENT_ID), "videos.insert"] = 90
    with pytest.raises(Throttled):
        bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    assert bench.platform.spent == {}


def test_a_quota_that_the_platform_says_is_spent_waits_for_its_midnight(bench: Bench) -> None:
    bench.platform.limits["videos.insert"] = 0
    with pytest.raises(Throttled) as caught:
        bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    assert caught.value.after is not None
    assert timedelta(0) < caught.value.after <= timedelta(hours=25)


@pytest.mark.parametrize("fault", ["accept-then-drop", "refuse-500", "accept-then-502"])
def test_a_session_whose_beginning_got_no_answer_is_no_video(bench: Bench, fault: str) -> None:
    bench.order("videos.start", fault)
    with pytest.raises(Unavailable):
        bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    assert len(bench.platform.objects()) == 1


def test_no_secret_reaches_an_address_an_error_or_an_account_of_what_happened(bench: Bench) -> None:
    bench.order_at(PART, "drop")
    with pytest.raises(OutcomeUnknown) as caught:
        bench.adapter.publish(told(film_of_parts(2)), KEY, bench.access)
    session = bench.memo.value["session"].partition("upload_id=")[2]
    receipt = bench.adapter.publish(told(film_of_parts(2)), KEY, bench.access)
    for shown in (str(caught.value), repr(caught.value.evidence), repr(receipt)):
        assert session not in shown
        assert "ya29" not in shown
    assert bench.platform.frowns == []
