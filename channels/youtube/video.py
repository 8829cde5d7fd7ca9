"""A video resource: ours told in YouTube's fields, and theirs read as our states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from channels.channel import Remote
from channels.errors import Unsupported
from formatters.rendition import Rendition
from formatters.sentence import Sentence

PRIVACIES: Final = ("public", "unlisted", "private")
SNIPPET: Final = ("title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage")
STATUS: Final = (
    "privacyStatus",
    "license",
    "embeddable",
    "publicStatsViewable",
    "selfDeclaredMadeForKids",
    "containsSyntheticMedia",
)

WRONG_PRIVACY: Final = Sentence(
    "Cài đặt privacy phải là public, unlisted hoặc private.", "The setting privacy must be public, unlisted or private."
)


def described(rendition: Rendition, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The body of videos.insert. privacyStatus is always in it: a video without one goes out as public."""
    privacy = str(settings.get("privacy") or "")
    if privacy not in PRIVACIES:
        raise Unsupported(f"the setting privacy is {privacy!r}", say=WRONG_PRIVACY)
    return {
        "snippet": {**_told(rendition), "categoryId": str(settings.get("category_id") or "25")},
        "status": {
            "privacyStatus": privacy,
            "selfDeclaredMadeForKids": False,
            "containsSyntheticMedia": rendition.synthetic != "none",
        },
    }


def merged(current: Mapping[str, Any], rendition: Rendition, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The body of videos.update: the mutable fields as they are, with the rendition's over them.

    The category and the privacy stay as somebody may have set them by hand. Without tags the old ones are dropped.
    """
    fresh = described(rendition, settings)
    snippet, status = _part(current, "snippet"), _part(current, "status")
    kept_snippet = {name: snippet[name] for name in SNIPPET if name in snippet and name != "tags"}
    kept_status = {name: status[name] for name in STATUS if name in status}
    if status.get("publishAt") and status.get("privacyStatus") == "private":
        kept_status["publishAt"] = status["publishAt"]  # left out, a date set by hand would be erased
    return {
        "id": str(current["id"]),
        "snippet": {**fresh["snippet"], **kept_snippet, **_told(rendition)},
        "status": {
            **fresh["status"],
            **kept_status,
            "containsSyntheticMedia": fresh["status"]["containsSyntheticMedia"],
        },
    }


def state_of(video: Mapping[str, Any]) -> Remote:
    """Our word for status.uploadStatus: uploaded, processed, failed, rejected, deleted."""
    upload = _part(video, "status").get("uploadStatus")
    words = {
        "processed": Remote.LIVE,
        "failed": Remote.REFUSED,
        "rejected": Remote.REFUSED,
        "deleted": Remote.GONE,
    }
    return words.get(str(upload), Remote.PROCESSING)


def evidence_of(video: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept with the attempt of what YouTube says: no more than the facts that a person would ask for."""
    snippet, status = _part(video, "snippet"), _part(video, "status")
    found = {
        "title": snippet.get("title"),
        "published_at": snippet.get("publishedAt"),
        "privacy": status.get("privacyStatus"),
        "upload": status.get("uploadStatus"),
        "reason": status.get("failureReason") or status.get("rejectionReason"),
        "processing": _part(video, "processingDetails").get("processingStatus"),
    }
    return {name: value for name, value in found.items() if value}


def description_of(video: Mapping[str, Any]) -> str:
    """The text in which our mark is looked for."""
    return str(_part(video, "snippet").get("description") or "")


def published(resource: Mapping[str, Any]) -> datetime | None:
    """snippet.publishedAt of a video or a playlist entry, aware; None when it is missing or no date."""
    try:
        when = datetime.fromisoformat(str(_part(resource, "snippet").get("publishedAt")))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def video_of(entry: Mapping[str, Any]) -> str:
    """The id of the video that an entry of a playlist stands for; "" when it names none."""
    resource = _part(entry, "snippet").get("resourceId")
    named = resource.get("videoId") if isinstance(resource, dict) else ""
    return str(_part(entry, "contentDetails").get("videoId") or named or "")


def address_of(video_id: str) -> str:
    """Where the public sees it."""
    return f"https://www.youtube.com/watch?v={video_id}"


def _told(rendition: Rendition) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": rendition.title,
        "description": rendition.text,
        "defaultLanguage": rendition.language,
        "defaultAudioLanguage": rendition.language,
    }
    if rendition.tags:
        told["tags"] = list(rendition.tags)
    return told


def _part(resource: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = resource.get(name)
    return part if isinstance(part, dict) else {}
