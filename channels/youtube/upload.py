"""The film's bytes, over Google's resumable protocol, so that any other process can go on where this one was killed.

Protocol: developers.google.com/youtube/v3/guides/using_resumable_upload_protocol, read 2026-11-23. The parts are sent here and not
by google-api-python-client: with `num_retries`, after a 401 and after a dropped connection it sends an empty body under a full
Content-Length and hangs, and its `HttpRequest.from_json` forgets the session. The memo is ours, and it is written after every part.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final
from urllib.parse import urljoin

from channels.access import Memo
from channels.errors import OutcomeUnknown, Refused, Unavailable, Unsupported
from channels.wire import Reply
from channels.youtube.answers import error_for
from channels.youtube.client import Client
from channels.youtube.reasons import SESSION_GONE
from channels.youtube.video import scheduled
from formatters.story import Blob

log = logging.getLogger(__name__)

ALIGNED: Final = 256 * 1024  # every part but the last is a multiple of this
CHUNK: Final = 8 * 1024 * 1024  # bytes held in memory at a time
STALLS: Final = 3  # answers in a row by which the server kept nothing new
EVERY_BYTE: Final = "every byte is there and no video was named"

_RANGE = re.compile(r"(\d+)\s*-\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session stands: `video` once it is complete, else the count of bytes it holds. `lost`: there is no such session."""

    confirmed: int = 0
    video: Mapping[str, Any] | None = None
    lost: bool = False


class Upload:
    """One film on its way. The memo holds: session (its address, a secret), sha256, size, about, publish_at, confirmed,
    started_at, and then lost (the session is gone) or video_id (it became this video).

    `about` is the digest of the metadata that the session was started with: a session cannot change them. `publish_at` is
    when the video that comes of it is to be public, "" for at once.
    """

    def __init__(self, client: Client, chunk: int = CHUNK) -> None:
        if chunk <= 0 or chunk % ALIGNED:
            raise ValueError(f"a part is a multiple of {ALIGNED} bytes, not {chunk}")
        self._client = client
        self._memo: Memo = client.access.memo
        self._chunk = chunk

    def carry(self, blob: Blob, mime: str, about: Mapping[str, Any]) -> dict[str, Any]:
        """Upload the film and give back the video, as far as YouTube described it; goes on with the memo's session if it can.

        OutcomeUnknown: an answer was lost or the session is gone, so look first. Everything else: surely no video was made.
        """
        memo = self._memo.read()
        confirmed = 0
        if self._goes_on(memo, blob):
            standing = self.ask()
            if standing.video is not None:
                return dict(standing.video)
            if standing.lost:
                raise OutcomeUnknown("the upload session is gone", evidence={"confirmed": memo.get("confirmed", 0)})
            if standing.confirmed >= blob.size:
                raise OutcomeUnknown(EVERY_BYTE, evidence={"confirmed": standing.confirmed})
            # An incomplete session never becomes a video, so one with other metadata can be left to end by itself.
            if memo.get("about") == digest_of(about):
                confirmed = standing.confirmed
                log.info("upload goes on at byte %d of %d", confirmed, blob.size)
            else:
                memo = {}
        if not self._goes_on(memo, blob):
            self._start(blob, mime, about)
        return self._send(blob, mime, confirmed)

    def ask(self) -> Standing:
        """How the memo's session stands. Changes nothing on the platform. Unavailable when it cannot be asked now.

        A session that the platform will not speak of (any 4xx that is not about the account or a limit) counts as lost.
        """
        memo = self._memo.read()
        try:
            reply = self._client.transport.send(
                "PUT", memo["session"], {"Content-Range": f"bytes */{memo['size']}", "Content-Length": "0"}
            )
        except OutcomeUnknown as error:
            raise Unavailable(error.cause, evidence=error.evidence) from error
        try:
            return self._standing(reply, harmless=True)
        except Refused as error:
            log.warning("the upload session is not spoken of: %s", error.cause)
            return self._lost()

    @staticmethod
    def _goes_on(memo: Mapping[str, Any], blob: Blob) -> bool:
        same = memo.get("sha256") == blob.sha256 and memo.get("size") == blob.size
        return bool(memo.get("session")) and same and not memo.get("lost")

    def _start(self, blob: Blob, mime: str, about: Mapping[str, Any]) -> None:
        now = self._client.access.now()
        body = scheduled(about, self._client.access.settings, now)
        session = self._client.start_upload(body, blob.size, mime)
        self._memo.write(
            {
                "session": session,
                "sha256": blob.sha256,
                "size": blob.size,
                "about": digest_of(about),
                "publish_at": body["status"].get("publishAt", ""),
                "confirmed": 0,
                "started_at": now.isoformat(),
            }
        )

    def _send(self, blob: Blob, mime: str, at: int) -> dict[str, Any]:
        began, stalls, position = at, 0, 0
        with blob.open() as stream:
            while at < blob.size:
                part, position = _part(stream, position, at, min(self._chunk, blob.size - at))
                last = at + len(part) == blob.size
                headers = {"Content-Range": f"bytes {at}-{at + len(part) - 1}/{blob.size}", "Content-Type": mime}
                try:
                    reply = self._client.transport.send("PUT", self._memo.read()["session"], headers, part)
                except OutcomeUnknown as error:
                    if last or at > began:
                        raise  # it may be a video by now; or it got on, and can go on at once
                    raise Unavailable(error.cause, evidence={**error.evidence, "confirmed": at}) from error
                standing = self._standing(reply, harmless=not last)
                if standing.video is not None:
                    return dict(standing.video)
                if standing.lost:
                    raise OutcomeUnknown(
                        "the upload session is gone", evidence={"confirmed": at, "status": reply.status}
                    )
                stalls = 0 if standing.confirmed > at else stalls + 1
                if stalls >= STALLS:
                    raise Unavailable("the upload makes no progress", evidence={"confirmed": standing.confirmed})
                at = standing.confirmed
        raise OutcomeUnknown(EVERY_BYTE, evidence={"confirmed": at})

    def _standing(self, reply: Reply, *, harmless: bool) -> Standing:
        """Read an answer of the session and keep what it says. The memo is written before anything else happens."""
        if reply.status == 308:
            kept = _RANGE.search(reply.headers.get("range", ""))  # no Range: the server holds nothing
            standing = Standing(confirmed=int(kept[2]) + 1 if kept else 0)
            memo = {**self._memo.read(), "confirmed": standing.confirmed}
            if location := reply.headers.get("location"):
                memo["session"] = urljoin(reply.url, location)
            self._memo.write(memo)
            return standing
        if reply.status in SESSION_GONE:
            return self._lost()
        if 200 <= reply.status < 300:
            video = _video(reply)
            if video is None:
                kind = Unavailable if harmless else OutcomeUnknown
                raise kind("the video was made and its description did not arrive", evidence={"status": reply.status})
            self._memo.write(
                {**self._memo.read(), "confirmed": self._memo.read()["size"], "video_id": str(video["id"])}
            )
            return Standing(video=video)
        now = self._client.access.now()
        raise error_for(reply.status, reply.body, reply.headers, doing="upload", now=now, harmless=harmless)

    def _lost(self) -> Standing:
        self._memo.write({**self._memo.read(), "lost": True})
        return Standing(lost=True)


def digest_of(about: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the metadata of a video."""
    return hashlib.sha256(json.dumps(about, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _part(stream: BinaryIO, position: int, at: int, count: int) -> tuple[bytes, int]:
    """`count` bytes from byte `at`, and where the stream stands then. `position` is where it stands now."""
    if position != at:
        stream.seek(at)
    pieces: list[bytes] = []
    missing = count
    while missing:
        piece = stream.read(missing)
        if not piece:
            end = at + count - missing
            raise Unsupported(f"the film ends at byte {end}, before the size that was announced")
        pieces.append(piece)
        missing -= len(piece)
    return (pieces[0] if len(pieces) == 1 else b"".join(pieces)), at + count


def _video(reply: Reply) -> dict[str, Any] | None:
    try:
        value = reply.json()
    except ValueError:
        return None
    return value if isinstance(value, dict) and value.get("id") else None
