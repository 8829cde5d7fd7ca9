"""The stand-in's videos: as the API shows them, as a test counts them, and as the public sees them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from channels.sandbox.stage import Card
from channels.youtube.sandbox_uploads import Session

CHANNEL_ID = "UCsandboxSandboxSandboxSB"


@dataclass
class Video:
    """One video, as the channel's owner knows it. `polls`: how often it will still be seen processing."""

    id: str
    snippet: dict[str, Any]
    status: dict[str, Any]
    session: Session
    digest: str
    created: float
    polls: int
    upload: str = "uploaded"
    reason: str = ""
    thumbnail: bytes = b""
    thumbnail_mime: str = ""
    edited: bool = False
    deleted: bool = False


def resource(video: Video, parts: str) -> dict[str, Any]:
    """The video as the API shows it: of the comma-separated parts, and no other."""
    status = {**video.status, "uploadStatus": video.upload}
    if video.reason:
        status["failureReason" if video.upload == "failed" else "rejectionReason"] = video.reason
    done = {"uploaded": "processing", "processed": "succeeded"}.get(video.upload, "terminated")
    whole = {
        "snippet": {**video.snippet, "publishedAt": iso(video.created), "channelId": CHANNEL_ID},
        "status": status,
        "processingDetails": {"processingStatus": done},
    }
    return {"kind": "youtube#video", "id": video.id, **only(whole, parts)}


def entry(video: Video, playlist: str) -> dict[str, Any]:
    """The video's place in a playlist."""
    named = {"kind": "youtube#video", "videoId": video.id}
    snippet = {"playlistId": playlist, "resourceId": named, "publishedAt": iso(video.created)}
    return {"kind": "youtube#playlistItem", "snippet": snippet, "contentDetails": {"videoId": video.id}}


def only(whole: dict[str, Any], parts: str) -> dict[str, Any]:
    """The parts that were asked for; the id always."""
    return {name: value for name, value in whole.items() if name in ("id", *parts.split(","))}


def facts(video: Video) -> dict[str, Any]:
    """What a test counts and compares. `live`: it exists, whoever may see it."""
    return {
        "id": video.id,
        "title": video.snippet["title"],
        "text": video.snippet.get("description", ""),
        "tags": video.snippet.get("tags", []),
        "live": not video.deleted,
        "created": video.created,
        "privacy": video.status["privacyStatus"],
        "upload": video.upload,
        "film": video.digest,
        "size": video.session.size,
        "thumbnail": hashlib.sha256(video.thumbnail).hexdigest() if video.thumbnail else "",
    }


def card(video: Video) -> Card:
    """The video on the wall; what is not public is shown as hidden."""
    shown = video.status["privacyStatus"] == "public"
    words = [video.status["privacyStatus"], video.upload, f"{video.session.size / 1e6:.1f} MB"]
    if video.status.get("containsSyntheticMedia"):
        words.append("AI")
    return Card(
        title=video.snippet["title"],
        body=video.snippet.get("description", ""),
        at=video.created,
        state="removed" if video.deleted else "hidden" if not shown else "edited" if video.edited else "live",
        link=f"https://www.youtube.com/watch?v={video.id}",
        pictures=(f"/_files/youtube/{video.id}.jpg",) if video.thumbnail else (),
        film=f"/_files/youtube/{video.id}.mp4",
        meta=" · ".join(words),
    )


def iso(at: float) -> str:
    """Seconds since the epoch as the API writes a time."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
