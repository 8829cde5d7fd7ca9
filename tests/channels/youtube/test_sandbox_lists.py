"""The stand-in's channel, playlists, list of uploads and categories, and the quota that all of it costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from channels.youtube.sandbox import PLAYLIST_ID, UPLOADS_ID
from channels.youtube.sandbox.quota import COSTS
from tests.channels.youtube.caller import STATUS, Caller, calling, reason

PUBLIC = {**STATUS, "privacyStatus": "public"}


@pytest.fixture
def caller() -> Iterator[Caller]:
    with calling() as caller:
        yield caller


def items(caller: Caller, playlist: str, more: str = "", part: str = "snippet,contentDetails,status") -> dict[str, Any]:
    path = f"/youtube/v3/playlistItems?part={part}&playlistId={playlist}{more}"
    return dict(caller.call("GET", path).json())


def ids(page: dict[str, Any]) -> list[str]:
    return [item["contentDetails"]["videoId"] for item in page["items"]]


def add(caller: Caller, video: str, playlist: str = PLAYLIST_ID, **more: Any) -> requests.Response:
    resource = {"kind": "youtube#video", "videoId": video}
    body = {"snippet": {"playlistId": playlist, "resourceId": resource, **more}}
    return caller.call("POST", "/youtube/v3/playlistItems?part=snippet", body)


def test_the_channel_names_its_list_of_uploads_and_whether_it_may_upload_long_films(caller: Caller) -> None:
    caller.switch("long_uploads=eligible")
    path = "/youtube/v3/channels?mine=true&part=id,contentDetails,status"
    (channel,) = caller.call("GET", path).json()["items"]
    assert channel["contentDetails"]["relatedPlaylists"]["uploads"] == UPLOADS_ID
    assert channel["status"]["longUploadsStatus"] == "eligible"
    assert "snippet" not in channel
    assert reason(caller.call("GET", "/youtube/v3/channels?part=id")) == (400, "missingRequiredParameter")


def test_an_account_without_a_channel_must_sign_up_first(caller: Caller) -> None:
    caller.switch("signed_up=false")
    assert reason(caller.call("GET", "/youtube/v3/channels?part=id&mine=true")) == (401, "youtubeSignupRequired")


def test_uploads_are_listed_newest_first_and_page_by_page(caller: Caller) -> None:
    videos = [caller.publish(bytes([number]), status=PUBLIC) for number in range(7)]
    page = items(caller, UPLOADS_ID)
    assert ids(page) == videos[:1:-1]
    assert page["pageInfo"] == {"totalResults": 7, "resultsPerPage": 5}
    rest = items(caller, UPLOADS_ID, f"&pageToken={page['nextPageToken']}")
    assert ids(rest) == videos[1::-1]
    assert "nextPageToken" not in rest
    assert ids(items(caller, UPLOADS_ID, "&maxResults=50")) == videos[::-1]
    assert ids(items(caller, UPLOADS_ID, f"&videoId={videos[3]}")) == [videos[3]]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("&maxResults=51", (400, "invalidParameter")),
        ("&pageToken=x", (400, "invalidPageToken")),
        ("x", (404, "playlistNotFound")),
    ],
)
def test_a_list_that_is_asked_for_wrongly_is_refused(caller: Caller, more: str, expected: tuple[int, str]) -> None:
    path = f"/youtube/v3/playlistItems?part=snippet&playlistId={UPLOADS_ID}{more}"
    assert reason(caller.call("GET", path)) == expected


def test_a_fresh_upload_shows_up_late_in_the_list_and_at_once_by_its_id(caller: Caller) -> None:
    old = caller.publish(b"old", status=PUBLIC)
    caller.now += 300
    caller.switch("list_lag=300")
    fresh = caller.publish(b"fresh")
    assert ids(items(caller, UPLOADS_ID)) == [old]
    assert caller.look(fresh)["id"] == fresh
    caller.now += 300
    assert ids(items(caller, UPLOADS_ID)) == [fresh, old]
    assert items(caller, UPLOADS_ID)["items"][0]["status"] == {"privacyStatus": "private"}


def test_a_list_may_be_empty_for_once_and_may_be_empty_and_go_on(caller: Caller) -> None:
    video = caller.publish()
    caller.order("playlist.list", "unseen")
    assert items(caller, UPLOADS_ID)["items"] == []
    caller.order("playlist.list", "empty-page")
    page = items(caller, UPLOADS_ID)
    assert page["items"] == []
    assert ids(items(caller, UPLOADS_ID, f"&pageToken={page['nextPageToken']}")) == [video]


def test_the_search_knows_an_upload_ten_minutes_late(caller: Caller) -> None:
    video = caller.publish()
    path = "/youtube/v3/search?part=snippet&forMine=true&type=video&q=hội"
    assert caller.call("GET", path).json()["items"] == []
    caller.now += 600
    (found,) = caller.call("GET", path).json()["items"]
    assert found["id"]["videoId"] == video
    assert caller.platform.spent["search.list"] == 2
    assert reason(caller.call("GET", "/youtube/v3/search?part=snippet&q=x"))[0] == 400


def test_a_video_is_in_a_playlist_once(caller: Caller) -> None:
    first, second = caller.publish(b"1"), caller.publish(b"2")
    assert add(caller, first).json()["snippet"]["position"] == 0
    assert reason(add(caller, first)) == (409, "videoAlreadyInPlaylist")
    assert add(caller, second, position=0).status_code == 200
    assert ids(items(caller, PLAYLIST_ID)) == [second, first]
    assert caller.platform.objects()[0]["playlists"] == [PLAYLIST_ID]
    entry = items(caller, PLAYLIST_ID, part="id")["items"][0]["id"]
    assert caller.call("DELETE", f"/youtube/v3/playlistItems?id={entry}").status_code == 204
    assert reason(caller.call("DELETE", f"/youtube/v3/playlistItems?id={entry}")) == (404, "playlistItemNotFound")
    assert ids(items(caller, PLAYLIST_ID)) == [first]


def test_what_cannot_be_added_is_refused(caller: Caller) -> None:
    video = caller.publish()
    assert reason(add(caller, "nowhere")) == (404, "videoNotFound")
    assert reason(add(caller, video, playlist="PLnowhere")) == (404, "playlistNotFound")
    assert reason(add(caller, video, playlist=UPLOADS_ID)) == (403, "playlistItemsNotAccessible")
    assert reason(add(caller, video, playlist="")) == (400, "playlistIdRequired")
    assert reason(add(caller, video, resourceId={"videoId": video})) == (400, "resourceIdRequired")
    assert reason(add(caller, video, position=5)) == (400, "invalidPlaylistItemPosition")
    assert caller.video["playlists"] == []


def test_playlists_are_listed_and_made(caller: Caller) -> None:
    body = {"snippet": {"title": "Hội nghị"}, "status": {"privacyStatus": "unlisted"}}
    made = caller.call("POST", "/youtube/v3/playlists?part=snippet,status", body).json()
    found = caller.call("GET", "/youtube/v3/playlists?part=snippet,status,contentDetails&mine=true").json()["items"]
    assert [item["id"] for item in found] == [PLAYLIST_ID, made["id"]]
    assert found[1]["status"] == {"privacyStatus": "unlisted"}
    assert found[1]["contentDetails"] == {"itemCount": 0}
    assert caller.call("GET", "/youtube/v3/playlists?part=id&id=PLnowhere").json()["items"] == []
    assert reason(caller.call("GET", "/youtube/v3/playlists?part=id")) == (400, "missingRequiredParameter")
    wrong = caller.call("POST", "/youtube/v3/playlists?part=snippet", {"snippet": {"title": ""}})
    assert reason(wrong) == (400, "invalidPlaylistSnippet")


def test_categories_say_which_of_them_a_video_may_have(caller: Caller) -> None:
    path = "/youtube/v3/videoCategories?part=snippet&hl=vi"
    found = {item["id"]: item["snippet"] for item in caller.call("GET", f"{path}&regionCode=VN").json()["items"]}
    assert (found["25"]["title"], found["25"]["assignable"]) == ("Tin tức và chính trị", True)
    assert found["18"]["assignable"] is False
    assert [item["id"] for item in caller.call("GET", f"{path}&id=27").json()["items"]] == ["27"]
    assert reason(caller.call("GET", path)) == (400, "missingRequiredParameter")


def test_every_bucket_is_counted_by_itself_and_an_invalid_request_costs_one(caller: Caller) -> None:
    video = caller.publish()
    assert caller.platform.spent == {"videos.insert": 1}
    caller.look(video)
    caller.update({"id": video, "status": STATUS})
    assert caller.platform.spent == {"videos.insert": 1, "units": 51}
    caller.update({"id": video, "status": {"privacyStatus": "x"}})
    add(caller, video)
    caller.call("DELETE", f"/youtube/v3/videos?id={video}")
    assert caller.platform.spent == {"videos.insert": 1, "units": 152}
    assert {operation: cost for operation, (bucket, cost) in COSTS.items() if bucket != "units"} == {
        "videos.start": 1,
        "search.list": 1,
    }


@pytest.mark.parametrize(
    ("month", "ends"), [("2026-11-18", "2026-11-19T08:00:00"), ("2026-07-01", "2026-07-02T07:00:00")]
)
def test_a_bucket_that_is_empty_fills_at_midnight_pacific_time(caller: Caller, month: str, ends: str) -> None:
    caller.now = datetime.fromisoformat(f"{month}T12:00:00").replace(tzinfo=UTC).timestamp()
    caller.connect()
    caller.switch("quota_uploads=1")
    caller.publish()
    assert reason(caller.start(5)) == (403, "quotaExceeded")
    assert caller.call("GET", "/youtube/v3/channels?part=id&mine=true").status_code == 200
    caller.now = datetime.fromisoformat(ends).replace(tzinfo=UTC).timestamp() - 1
    caller.connect()
    assert reason(caller.start(5)) == (403, "quotaExceeded")
    caller.now += 1
    assert caller.start(5).status_code == 200


def test_what_does_not_fit_into_the_rest_of_a_bucket_is_refused_and_costs_nothing(caller: Caller) -> None:
    video = caller.publish()
    caller.switch("quota_units=50")
    caller.platform.spent["units"] = 1
    assert reason(caller.update({"id": video, "status": STATUS})) == (403, "quotaExceeded")
    assert caller.platform.spent["units"] == 1
    assert caller.look(video)["id"] == video


def test_the_channel_has_a_limit_of_its_own_and_so_has_the_minute(caller: Caller) -> None:
    caller.switch("uploads_per_day=1")
    caller.publish()
    assert reason(caller.start(5)) == (400, "uploadLimitExceeded")
    caller.now += 86_400
    caller.connect()
    assert caller.start(5).status_code == 200
    caller.switch("calls_per_minute=2")
    assert reason(caller.call("GET", "/youtube/v3/channels?part=id&mine=true")) == (403, "rateLimitExceeded")
    caller.now += 61
    assert caller.call("GET", "/youtube/v3/channels?part=id&mine=true").status_code == 200
