"""Google's own library gets on with the stand-in, and falls into its own traps there as it does on the platform."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError, ResumableUploadError
from googleapiclient.http import MediaIoBaseUpload, build_http

from channels.youtube.sandbox import CLIENT_ID, CLIENT_SECRET, PLAYLIST_ID, REFRESH_TOKEN, SCOPE, UPLOADS_ID
from tests.channels.youtube.caller import BLOCK, SNIPPET, STATUS, Caller, calling

FILM = random.Random(2).randbytes(3 * BLOCK)  # noqa: S311  exactly three parts
SRT = "1\n00:00:00,000 --> 00:00:02,000\nXin chào\n".encode()


class Whole(MediaIoBaseUpload):
    """Parts are sent as bytes: as a stream they are sent only once, and a second attempt hangs."""

    def has_stream(self) -> bool:
        return False


@pytest.fixture
def caller() -> Iterator[Caller]:
    with calling() as caller:
        yield caller


@pytest.fixture
def youtube(caller: Caller) -> Iterator[Any]:
    base = f"{caller.server.url}/youtube"
    credentials = Credentials(
        token=None,
        refresh_token=REFRESH_TOKEN,
        token_uri=f"{base}/token",
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        scopes=[SCOPE],
    )
    document = json.loads(get_static_doc("youtube", "v3"))
    document["rootUrl"] = document["baseUrl"] = f"{base}/"
    document.pop("mtlsRootUrl", None)
    http = build_http()
    http.timeout = 5
    with build_from_document(document, http=AuthorizedHttp(credentials, http=http)) as service:
        yield service


def insert(youtube: Any, **changes: Any) -> Any:
    body = {"snippet": SNIPPET, "status": STATUS, **changes}
    media = Whole(io.BytesIO(FILM), mimetype="video/mp4", chunksize=BLOCK, resumable=True)
    return youtube.videos().insert(part=",".join(body), body=body, media_body=media)


def carried(request: Any) -> dict[str, Any]:
    answer = None
    while answer is None:
        _, answer = request.next_chunk()
    return dict(answer)


def test_the_library_uploads_dresses_lists_changes_and_deletes(caller: Caller, youtube: Any) -> None:
    video = carried(insert(youtube, localizations={"en": {"title": "Conference"}}))["id"]
    assert caller.video["film"] == hashlib.sha256(FILM).hexdigest()
    picture = MediaIoBaseUpload(io.BytesIO(b"\xff\xd8\xff picture"), mimetype="image/jpeg")
    assert youtube.thumbnails().set(videoId=video, media_body=picture).execute()["items"]
    described = {"snippet": {"videoId": video, "language": "vi", "name": "Tiếng Việt"}}
    for resumable, body in ((False, described), (True, {"snippet": {**described["snippet"], "language": "en"}})):
        media = Whole(io.BytesIO(SRT), mimetype="application/octet-stream", resumable=resumable)
        made = youtube.captions().insert(part="snippet", body=body, media_body=media).execute()
        assert made["snippet"]["status"] == "serving"
    assert [track["text"] for track in caller.video["captions"]] == [SRT.decode()] * 2
    resource = {"kind": "youtube#video", "videoId": video}
    entry = {"snippet": {"playlistId": PLAYLIST_ID, "resourceId": resource}}
    youtube.playlistItems().insert(part="snippet", body=entry).execute()
    listed = youtube.playlistItems().list(part="contentDetails", playlistId=UPLOADS_ID).execute()
    assert [item["contentDetails"]["videoId"] for item in listed["items"]] == [video]
    found = youtube.videos().list(part="snippet,status", id=video).execute()["items"][0]
    found["snippet"]["title"] = "Đính chính"
    youtube.videos().update(part="snippet,status", body=found).execute()
    assert (caller.video["title"], caller.video["tags"]) == ("Đính chính", ["một"])
    assert youtube.videos().delete(id=video).execute() == ""
    assert not caller.video["live"]
    assert caller.platform.frowns == []


@pytest.mark.parametrize("fault", ["half-500", "half-503", "half-429", "refuse-500", "accept-then-500"])
def test_the_library_asks_how_it_stands_after_an_error_and_goes_on(caller: Caller, youtube: Any, fault: str) -> None:
    request = insert(youtube)
    request.next_chunk()
    caller.order("videos.chunk", fault)
    with pytest.raises(HttpError):
        request.next_chunk()
    carried(request)
    assert caller.video["film"] == hashlib.sha256(FILM).hexdigest()
    assert caller.platform.uploads.opened == {"videos.insert": 1}


@pytest.mark.parametrize("kind", [MediaIoBaseUpload, Whole])
def test_a_part_as_a_stream_is_sent_again_without_its_bytes_and_hangs(
    caller: Caller, youtube: Any, kind: type[MediaIoBaseUpload]
) -> None:
    request = insert(youtube)
    request.resumable = kind(io.BytesIO(FILM), mimetype="video/mp4", chunksize=BLOCK, resumable=True)
    request.http.http.timeout = 1
    request.next_chunk()
    caller.order("videos.chunk", "token")  # the library buys another token and sends the part again by itself
    if kind is MediaIoBaseUpload:
        with pytest.raises(TimeoutError):
            request.next_chunk()
    carried(request)
    assert caller.video["film"] == hashlib.sha256(FILM).hexdigest()


@pytest.mark.parametrize("fault", ["moved", "no-range", "partial", "half-401", "half-drop", "drop", "accept-then-drop"])
def test_the_library_goes_on_by_itself_where_it_knows_how(caller: Caller, youtube: Any, fault: str) -> None:
    request = insert(youtube)
    caller.order("videos.chunk", fault)
    carried(request)
    assert caller.video["film"] == hashlib.sha256(FILM).hexdigest()


def test_the_library_reads_the_reasons(caller: Caller, youtube: Any) -> None:
    with pytest.raises(ResumableUploadError) as caught:
        insert(youtube, snippet={**SNIPPET, "title": "x" * 101}).next_chunk()
    assert caught.value.error_details[0]["reason"] == "invalidTitle"
    request = insert(youtube)
    request.next_chunk()
    caller.order("videos.chunk", "session-410")
    with pytest.raises(HttpError) as gone:
        request.next_chunk()
    assert gone.value.resp.status == 410
    assert caller.platform.objects() == []
