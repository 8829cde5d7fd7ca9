"""The stand-in's videos: processed, published in time, changed whole part by whole part, dressed, deleted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from PIL import Image

from channels.youtube.sandbox.faults import FAILED, REJECTED
from tests.channels.youtube.caller import SNIPPET, START, STATUS, Caller, calling, reason

IN_AN_HOUR = "2026-11-18T13:06:40+01:00"  # START is 11:06:40 UTC


@pytest.fixture
def caller() -> Iterator[Caller]:
    with calling() as caller:
        yield caller


def picture(width: int = 1280, height: int = 720, kind: str = "JPEG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#8b1a1a").save(made, kind)
    return made.getvalue()


def thumb(caller: Caller, video: str, data: bytes, mime: str = "image/jpeg", more: str = "") -> requests.Response:
    path = f"/upload/youtube/v3/thumbnails/set?videoId={video}{more or '&uploadType=media'}"
    return caller.call("POST", path, data, Content_Type=mime)


def test_a_video_shows_the_parts_that_are_asked_for_and_no_other(caller: Caller) -> None:
    recorded = {"recordingDate": "2026-11-17T00:00:00Z"}
    words = {"en": {"title": "Conference", "description": "About it"}}
    video = caller.publish(more={"localizations": words, "recordingDetails": recorded})
    assert set(caller.look(video, "id")) == {"kind", "etag", "id"}
    every = "id,snippet,status,localizations,processingDetails,fileDetails,contentDetails,recordingDetails"
    found = caller.look(video, every)
    assert set(found) == {"kind", "etag", *every.split(",")}
    assert found["snippet"]["localized"] == {"title": "Hội nghị", "description": "Mô tả"}
    assert found["snippet"]["publishedAt"] == "2026-11-18T11:06:40Z"
    assert found["fileDetails"] == {"fileName": "unknown", "fileSize": "4", "fileType": "video"}
    assert found["contentDetails"]["caption"] == "false"
    assert (found["recordingDetails"], found["localizations"]) == (recorded, words)
    assert (caller.video["localizations"], caller.video["recorded"]) == (words, recorded["recordingDate"])
    assert (caller.video["containsSyntheticMedia"], caller.video["made_for_kids"]) == (None, False)
    assert caller.video["notified"]


def test_at_most_fifty_ids_and_at_least_one_are_asked_for(caller: Caller) -> None:
    assert reason(caller.call("GET", "/youtube/v3/videos?part=id")) == (400, "missingRequiredParameter")
    assert reason(caller.call("GET", "/youtube/v3/videos?id=x")) == (400, "required")
    assert reason(caller.call("GET", "/youtube/v3/videos?part=snippets&id=x")) == (400, "unknownPart")
    many = ",".join(str(number) for number in range(51))
    assert reason(caller.call("GET", f"/youtube/v3/videos?part=id&id={many}")) == (400, "invalidFilters")
    assert caller.call("GET", "/youtube/v3/videos?part=id&id=x").json()["items"] == []


def test_processing_takes_looks_and_time_and_tells_its_progress_in_words(caller: Caller) -> None:
    caller.switch("polls=2")
    caller.switch("processing_seconds=90")
    video = caller.publish()
    first = caller.look(video)
    assert first["status"]["uploadStatus"] == "uploaded"
    assert first["processingDetails"]["processingStatus"] == "processing"
    assert all(isinstance(value, str) for value in first["processingDetails"]["processingProgress"].values())
    caller.look(video)
    assert caller.look(video)["status"]["uploadStatus"] == "uploaded"
    assert not caller.video["public"]
    caller.now += 90
    last = caller.look(video)
    assert last["status"]["uploadStatus"] == "processed"
    assert last["processingDetails"]["processingStatus"] == "succeeded"


def test_processing_may_end_badly(caller: Caller) -> None:
    for number, (destiny, name) in enumerate(
        [("failed:codec", "failureReason"), ("rejected:claim", "rejectionReason")]
    ):
        caller.switch(f"destiny={destiny}")
        video = caller.publish(bytes([number]))
        caller.look(video)
        status = caller.look(video)["status"]
        assert f"{status['uploadStatus']}:{status[name]}" == destiny


@pytest.mark.parametrize(
    "fault", [*(f"fail:{name}" for name in FAILED), *(f"reject:{name}" for name in REJECTED), "reject"]
)
def test_every_bad_end_can_be_ordered(caller: Caller, fault: str) -> None:
    video = caller.publish()
    caller.order("videos.list", fault)
    status = caller.look(video)["status"]
    verb, _, why = fault.partition(":")
    key = "failureReason" if verb == "fail" else "rejectionReason"
    assert (status["uploadStatus"], status[key]) == ({"fail": "failed"}.get(verb, "rejected"), why or "copyright")


def test_a_video_becomes_public_when_its_time_comes(caller: Caller) -> None:
    video = caller.publish(status={**STATUS, "publishAt": IN_AN_HOUR})
    assert (caller.video["privacy"], caller.video["publish_at"]) == ("private", IN_AN_HOUR)
    assert caller.platform.wall()[0].state == "hidden"
    caller.now += 3599
    assert caller.look(video)["status"]["privacyStatus"] == "private"
    caller.now += 1
    caller.connect()
    found = caller.look(video)
    assert found["status"]["privacyStatus"] == "public"
    assert "publishAt" not in found["status"]
    assert found["snippet"]["publishedAt"] == "2026-11-18T12:06:40Z"
    assert caller.platform.wall()[0].state == "live"


def test_a_time_that_is_past_publishes_at_once(caller: Caller) -> None:
    caller.publish(status={**STATUS, "publishAt": "2026-11-18T00:00:00Z"})
    assert caller.video["privacy"] == "public"
    assert "a publishAt in the past" in caller.platform.frowns[0]


def test_a_time_is_only_for_what_was_never_public_and_is_private(caller: Caller) -> None:
    video = caller.publish(status={**STATUS, "privacyStatus": "public"})
    later = {"id": video, "status": {**STATUS, "publishAt": IN_AN_HOUR}}
    assert reason(caller.update(later)) == (400, "invalidPublishAt")
    other = caller.publish(b"other")
    assert caller.update({**later, "id": other}).status_code == 200
    without = {"selfDeclaredMadeForKids": False, "publishAt": IN_AN_HOUR}
    assert reason(caller.update({"id": other, "status": without})) == (400, "invalidPublishAt")


@pytest.mark.parametrize("privacy", ["public", "private"])
def test_a_privacy_left_out_is_the_default_of_the_account(caller: Caller, privacy: str) -> None:
    caller.switch(f"default_privacy={privacy}")
    caller.publish(status={"selfDeclaredMadeForKids": False})
    assert caller.video["privacy"] == privacy
    assert "without privacyStatus" in caller.platform.frowns[0]


def test_an_update_replaces_the_parts_it_names_and_leaves_the_others(caller: Caller) -> None:
    words = {"en": {"title": "Conference"}}
    status = {**STATUS, "embeddable": False, "license": "creativeCommon", "containsSyntheticMedia": True}
    video = caller.publish(status=status, more={"localizations": words})
    short = {"title": "Chỉ tiêu đề", "categoryId": "25", "defaultLanguage": "vi"}
    assert caller.update({"id": video, "snippet": short}).status_code == 200
    assert (caller.video["title"], caller.video["text"], caller.video["tags"]) == ("Chỉ tiêu đề", "", [])
    assert (caller.video["privacy"], caller.video["synthetic"]) == ("private", True)
    assert caller.video["localizations"] == words

    assert caller.update({"id": video, "status": STATUS}).status_code == 200
    found = caller.look(video, "status")["status"]
    assert (found["embeddable"], found["license"], "containsSyntheticMedia" in found) == (True, "youtube", False)
    assert caller.update({"id": video, "localizations": {}}).status_code == 200
    assert caller.video["localizations"] == {}
    assert caller.platform.wall()[0].title == "Chỉ tiêu đề"


def test_an_update_without_a_privacy_makes_it_public_and_is_frowned_at(caller: Caller) -> None:
    video = caller.publish()
    assert caller.update({"id": video, "status": {"embeddable": True}}).status_code == 200
    assert caller.video["privacy"] == "public"
    assert "without privacyStatus" in caller.platform.frowns[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"snippet": {"categoryId": "25"}}, "invalidTitle"),
        ({"snippet": {"title": "x"}}, "invalidVideoMetadata"),
        ({"localizations": {"en": {"title": ""}}}, "invalidVideoMetadata"),
        (
            {"snippet": {**SNIPPET, "defaultLanguage": None}, "localizations": {"en": {"title": "x"}}},
            "defaultLanguageNotSet",
        ),
        ({"snippet": {**SNIPPET, "title": "new"}, "status": {"privacyStatus": "x"}}, "invalidVideoMetadata"),
    ],
)
def test_an_update_that_is_refused_changes_nothing(caller: Caller, body: dict[str, Any], expected: str) -> None:
    video = caller.publish()
    before = caller.look(video)
    assert reason(caller.update({"id": video, **body})) == (400, expected)
    assert caller.look(video)["snippet"] == before["snippet"]
    assert not caller.video["edited"]


def test_an_update_may_ask_that_nothing_has_changed_since(caller: Caller) -> None:
    video = caller.publish()
    caller.look(video)
    etag = caller.look(video)["etag"]
    changed = {"id": video, "snippet": {**SNIPPET, "title": "Đính chính"}}
    assert caller.update(changed, If_Match=etag).status_code == 200
    assert reason(caller.update(changed, If_Match=etag)) == (412, "conditionNotMet")


def test_what_is_read_only_is_not_taken_from_an_update(caller: Caller) -> None:
    video = caller.publish()
    caller.update({"id": video, "snippet": {**caller.look(video)["snippet"], "publishedAt": "2001-01-01T00:00:00Z"}})
    assert caller.look(video)["snippet"]["publishedAt"].startswith("2026-11-18")
    assert caller.platform.frowns == []


def test_a_deleted_video_is_gone_and_deleting_it_again_finds_nothing(caller: Caller) -> None:
    video = caller.publish()
    reply = caller.call("DELETE", f"/youtube/v3/videos?id={video}")
    assert (reply.status_code, reply.content) == (204, b"")
    assert reason(caller.call("DELETE", f"/youtube/v3/videos?id={video}")) == (404, "videoNotFound")
    assert reason(caller.update({"id": video, "snippet": SNIPPET})) == (404, "videoNotFound")
    assert reason(thumb(caller, video, picture())) == (404, "videoNotFound")
    assert caller.look(video) == {}
    assert not caller.video["live"]
    assert caller.platform.wall()[0].state == "removed"


def test_somebody_may_delete_or_hide_a_video_by_hand(caller: Caller) -> None:
    video = caller.publish(status={**STATUS, "privacyStatus": "public"})
    caller.order("videos.list", "private-by-hand")
    assert caller.look(video)["status"]["privacyStatus"] == "private"
    caller.order("videos.list", "deleted-by-hand")
    assert caller.look(video) == {}


def test_a_video_may_be_unseen_for_once(caller: Caller) -> None:
    video = caller.publish()
    caller.order("videos.list", "unseen")
    assert caller.look(video) == {}
    assert caller.look(video)["id"] == video


def test_a_thumbnail_is_set_and_another_takes_its_place(caller: Caller) -> None:
    video, data = caller.publish(), picture()
    reply = thumb(caller, video, data)
    assert reply.json()["kind"] == "youtube#thumbnailSetResponse"
    assert reply.json()["items"][0]["maxres"]["width"] == 1280
    first = caller.video["thumbnail"]
    assert thumb(caller, video, picture(kind="PNG"), "image/png").status_code == 200
    assert caller.video["thumbnail"] not in ("", first)
    assert caller.look(video, "contentDetails")["contentDetails"]["hasCustomThumbnail"] is True
    assert caller.platform.frowns == []


def test_a_thumbnail_may_come_over_a_session(caller: Caller) -> None:
    video, data = caller.publish(), picture()
    path = f"/upload/youtube/v3/thumbnails/set?videoId={video}&uploadType=resumable"
    headers = {"X_Upload_Content_Type": "image/jpeg", "X_Upload_Content_Length": str(len(data))}
    session = caller.call("POST", path, **headers).headers["Location"]
    assert caller.send(session, data).json()["kind"] == "youtube#thumbnailSetResponse"
    assert caller.video["thumbnail"]


@pytest.mark.parametrize(
    ("data", "mime", "expected"),
    [
        (b"GIF89a", "image/gif", (400, "badContent")),
        (b"not a picture", "image/jpeg", (400, "invalidImage")),
        (picture(kind="PNG"), "image/jpeg", (400, "invalidImage")),
        (b"", "image/jpeg", (400, "mediaBodyRequired")),
        (b"\xff\xd8\xff" + bytes(50 * 1024 * 1024), "image/jpeg", (413, "uploadTooLarge")),
    ],
)
def test_a_thumbnail_that_is_none_is_refused(caller: Caller, data: bytes, mime: str, expected: tuple[int, str]) -> None:
    video = caller.publish()
    assert reason(thumb(caller, video, data, mime)) == expected
    assert caller.video["thumbnail"] == ""


@pytest.mark.parametrize(("size", "expected"), [((320, 180), "less than 640"), ((1000, 1000), "not 16:9")])
def test_a_thumbnail_of_a_bad_shape_is_frowned_at(caller: Caller, size: tuple[int, int], expected: str) -> None:
    assert thumb(caller, caller.publish(), picture(*size)).status_code == 200
    assert expected in caller.platform.frowns[0]


def test_a_thumbnail_needs_a_verified_channel_and_patience(caller: Caller) -> None:
    video = caller.publish()
    caller.switch("phone_verified=false")
    assert reason(thumb(caller, video, picture())) == (403, "forbidden")
    caller.switch("phone_verified=true")
    caller.switch("thumbnails_per_hour=1")
    assert thumb(caller, video, picture()).status_code == 200
    assert reason(thumb(caller, video, picture())) == (429, "uploadRateLimitExceeded")
    caller.now = START + 3601
    caller.connect()
    assert thumb(caller, video, picture()).status_code == 200


def test_the_wall_plays_the_film_and_says_what_belongs_to_it(caller: Caller) -> None:
    video = caller.publish(status={**STATUS, "privacyStatus": "public", "containsSyntheticMedia": True})
    thumb(caller, video, picture())
    (card,) = caller.platform.wall()
    assert card.state == "live"
    shown = requests.get(caller.server.url + card.film, timeout=20)
    assert (shown.content, shown.headers["Content-Type"]) == (b"film", "video/mp4")
    piece = requests.get(caller.server.url + card.film, headers={"Range": "bytes=1-2"}, timeout=20)
    assert (piece.status_code, piece.content) == (206, b"il")
    assert requests.get(caller.server.url + card.pictures[0], timeout=20).content == picture()
    assert "AI" in card.meta
    page = requests.get(f"{caller.server.url}/wall", timeout=20).text
    assert "<video src=" in page
    assert "Hội nghị" in page
