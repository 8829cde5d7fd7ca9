"""YouTube's Data API v3 in its own words: one method a call.

Reference: developers.google.com/youtube/v3/docs (one page a method), and the discovery document of revision 20261104 that
google-api-python-client 2.202 ships; both read 2026-11-23. The document is used from the package, so building it needs no network.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Final, NoReturn
from urllib.parse import urljoin

from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload

from channels.access import Access
from channels.errors import ChannelError, OutcomeUnknown, Unavailable
from channels.youtube.answers import error_for, reason_of
from channels.youtube.quota import Ledger
from channels.youtube.reasons import DONE
from channels.youtube.transport import Transport
from channels.youtube.video import parts_of

PAGE: Final = 50  # the most ids and the most entries of a page that one list call takes


class Client:
    """The calls of one act on one account. Every method reserves its quota, and raises only the errors of `channels.errors`.

    `urgent`: the act corrects or withdraws, and may use what everything else must leave of the day's quota.
    """

    def __init__(self, access: Access, *, urgent: bool = False) -> None:
        self.access = access
        self.quota = Ledger(access, urgent=urgent)
        self.transport = Transport(access)
        self._api = _api(str(access.settings["api_url"]))

    def my_channel(self) -> dict[str, Any] | None:
        """channels.list(mine): the channel of the account with `contentDetails.relatedPlaylists.uploads`; None without one."""
        found = self._run(self._api.channels().list(part="id,snippet,contentDetails,status", mine=True))
        items = _items(found)
        return items[0] if items else None

    def videos(self, ids: Sequence[str], parts: str = "id,snippet,status,processingDetails") -> list[dict[str, Any]]:
        """videos.list: those of `ids` (at most 50) that exist and that the account may see, in no promised order."""
        if not ids:
            return []
        return _items(self._run(self._api.videos().list(part=parts, id=",".join(ids))))

    def playlist_page(self, playlist: str, page: str = "", video: str = "") -> tuple[list[dict[str, Any]], str]:
        """playlistItems.list: a page of a playlist and the token of the next ("" at its end); only `video`'s when it is given."""
        more = ({"pageToken": page} if page else {}) | ({"videoId": video} if video else {})
        request = self._api.playlistItems().list(
            part="snippet,contentDetails", playlistId=playlist, maxResults=PAGE, **more
        )
        found = self._run(request, fine=(404,))  # a channel that never had a video may have no such playlist yet
        return _items(found), str(found.get("nextPageToken") or "")

    def update(self, video: Mapping[str, Any]) -> dict[str, Any]:
        """videos.update of the parts in `video`. Replaces every mutable field of them: what is left out is erased."""
        return self._run(self._api.videos().update(part=parts_of(video), body=dict(video)))

    def delete(self, video: str) -> bool:
        """videos.delete. False when it was not there any more."""
        return not self._run(self._api.videos().delete(id=video), fine=(404, 410)).get("absent", False)

    def set_thumbnail(self, video: str, picture: bytes, mime: str) -> None:
        """thumbnails.set: JPEG or PNG, at most 50 MB; the channel must be verified by telephone."""
        self._run(self._api.thumbnails().set(videoId=video, media_body=_media(picture, mime)))

    def captions(self, video: str) -> list[dict[str, Any]]:
        """captions.list: the tracks of a video, without their contents."""
        return _items(self._run(self._api.captions().list(part="snippet", videoId=video)))

    def insert_caption(self, video: str, language: str, name: str, text: bytes, mime: str) -> bool:
        """captions.insert, at most 100 MB. False when the video has a track of this language and name already (409)."""
        snippet = {"videoId": video, "language": language, "name": name, "isDraft": False}
        request = self._api.captions().insert(part="snippet", body={"snippet": snippet}, media_body=_media(text, mime))
        return not self._run(request, fine=("captionExists",)).get("absent", False)

    def update_caption(self, track: str, text: bytes, mime: str) -> None:
        """captions.update: other contents for a track."""
        body = {"id": track, "snippet": {"isDraft": False}}
        self._run(self._api.captions().update(part="snippet", body=body, media_body=_media(text, mime)))

    def delete_caption(self, track: str) -> None:
        """captions.delete. A track that is not there any more is what was wanted."""
        self._run(self._api.captions().delete(id=track), fine=(404, 410))

    def add_to_playlist(self, playlist: str, video: str) -> None:
        """playlistItems.insert. A video that is in it already (409) is what was wanted."""
        resource = {"kind": "youtube#video", "videoId": video}
        body = {"snippet": {"playlistId": playlist, "resourceId": resource}}
        self._run(self._api.playlistItems().insert(part="snippet", body=body), fine=tuple(DONE))

    def start_upload(self, video: Mapping[str, Any], size: int, mime: str) -> str:
        """videos.insert, the first step of the resumable protocol: the address of a session for `size` bytes.

        Without bytes a session is not a video, so whatever goes wrong here, nothing was published: never OutcomeUnknown.
        The library composes the request from the discovery document; the bytes are sent by `upload.py`.
        """
        request = self._api.videos().insert(
            part=parts_of(video),
            notifySubscribers=True,
            body=dict(video),
            media_body=MediaIoBaseUpload(io.BytesIO(), mimetype=mime, resumable=True),
        )
        self.quota.take(request.methodId)
        headers = {**request.headers, "X-Upload-Content-Type": mime, "X-Upload-Content-Length": str(size)}
        try:
            reply = self.transport.send(request.method, request.uri, headers, request.body.encode())
        except OutcomeUnknown as error:
            raise Unavailable(error.cause, evidence=error.evidence) from error
        if not 200 <= reply.status < 300:
            raise self._error(request.methodId, reply.status, reply.body, reply.headers, harmless=True)
        location = reply.headers.get("location", "")
        if not location:
            raise Unavailable("videos.insert gave no address to upload to", evidence={"status": reply.status})
        return urljoin(reply.url, location)

    def _run(self, request: Any, fine: Collection[int | str] = ()) -> dict[str, Any]:
        """Run one of the library's requests, once. {"absent": True} for an error whose status or reason is in `fine`."""
        self.quota.take(request.methodId)
        reads = request.method == "GET"
        try:
            answer = request.execute(http=self.transport, num_retries=0)
        except HttpError as error:
            status = int(error.resp.status)
            if status in fine or (400 <= status < 500 and reason_of(error.content) in fine):
                return {"absent": True}
            raise self._error(request.methodId, status, error.content, error.resp, harmless=reads) from error
        except ValueError as error:  # a success whose body cannot be read: for a write, that it was one is all we need
            if reads:
                raise Unavailable(f"{request.methodId}: the answer is not JSON") from error
            return {}
        return answer if isinstance(answer, dict) else {}

    def _error(
        self, method: str, status: int, body: bytes, headers: Mapping[str, str], *, harmless: bool
    ) -> ChannelError:
        error = error_for(status, body, headers, doing=method, now=self.access.now(), harmless=harmless)
        self.quota.learn(method, error)
        return error


def _media(data: bytes, mime: str) -> MediaIoBaseUpload:
    return MediaIoBaseUpload(io.BytesIO(data), mimetype=mime, resumable=False)


def _items(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    items = answer.get("items")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


@cache
def _api(api_url: str) -> Any:
    """The library's API at `api_url`, built once in a process: it knows no account, and each request is handed its own door.

    `client_options.api_endpoint` would leave https on the addresses of uploads, so the discovery document is led there.
    """
    document: dict[str, Any] = json.loads(get_static_doc("youtube", "v3"))
    document["rootUrl"] = document["baseUrl"] = api_url.rstrip("/") + "/"
    document.pop("mtlsRootUrl", None)
    return build_from_document(document, http=_NoDoor())


class _NoDoor:
    """What a request without a door of its own meets."""

    def request(self, *words: object, **more: object) -> NoReturn:
        raise RuntimeError("a request of YouTube's library was sent without an account's door")
