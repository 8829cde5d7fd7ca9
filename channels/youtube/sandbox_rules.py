"""What the stand-in for YouTube refuses, in YouTube's words. Imports nothing of the product that it judges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response

from channels.sandbox.stage import reply

CATEGORIES = ("1", "2", "10", "15", "17", "19", "20", "22", "23", "24", "25", "26", "27", "28", "29")
PRIVACIES = ("public", "unlisted", "private")
COSTS = {
    "videos.start": ("videos.insert", 1),
    "videos.list": ("units", 1),
    "videos.update": ("units", 50),
    "videos.delete": ("units", 50),
    "thumbnails.set": ("units", 50),
    "channels.list": ("units", 1),
    "playlist.list": ("units", 1),
    "playlist.insert": ("units", 50),
}


class Refusal(Exception):
    """Answers as the platform does when it refuses."""

    def __init__(self, status: int, reason: str, message: str = "", domain: str = "global") -> None:
        super().__init__(f"{status} {reason}")
        self.status, self.reason, self.message, self.domain = status, reason, message or reason, domain

    def response(self) -> Response:
        """The error as JSON, in the shape of Google's APIs."""
        detail = {"domain": self.domain, "reason": self.reason, "message": self.message}
        return reply(
            {"error": {"code": self.status, "message": self.message, "errors": [detail]}},
            self.status,
        )


def judge_video(snippet: Mapping[str, Any]) -> None:
    """Refusal for a title, description, tags or category that the platform does not take."""

    def refuse(reason: str, message: str) -> Refusal:
        return Refusal(400, reason, message, "youtube.video")

    title, description = snippet.get("title"), snippet.get("description", "")
    if not isinstance(title, str) or not title.strip() or len(title.encode("utf-16-le")) > 200 or _angled(title):
        raise refuse("invalidTitle", "The request metadata specifies an invalid or empty video title.")
    if not isinstance(description, str) or len(description.encode()) > 5000 or _angled(description):
        raise refuse("invalidDescription", "The request metadata specifies an invalid video description.")
    tags = snippet.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) and tag for tag in tags) or tags_length(tags) > 500:
        raise refuse("invalidTags", "The request metadata specifies invalid video keywords.")
    if any(_angled(tag) for tag in tags):
        raise refuse("invalidTags", "The request metadata specifies invalid video keywords.")
    if not snippet.get("categoryId"):
        raise refuse("invalidVideoMetadata", "The request metadata is invalid: categoryId.")
    if snippet["categoryId"] not in CATEGORIES:
        raise refuse("invalidCategoryId", "The snippet.categoryId property specifies an invalid category ID.")


def judge_status(status: Mapping[str, Any]) -> None:
    """Refusal for a privacy that does not exist."""
    if status.get("privacyStatus", "public") not in PRIVACIES:
        raise Refusal(400, "invalidVideoMetadata", "The request metadata is invalid: privacyStatus.", "youtube.video")


def tags_length(tags: list[str]) -> int:
    """As the platform counts: the letters, a comma between two tags, and two quotes for a tag with a space."""
    return sum(len(tag) + 2 * (" " in tag) for tag in tags) + max(0, len(tags) - 1)


def _angled(text: str) -> bool:
    return "<" in text or ">" in text
