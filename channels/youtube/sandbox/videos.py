"""The stand-in's videos: as the API shows them, as a test counts them, and as the public sees them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from channels.sandbox.stage import Card
from channels.youtube.sandbox.rules import moment
from channels.youtube.sandbox.uploads import Session

CHANNEL_ID = "UCsandboxSandboxSandboxSB"
CHANNEL_TITLE = "Bộ Nội vụ (sandbox)"


@dataclass
class Video:
    """One video, as the channel's owner knows it. `polls`: how often it will still be seen processing.

    `destiny` is how the processing ends: "processed", or for instance "failed:codec" and "rejected:copyright".
    """

    id: str
    snippet: dict[str, Any]
    status: dict[str, Any]
    session: Session
    digest: str
    created: float
    polls: int
    localizations: dict[str, Any] = field(default_factory=dict)
    recording: dict[str, Any] = field(default_factory=dict)
    destiny: str = "processed"
    upload: str = "uploaded"
    reason: str = ""
    published: float | None = None  # since when it is, or was, public
    notified: bool = True
    thumbnail: bytes = b""
    thumbnail_mime: str = ""
    edited: bool = False
    deleted: bool = False

    @property
    def public(self) -> bool:
        """Whether anybody may see it now, once it is processed."""
        return not self.deleted and self.status["privacyStatus"] == "public"

    def settle(self, now: float) -> None:
        """Become public when the time set for it has come."""
        due = moment(self.status.get("publishAt"))
        if due is not None and self.status["privacyStatus"] == "private" and due <= now:
            del self.status["publishAt"]
            self.status["privacyStatus"], self.published = "public", max(due, self.created)
        if self.public and self.published is None:
            self.published = now

    def end(self, destiny: str) -> None:
        """The processing ends so."""
        self.upload, _, self.reason = destiny.partition(":")


def resource(video: Video, parts: Iterable[str], captioned: bool) -> dict[str, Any]:
    """The video as its owner sees it by the API: of these parts, and no other."""
    snippet = video.snippet
    done = {"uploaded": "processing", "processed": "succeeded"}.get(video.upload, "failed")
    status = {**video.status, "uploadStatus": video.upload}
    if video.reason:
        status["failureReason" if video.upload == "failed" else "rejectionReason"] = video.reason
    if "selfDeclaredMadeForKids" in status:
        status["madeForKids"] = status["selfDeclaredMadeForKids"]
    processing: dict[str, Any] = {"processingStatus": done, "fileDetailsAvailability": "available"}
    if done == "processing":
        left = max(1, video.polls)
        parts_processed = {
            "partsTotal": "100",
            "partsProcessed": str(100 // (left + 1)),
            "timeLeftMs": str(left * 1000),
        }
        processing["processingProgress"] = parts_processed
    whole = {
        "snippet": {
            "description": "",
            **snippet,
            "localized": {"title": snippet["title"], "description": snippet.get("description", "")},
            "publishedAt": iso(video.created if video.published is None else video.published),
            "channelId": CHANNEL_ID,
            "channelTitle": CHANNEL_TITLE,
            "liveBroadcastContent": "none",
        },
        "status": status,
        "processingDetails": processing,
        "fileDetails": {"fileName": video.session.file_name, "fileSize": str(video.session.size), "fileType": "video"},
        "contentDetails": {
            "duration": "P0D",  # nobody here looks into the film
            "dimension": "2d",
            "definition": "hd",
            "caption": "true" if captioned else "false",
            "licensedContent": False,
            "projection": "rectangular",
            "hasCustomThumbnail": bool(video.thumbnail),
        },
        "recordingDetails": video.recording,
        "localizations": video.localizations,
        "statistics": {"viewCount": "0", "likeCount": "0", "commentCount": "0"},
        "player": {"embedHtml": f'<iframe src="//www.youtube.com/embed/{video.id}"></iframe>'},
    }
    kept = {name: value for name, value in whole.items() if name in set(parts) and value != {}}
    return {"kind": "youtube#video", "etag": etag(video), "id": video.id, **kept}


def etag(video: Video) -> str:
    """Changes whenever what the owner can write has changed."""
    words = [video.id, video.snippet, video.status, video.localizations, video.recording, video.upload]
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:27]


def facts(video: Video) -> dict[str, Any]:
    """What a test counts and compares. `live`: it exists, whoever may see it. `film` and `thumbnail` are SHA-256 (hex)."""
    return {
        "id": video.id,
        "title": video.snippet["title"],
        "text": video.snippet.get("description", ""),
        "tags": video.snippet.get("tags", []),
        "category": video.snippet["categoryId"],
        "language": video.snippet.get("defaultLanguage", ""),
        "localizations": video.localizations,
        "recorded": video.recording.get("recordingDate", ""),
        "live": not video.deleted,
        "public": video.public and video.upload == "processed",
        "created": video.created,
        "published": video.published,
        "privacy": video.status["privacyStatus"],
        "publish_at": video.status.get("publishAt", ""),
        "made_for_kids": video.status.get("selfDeclaredMadeForKids"),
        "synthetic": video.status.get("containsSyntheticMedia"),
        "containsSyntheticMedia": video.status.get("containsSyntheticMedia"),
        "notified": video.notified,
        "upload": video.upload,
        "reason": video.reason,
        "edited": video.edited,
        "film": video.digest,
        "size": video.session.size,
        "file_name": video.session.file_name,
        "thumbnail": hashlib.sha256(video.thumbnail).hexdigest() if video.thumbnail else "",
    }


def card(video: Video, languages: list[str], lists: list[str]) -> Card:
    """The video on the wall; what is not public is shown as hidden."""
    words = [video.status["privacyStatus"], video.upload, video.reason, f"{video.session.size / 1e6:.1f} MB"]
    if video.status.get("publishAt"):
        words.append(f"công chiếu {video.status['publishAt']}")
    if video.status.get("containsSyntheticMedia"):
        words.append("AI")
    words += [f"CC {name}" for name in languages] + [f"≡ {name}" for name in lists]
    words += [f"{name}: {told['title']}" for name, told in video.localizations.items()]
    shown = video.public and video.upload in ("uploaded", "processed")
    return Card(
        title=video.snippet["title"],
        body=video.snippet.get("description", ""),
        at=video.created if video.published is None else video.published,
        state="removed" if video.deleted else "hidden" if not shown else "edited" if video.edited else "live",
        link=f"https://www.youtube.com/watch?v={video.id}",
        pictures=(f"/_files/youtube/{video.id}.jpg",) if video.thumbnail else (),
        film=f"/_files/youtube/{video.id}.mp4",
        meta=" · ".join(word for word in words if word),
    )


def iso(at: float) -> str:
    """Seconds since the epoch as the API writes a time."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
