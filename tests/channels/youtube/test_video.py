"""What a video says, in which languages, and when it may be seen: sent, merged, read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.channel import Remote
from channels.errors import OutcomeUnknown
from channels.youtube.video import described, merged, parts_of, scheduled, state_of
from formatters.rendition import Localisation
from tests.channels.youtube.conftest import KEY, PART, Bench, account, film_of_parts, told

NOW = datetime(2026, 11, 24, 2, 0, 0, tzinfo=UTC)
ENGLISH = Localisation("en", "Conference", "The ministry holds a conference.")
FILM = film_of_parts(1)


def settings(**changes: object) -> dict[str, Any]:
    return {"privacy": "public", "public_after_minutes": 0, "category_id": "25", **changes}


def current(**status: object) -> dict[str, Any]:
    snippet = {"title": "Cũ", "description": "Cũ", "tags": ["cũ"], "categoryId": "27"}
    return {"id": "v", "snippet": snippet, "status": {"privacyStatus": "public", **status}}


@pytest.mark.parametrize("privacy", ["public", "unlisted", "private"])
def test_privacy_is_always_sent(privacy: str) -> None:
    body = described(told(FILM).rendition, settings(privacy=privacy))
    assert body["status"]["privacyStatus"] == privacy
    assert "status" in parts_of(body)


@pytest.mark.parametrize(("synthetic", "said"), [("none", False), ("assisted", True), ("generated", True)])
def test_what_ai_made_is_labelled_also_when_that_changes_later(bench: Bench, synthetic: str, said: bool) -> None:
    receipt = bench.adapter.publish(told(FILM, synthetic=synthetic), KEY, bench.access)
    (there,) = bench.platform.objects()
    assert there["containsSyntheticMedia"] is said
    other = "none" if said else "generated"
    bench.adapter.revise(receipt, told(FILM, synthetic=other), bench.access)
    (there,) = bench.platform.objects()
    assert there["containsSyntheticMedia"] is not said


def test_further_languages_go_with_it_and_the_language_of_the_first_is_named(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(FILM, localisations=(ENGLISH,)), KEY, bench.access)
    (there,) = bench.platform.objects()
    assert there["localizations"] == {"en": {"title": ENGLISH.title, "description": ENGLISH.text}}
    assert there["language"] == "vi"
    assert receipt.evidence["localised"] == ["en"]
    assert bench.platform.frowns == []


def test_a_blank_title_in_another_language_is_never_sent() -> None:
    blank = Localisation("fr", "  ", "…")
    body = described(told(FILM, localisations=(blank, ENGLISH)).rendition, settings())
    assert list(body["localizations"]) == ["en"]
    assert "localizations" not in described(told(FILM, localisations=(blank,)).rendition, settings())
    own = Localisation("vi", "Hội nghị", "…")
    assert "localizations" not in described(told(FILM, localisations=(own,)).rendition, settings())


def test_languages_put_in_by_hand_stay_ours_follow_and_one_that_is_told_no_more_goes(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(FILM, localisations=(ENGLISH,)), KEY, bench.access)
    video = bench.platform.videos[0]
    by_hand = {"title": "Conférence", "description": ""}
    video.localizations = {**video.localizations, "fr": by_hand, "vi": {"title": "Cũ", "description": "Cũ"}}

    corrected = Localisation("en", "Conference (corrected)", "…")
    revised = bench.adapter.revise(receipt, told(FILM, title="Mới", localisations=(corrected,)), bench.access)
    assert video.localizations["en"]["title"] == "Conference (corrected)"
    assert video.localizations["fr"] == by_hand
    assert video.localizations["vi"]["title"] == "Mới", "the first language among them must not keep the old title"

    bench.adapter.revise(revised, told(FILM), bench.access)
    assert sorted(video.localizations) == ["fr", "vi"]
    assert bench.platform.frowns == []


def test_a_video_without_further_languages_is_changed_without_naming_them() -> None:
    assert parts_of(merged(current(), told(FILM).rendition, settings(), NOW)) == "snippet,status"


def test_public_later_is_private_until_then() -> None:
    body = scheduled(described(told(FILM).rendition, settings()), settings(public_after_minutes=30), NOW)
    assert body["status"]["privacyStatus"] == "private"
    at = datetime.fromisoformat(body["status"]["publishAt"])
    assert timedelta(minutes=30) <= at - NOW <= timedelta(minutes=30, seconds=1)


@pytest.mark.parametrize(("privacy", "minutes"), [("public", 0), ("private", 30), ("unlisted", 30)])
def test_no_time_is_sent_where_none_was_wanted(privacy: str, minutes: int) -> None:
    given = settings(privacy=privacy, public_after_minutes=minutes)
    assert "publishAt" not in scheduled(described(told(FILM).rendition, given), given, NOW)["status"]


@pytest.mark.parametrize("seconds", [-3600, -1, 0, 59])
def test_a_time_that_is_not_a_minute_ahead_is_never_sent_it_is_public_then(seconds: int) -> None:
    due = current(privacyStatus="private", publishAt=(NOW + timedelta(seconds=seconds)).isoformat())
    status = merged(due, told(FILM).rendition, settings(), NOW)["status"]
    assert status["privacyStatus"] == "public"
    assert "publishAt" not in status


def test_a_time_that_is_ahead_is_sent_again_with_private() -> None:
    at = (NOW + timedelta(seconds=60)).isoformat()
    ahead = current(privacyStatus="private", publishAt=at)
    status = merged(ahead, told(FILM).rendition, settings(), NOW)["status"]
    assert (status["privacyStatus"], status["publishAt"]) == ("private", at)


def test_a_video_that_is_to_be_public_later_is_processing_until_it_is(bench: Bench) -> None:
    access = account(bench.server, public_after_minutes=10)
    bench.platform.clock = lambda: access.now().timestamp()
    receipt = bench.adapter.publish(told(FILM), KEY, access)
    for _ in range(3):
        receipt = bench.adapter.status(receipt, access)
        assert receipt.state is Remote.PROCESSING
    assert bench.platform.objects()[0]["privacy"] == "private"
    assert receipt.evidence["upload"] == "processed"

    bench.platform.videos[0].status.pop("publishAt")  # not told any more, and not public either
    assert bench.adapter.status(receipt, access).state is Remote.PROCESSING
    bench.platform.videos[0].status["publishAt"] = receipt.evidence["publish_at"]
    access.later = timedelta(minutes=10, seconds=1)
    live = bench.adapter.status(receipt, access)
    assert (live.state, bench.platform.objects()[0]["privacy"]) == (Remote.LIVE, "public")
    assert bench.platform.frowns == []


def test_a_correction_before_its_time_keeps_the_time(bench: Bench) -> None:
    access = account(bench.server, public_after_minutes=10)
    receipt = bench.adapter.publish(told(FILM), KEY, access)
    at = bench.platform.objects()[0]["publish_at"]
    bench.adapter.revise(receipt, told(FILM, title="Đính chính"), access)
    (there,) = bench.platform.objects()
    assert (there["title"], there["privacy"], there["publish_at"]) == ("Đính chính", "private", at)


def test_a_session_that_is_resumed_keeps_the_time_that_it_was_begun_with(bench: Bench) -> None:
    access = account(bench.server, public_after_minutes=10)
    bench.access = access
    bench.order_at(PART, "drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(told(film_of_parts(3)), KEY, access)
    at = access.memo.value["publish_at"]
    access.later = timedelta(minutes=5)
    receipt = bench.adapter.publish(told(film_of_parts(3)), KEY, access)
    assert receipt.evidence["publish_at"] == at == bench.platform.objects()[0]["publish_at"]
    assert bench.platform.uploads.opened == {"videos.insert": 1}


def test_one_made_private_by_hand_while_it_is_processed_is_told_to_a_person(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(FILM), KEY, bench.access)
    bench.order("videos.list", "private-by-hand")
    bench.adapter.status(receipt, bench.access)
    live = bench.adapter.status(receipt, bench.access)
    assert live.state is Remote.LIVE
    assert live.todo is not None
    assert "private" in live.todo.en


@pytest.mark.parametrize(
    ("video", "state"),
    [
        ({}, Remote.PROCESSING),
        ({"status": {"uploadStatus": "uploaded"}}, Remote.PROCESSING),
        ({"status": {"uploadStatus": "processed"}}, Remote.LIVE),
        ({"status": {"uploadStatus": "processed", "privacyStatus": "private"}}, Remote.LIVE),
        ({"status": {"uploadStatus": "deleted"}}, Remote.GONE),
        ({"status": {"uploadStatus": "rejected"}}, Remote.REFUSED),
        ({"status": {"uploadStatus": "uploaded"}, "processingDetails": {"processingStatus": "failed"}}, Remote.REFUSED),
        (
            {"status": {"uploadStatus": "processed"}, "processingDetails": {"processingStatus": "terminated"}},
            Remote.LIVE,
        ),
        ({"status": "?", "processingDetails": None}, Remote.PROCESSING),
    ],
)
def test_what_is_said_of_a_video_is_read_as_our_states(video: dict[str, Any], state: Remote) -> None:
    assert state_of(video) is state
