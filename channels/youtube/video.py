"""A video resource: ours told in YouTube's fields, and theirs read as our states.

Source: developers.google.com/youtube/v3/docs/videos (the resource), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
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
AHEAD: Final = timedelta(minutes=1)  # a publishAt that is nearer might be past when it arrives, and publishes at once

WRONG_PRIVACY: Final = Sentence(
    "Cài đặt privacy phải là public, unlisted hoặc private.", "The setting privacy must be public, unlisted or private."
)


def described(rendition: Rendition, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The body of videos.insert. privacyStatus is always in it: a video without one goes out as public."""
    privacy = str(settings.get("privacy") or "")
    if privacy not in PRIVACIES:
        raise Unsupported(f"the setting privacy is {privacy!r}", say=WRONG_PRIVACY)
    body: dict[str, Any] = {
        "snippet": {**_told(rendition), "categoryId": str(settings.get("category_id") or "25")},
        "status": {
            "privacyStatus": privacy,
            "selfDeclaredMadeForKids": False,
            "containsSyntheticMedia": rendition.synthetic != "none",
        },
    }
    if localised := _localised(rendition):
        body["localizations"] = localised
    return body


def scheduled(body: Mapping[str, Any], settings: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """`body`, to be seen only `public_after_minutes` from `now`: private with a publishAt, where public was wanted."""
    wait = timedelta(minutes=int(settings.get("public_after_minutes") or 0))
    if body["status"]["privacyStatus"] != "public" or wait < AHEAD:
        return dict(body)
    at = (now + wait + timedelta(seconds=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {**body, "status": {**body["status"], "privacyStatus": "private", "publishAt": at}}


def parts_of(body: Mapping[str, Any]) -> str:
    """The parts that `body` writes, as ONE string: google-api-python-client refuses a list beside media."""
    return ",".join(part for part in ("snippet", "status", "localizations") if part in body)


def merged(
    current: Mapping[str, Any],
    rendition: Rendition,
    settings: Mapping[str, Any],
    now: datetime,
    ours: Collection[str] = (),
) -> dict[str, Any]:
    """The body of videos.update: the mutable fields as they are, with the rendition's over them.

    The category and the privacy stay as somebody may have set them by hand. Without tags the old ones are dropped.
    Localisations set by hand stay; those in `ours`, the languages that we told it in before, go when they are told no more.
    """
    fresh = described(rendition, settings)
    snippet = _part(current, "snippet")
    kept = {name: snippet[name] for name in SNIPPET if name in snippet and name != "tags"}
    synthetic = {"containsSyntheticMedia": fresh["status"]["containsSyntheticMedia"]}
    body: dict[str, Any] = {
        "id": str(current["id"]),
        "snippet": {**fresh["snippet"], **kept, **_told(rendition)},
        "status": {**fresh["status"], **standing_status(current, now), **synthetic},
    }
    there = _part(current, "localizations")
    told = {language: words for language, words in there.items() if language not in ours and _has_title(words)}
    told |= fresh.get("localizations", {})
    if rendition.language in told:  # YouTube shows the title's own language among them: it must not keep the old words
        told[rendition.language] = {"title": rendition.title, "description": rendition.text}
    if told or there:
        body["localizations"] = told
    return body


def standing_status(current: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The mutable fields of `status` as they are: what is left out of an update falls back to YouTube's defaults.

    A publishAt is sent again while it is ahead; one that is due means that the video is public.
    """
    status = _part(current, "status")
    kept = {name: status[name] for name in STATUS if name in status}
    if status.get("publishAt") and status.get("privacyStatus") == "private":
        at = _time(status["publishAt"])
        kept |= {"publishAt": status["publishAt"]} if at and at - now >= AHEAD else {"privacyStatus": "public"}
    return kept


def languages_of(rendition: Rendition) -> list[str]:
    """The further languages that the rendition is told in."""
    return sorted(_localised(rendition))


def state_of(video: Mapping[str, Any], publish_at: object = None) -> Remote:
    """Our word for status.uploadStatus (uploaded, processed, failed, rejected, deleted) and, once processed, the privacy.

    What is to be public later, by its own publishAt or by the one that we sent (`publish_at`), is processing until it is.
    """
    status = _part(video, "status")
    words = {"processed": Remote.LIVE, "failed": Remote.REFUSED, "rejected": Remote.REFUSED, "deleted": Remote.GONE}
    state = words.get(str(status.get("uploadStatus")), Remote.PROCESSING)
    if state is Remote.PROCESSING and _part(video, "processingDetails").get("processingStatus") == "failed":
        return Remote.REFUSED
    if state is Remote.LIVE and status.get("privacyStatus") == "private" and (status.get("publishAt") or publish_at):
        return Remote.PROCESSING
    return state


def privacy_of(video: Mapping[str, Any]) -> str:
    """status.privacyStatus; "" when it is not told."""
    return str(_part(video, "status").get("privacyStatus") or "")


def evidence_of(video: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept with the attempt of what YouTube says: no more than the facts that a person would ask for."""
    snippet, status, processing = (_part(video, name) for name in ("snippet", "status", "processingDetails"))
    found = {
        "title": snippet.get("title"),
        "published_at": snippet.get("publishedAt"),
        "privacy": status.get("privacyStatus"),
        "publish_at": status.get("publishAt"),
        "upload": status.get("uploadStatus"),
        "reason": reason_of(video),
        "processing": processing.get("processingStatus"),
        "progress": _progress(processing.get("processingProgress")),
    }
    return {name: value for name, value in found.items() if value}


def reason_of(video: Mapping[str, Any]) -> str:
    """Why YouTube could not or would not show it, in its own word; "" when it says none."""
    status, processing = _part(video, "status"), _part(video, "processingDetails")
    said = status.get("failureReason") or status.get("rejectionReason") or processing.get("processingFailureReason")
    return str(said or "")


def description_of(video: Mapping[str, Any]) -> str:
    """The text in which our mark is looked for."""
    return str(_part(video, "snippet").get("description") or "")


def file_size(video: Mapping[str, Any]) -> int | None:
    """fileDetails.fileSize, bytes (the owner alone is told); None when it is not told."""
    try:
        return int(_part(video, "fileDetails").get("fileSize") or 0) or None
    except (TypeError, ValueError):
        return None


def published(resource: Mapping[str, Any]) -> datetime | None:
    """snippet.publishedAt of a video or a playlist entry, aware; None when it is missing or no date."""
    return _time(_part(resource, "snippet").get("publishedAt"))


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


def _localised(rendition: Rendition) -> dict[str, dict[str, str]]:
    """One with a blank title would make YouTube refuse the whole request; the title's own language is the snippet's."""
    return {
        told.language: {"title": told.title, "description": told.text}
        for told in rendition.localisations
        if told.title.strip() and told.language != rendition.language
    }


def _has_title(words: object) -> bool:
    return isinstance(words, dict) and bool(str(words.get("title") or "").strip())


def _progress(said: object) -> str:
    """ "3/10" of the parts that are worked on; the numbers come as strings."""
    if not isinstance(said, dict) or not said.get("partsTotal"):
        return ""
    return f"{said.get('partsProcessed') or 0}/{said['partsTotal']}"


def _time(text: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _part(resource: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = resource.get(name)
    return part if isinstance(part, dict) else {}
