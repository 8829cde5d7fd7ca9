"""What the stand-in for YouTube refuses of a video's words, in YouTube's own terms, and what it only frowns at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from channels.youtube.sandbox.reasons import Refusal, refused

# Only these can be chosen for a video. The names are those shown with hl=vi.
CATEGORIES = {
    "1": "Phim và hoạt hình",
    "2": "Ô tô và xe cộ",
    "10": "Âm nhạc",
    "15": "Thú cưng và động vật",
    "17": "Thể thao",
    "19": "Du lịch và sự kiện",
    "20": "Trò chơi",
    "22": "Mọi người và blog",
    "23": "Hài kịch",
    "24": "Giải trí",
    "25": "Tin tức và chính trị",
    "26": "Hướng dẫn và phong cách",
    "27": "Giáo dục",
    "28": "Khoa học và công nghệ",
    "29": "Phi lợi nhuận và hoạt động xã hội",
}
UNASSIGNABLE = {"18": "Phim ngắn", "21": "Blog video", "30": "Phim", "44": "Đoạn giới thiệu phim"}
PRIVACIES = ("public", "unlisted", "private")
LICENSES = ("youtube", "creativeCommon")
FLAGS = ("embeddable", "publicStatsViewable", "selfDeclaredMadeForKids", "containsSyntheticMedia")
PARTS = (
    *("id", "snippet", "status", "contentDetails", "fileDetails", "processingDetails", "recordingDetails"),
    *("localizations", "player", "statistics", "suggestions", "topicDetails", "liveStreamingDetails"),
    *("monetizationDetails", "paidProductPlacementDetails", "projectDetails"),
)
WRITABLE = ("title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage")
READ_ONLY = ("channelId", "channelTitle", "publishedAt", "thumbnails", "liveBroadcastContent", "localized")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def judge_parts(named: str) -> tuple[str, ...]:
    """The parts of a `part` parameter. Refusal for one that does not exist."""
    parts = tuple(part.strip() for part in named.split(",") if part.strip())
    for part in parts:
        if part not in PARTS:
            raise Refusal(400, "unknownPart", f"'{part}'", "youtube.part")
    if not parts:
        raise Refusal(400, "required", "Required parameter: part")
    return parts


def judge_snippet(snippet: Mapping[str, Any]) -> None:
    """Refusal for a title, description, tags, category or language that the platform does not take."""
    _judge_words(snippet.get("title"), snippet.get("description", ""))
    tags = snippet.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) and tag for tag in tags) or tags_length(tags) > 500:
        raise refused("invalidTags")
    if any(_angled(tag) for tag in tags):
        raise refused("invalidTags")
    category = snippet.get("categoryId")
    if not category:
        raise refused("invalidVideoMetadata", "categoryId")
    if category not in CATEGORIES:
        raise refused("invalidCategoryId")
    for name in ("defaultLanguage", "defaultAudioLanguage"):
        if snippet.get(name) is not None and not is_language(snippet[name]):
            raise refused("invalidVideoMetadata", name)


def judge_localizations(localizations: Mapping[str, Any], language: Any) -> None:
    """Refusal for localised words without the language of the originals, or with a blank title."""
    if localizations and not language:
        raise refused("defaultLanguageNotSet")
    for name, words in localizations.items():
        if not is_language(name) or not isinstance(words, dict):
            raise refused("invalidVideoMetadata", f"localizations.{name}")
        title = words.get("title")
        if not isinstance(title, str) or not title.strip():
            raise refused("invalidVideoMetadata", f"localizations.{name}.title")
        _judge_words(title, words.get("description", ""))


def judge_status(status: Mapping[str, Any], *, published: bool) -> None:
    """Refusal for a privacy, licence, flag or publishing time that is not accepted. `published`: it has been public before."""
    privacy = status.get("privacyStatus")
    if privacy is not None and privacy not in PRIVACIES:
        raise refused("invalidVideoMetadata", "privacyStatus")
    if status.get("license", "youtube") not in LICENSES:
        raise refused("invalidVideoMetadata", "license")
    for name in FLAGS:
        if not isinstance(status.get(name, False), bool):
            raise Refusal(400, "invalid", f"Invalid value for: {name} is not a boolean")
    if status.get("publishAt") is not None and (
        privacy != "private" or published or moment(status["publishAt"]) is None
    ):
        raise refused("invalidPublishAt")


def judge_recording(recording: Mapping[str, Any]) -> None:
    """Refusal for a date of the recording that is none."""
    date = recording.get("recordingDate")
    if date is not None and moment(date) is None:
        raise refused("invalidRecordingDetails")


def frowns(snippet: Mapping[str, Any]) -> Iterator[str]:
    """What is accepted and yet no good: letters that are taken apart, tags that would fall apart, unknown fields."""
    for name in ("title", "description"):
        if not unicodedata.is_normalized("NFC", str(snippet.get(name, ""))):
            yield f"the {name} is not in Unicode's composed form (NFC)"
    tags = snippet.get("tags") or []
    if any("," in tag or '"' in tag for tag in tags):
        yield "a tag holds a comma or a quotation mark"
    if len(set(tags)) < len(tags):
        yield "a tag was given twice"
    if unknown := sorted(set(snippet) - {*WRITABLE, *READ_ONLY}):
        yield f"a snippet has no field {', '.join(unknown)}"


def tags_length(tags: list[str]) -> int:
    """As the platform counts: the letters, a comma between two tags, and two quotes for a tag with a space."""
    return sum(units(tag) + 2 * (" " in tag) for tag in tags) + max(0, len(tags) - 1)


def units(text: str) -> int:
    """UTF-16 units. What the platform calls a character is not documented; this is the larger count of the two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_language(name: Any) -> bool:
    """Whether it looks like a BCP-47 tag."""
    return isinstance(name, str) and bool(_LANGUAGE.match(name))


def moment(text: Any) -> float | None:
    """An ISO 8601 date and time with its zone, in seconds since the epoch; None when it is none."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.timestamp() if read.tzinfo is not None else None


def _judge_words(title: Any, description: Any) -> None:
    if not isinstance(title, str) or not title.strip() or units(title) > 100 or _angled(title):
        raise refused("invalidTitle")
    if not isinstance(description, str) or len(description.encode("utf-8", "replace")) > 5000 or _angled(description):
        raise refused("invalidDescription")


def _angled(text: str) -> bool:
    return "<" in text or ">" in text
