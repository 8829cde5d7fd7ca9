"""How a video of ours stands, from what Meta tells of it: pure reading. Phases end in `complete` or `completed`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

OVER = frozenset(["complete", "completed"])
PHASES = ("uploading_phase", "processing_phase", "publishing_phase")


class Standing(StrEnum):
    """Where a video is between its first byte and the public."""

    UNFINISHED = "unfinished"  # not all bytes came, or nobody said `finish`
    UNSEEN = "unseen"  # it is there, and said to be not published
    PROCESSING = "processing"
    READY = "ready"  # the public sees it
    FAILED = "failed"  # Meta could not make a video of it


def standing(video: Mapping[str, Any]) -> Standing:
    """What `status` and `published` amount to. Both may be missing: what is not said is no reason against it."""
    told, word = video.get("status"), _word(video)
    up, made, out = (_phase(told, name) for name in PHASES)
    published = str(video.get("published", "")).lower()
    if word in ("error", "upload_failed") or "error" in (up, made, out):
        return Standing.FAILED
    waiting = word == "upload_complete" and published not in ("true", "1")
    if waiting or word in ("uploading", "expired") or (up and up not in OVER and not word):
        return Standing.UNFINISHED
    if published in ("false", "0"):
        return Standing.UNSEEN
    done = word == "ready" or (not word and (made in OVER or not made))
    if done and (published or not out or out in OVER):
        return Standing.READY
    return Standing.PROCESSING


def all_there(video: Mapping[str, Any]) -> bool:
    """Whether Meta says no more than that every byte came: `finish` may have been said, or not."""
    return _word(video) == "upload_complete"


def post_of(video: Mapping[str, Any], page_id: str) -> str:
    """The id of the post that shows it, as posts are named everywhere else; "" while it is not told."""
    told = str(video.get("post_id") or "")
    return told if "_" in told or not told else f"{page_id}_{told}"


def shown_by(post: Mapping[str, Any]) -> str:
    """The id of the video that a listed post shows; "" when it shows none, or does not say which."""
    attachments = post.get("attachments")
    data = attachments.get("data") if isinstance(attachments, dict) else attachments
    for one in data if isinstance(data, list) else []:
        if isinstance(one, dict) and "video" in str(one.get("media_type") or one.get("type") or ""):
            target = one.get("target")
            if isinstance(target, dict) and target.get("id"):
                return str(target["id"])
    return ""


def why_failed(video: Mapping[str, Any]) -> list[str]:
    """What Meta says of a failure, for the evidence."""
    told = video.get("status")
    found = [_of(told, name).get("errors") or _of(told, name).get("error") for name in PHASES]
    return [str(one)[:500] for one in found if one]


def _word(video: Mapping[str, Any]) -> str:
    told = video.get("status")
    return str(told.get("video_status") or "").lower() if isinstance(told, dict) else str(told or "").lower()


def _of(told: Any, name: str) -> Mapping[str, Any]:
    phase = told.get(name) if isinstance(told, dict) else None
    return phase if isinstance(phase, dict) else {}


def _phase(told: Any, name: str) -> str:
    return str(_of(told, name).get("status") or "").lower()
