"""Stories for tests: read from plain JSON, or made in one line. And limits like those of the five channels."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from formatters.films.limit import FilmLimit
from formatters.rendition import Limits, PictureSlot, TextLimit, Unit
from formatters.story import Credit, Film, Picture, Story, Twin

CASES = Path(__file__).parent / "cases"
LINK = "https://moha.gov.vn/tin-tuc/hoi-nghi-57695.html"

LIMITS = {
    "post": Limits(
        text=TextLimit(63_206, Unit.UTF16),
        gallery=(
            PictureSlot("landscape", 1200, 630, 4_000_000),
            PictureSlot("square", 1080, 1080, 4_000_000),
            PictureSlot("portrait", 1080, 1350, 4_000_000),
        ),
        max_gallery=10,
        cover=PictureSlot("poster", 1280, 720, 4_000_000),
        film=FilmLimit(500_000_000, 14_400, ("video/mp4",)),
    ),
    "article": Limits(
        title=TextLimit(150),
        summary=TextLimit(300),
        author=TextLimit(50),
        cover=PictureSlot("cover", 1280, 720, 900_000),
        cover_required=True,
        gallery=(PictureSlot("inline", 1280, 1280, 900_000, fit="within"),),
        max_gallery=10,
        film=FilmLimit(50_000_000, None, ("video/mp4",)),
    ),
    "video": Limits(
        title=TextLimit(100, Unit.UTF16),
        text=TextLimit(5000, Unit.BYTES),
        tags=TextLimit(500, Unit.UTF16),
        forbidden="<>",
        cover=PictureSlot("thumbnail", 1280, 720, 1_900_000),
        film=FilmLimit(2**38, 43_200),
        localised=True,
    ),
    "dossier": Limits(
        title=TextLimit(300),
        summary=TextLimit(1000),
        cover=PictureSlot("thumbnail", 1200, 675, 2_000_000),
        gallery=(PictureSlot("picture", 1600, 1600, 2_000_000, fit="within"),),
        max_gallery=10,
    ),
    "entry": Limits(gallery=(PictureSlot("picture", 1600, 1600, 2_000_000, fit="within"),), max_gallery=20),
}


def story_of(**given: Any) -> Story:
    """A story from plain values; what is not given is an ordinary Vietnamese item. `text` defaults to a paragraph."""
    value: dict[str, Any] = {
        "identifier": "urn:moha:article:57695",
        "revision": 1,
        "language": "vi",
        "title": "Bộ Nội vụ tổ chức hội nghị trực tuyến",
        "summary": "Hội nghị do Bộ Nội vụ tổ chức sáng 23/11.",
        "text": "Sáng 23/11, Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc.",
        "html": "",
        "link": LINK,
        "published": "2026-11-23T09:00:00+07:00",
        "modified": "2026-11-23T09:05:00+07:00",
        **given,
    }
    for moment in ("published", "modified"):
        value[moment] = datetime.fromisoformat(value[moment])
    value["tags"] = tuple(value.get("tags", ()))
    value["pictures"] = tuple(picture_of(**picture) for picture in value.get("pictures", ()))
    value["film"] = Film(**value["film"]) if value.get("film") else None
    value["twins"] = tuple(Twin(**twin) for twin in value.get("twins", ()))
    value["credit"] = Credit(**value["credit"]) if value.get("credit") else None
    return Story(**value)


def picture_of(**given: Any) -> Picture:
    """A picture from plain values; by default 1600 × 900 with an alt."""
    return Picture(**{"mime": "image/jpeg", "width": 1600, "height": 900, "alt": "Quang cảnh hội nghị", **given})


def case_of(name: str) -> Story:
    """The story of a golden case."""
    return story_of(**json.loads((CASES / f"{name}.story.json").read_text(encoding="utf-8")))
