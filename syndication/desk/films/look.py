"""A film that came in is looked at before it is kept: what it is, a frame of it, and the subtitles in it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from formatters import pixels
from formatters.story import FilmFacts
from scheduler import blobs
from syndication.desk.films import apart
from syndication.items.models import Media


def keep_film(file: BinaryIO, mime: str) -> str:
    """Keep what was written to a file from `blobs.spool`, with what was found in it; its SHA-256.

    `mime` is what its first bytes say. UnusableFilm when it cannot be shown as a film: nothing of it is kept then.
    """
    file.flush()
    with tempfile.TemporaryDirectory() as folder:
        found = apart.ask("look", {"place": file.name, "mime": mime, "into": folder}, seconds=apart.LOOK_SECONDS)
        facts = {
            "film": found["facts"],
            "poster": _picture(Path(folder, found["poster"])) if found["poster"] else "",
            "captions": [_track(Path(folder, one["file"]), one) for one in found["captions"]],
        }
    return _kept(file, facts)


def keep_copy(file: BinaryIO, mime: str) -> str:
    """Keep a copy that we have made, as `keep_film`; it needs neither a poster nor subtitles of its own."""
    file.flush()
    found = apart.ask("look", {"place": file.name, "mime": mime}, seconds=apart.LOOK_SECONDS)
    return _kept(file, {"film": found["facts"]})


def _kept(file: BinaryIO, facts: dict[str, Any]) -> str:
    film = FilmFacts.from_json(facts["film"])
    sha256, size = blobs.keep_file(file)
    # What was kept before films were looked at gets its facts now; of what has them nothing is changed.
    row, _ = Media.objects.get_or_create(sha256=sha256, defaults={"mime": film.mime, "size": size})
    if not row.facts:
        Media.objects.filter(pk=sha256).update(mime=film.mime, width=film.width, height=film.height, facts=facts)
    return sha256


def _picture(place: Path) -> str:
    data = place.read_bytes()
    probed = pixels.probe(data)
    return _media(data, probed.mime, probed.width, probed.height)


def _track(place: Path, told: dict[str, str]) -> dict[str, str]:
    return {
        "language": told["language"],
        "name": told["name"],
        "sha256": _media(place.read_bytes(), "text/vtt", 0, 0),
    }


def _media(data: bytes, mime: str, width: int, height: int) -> str:
    sha256 = blobs.keep(data)
    defaults = {"mime": mime, "size": len(data), "width": width, "height": height}
    Media.objects.get_or_create(sha256=sha256, defaults=defaults)
    return sha256
