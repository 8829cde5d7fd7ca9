"""The process apart, in which films are read and made: `python -m syndication.desk.films look|make` with one JSON document.

FFmpeg's decoders are C code that meets files from anywhere. What they take of memory and time, and what they break, is taken
from this process alone. Each answer is a line of JSON, written when it is known: what was found stays found, whatever comes after.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formatters.films.make import make
from formatters.films.poster import poster
from formatters.films.probe import probe
from formatters.films.recipe import Recipe
from formatters.films.subtitles import inside
from formatters.films.words import UnusableFilm
from formatters.story import FilmFacts


def main() -> None:
    """Do what is asked, and answer on the standard output; whatever goes wrong with the film itself is part of the answer."""
    verb, asked = sys.argv[1], json.loads(sys.argv[2])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(10)  # whoever sends and answers goes first
    most = int(asked["memory"])
    with contextlib.suppress(ValueError):  # not every system knows this limit
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        for answer in {"look": look, "make": copy}[verb](asked):
            print(json.dumps(answer), flush=True)
    except UnusableFilm as error:
        print(json.dumps({"why": error.why.to_json()}), flush=True)


def look(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The film's facts; with `into`, its poster and the subtitles in it too, as files in that folder."""
    place = Path(asked["place"])
    facts = probe(place, asked["mime"])
    yield {"facts": facts.to_json(), "poster": "", "captions": []}
    if not asked.get("into"):
        return
    into = Path(asked["into"])
    with contextlib.suppress(UnusableFilm):  # a film can be shown without either
        if shown := poster(place, facts):
            yield {"poster": _written(into / "poster.jpg", shown)}
    with contextlib.suppress(UnusableFilm):
        tracks = enumerate(inside(place, facts))
        yield {
            "captions": [
                {"language": one.language, "name": one.name, "file": _written(into / f"{number}.vtt", one.vtt)}
                for number, one in tracks
            ]
        }


def copy(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Write a copy by the recipe to `target`."""
    facts, recipe = FilmFacts.from_json(asked["facts"]), Recipe(**asked["recipe"])
    make(Path(asked["place"]), facts, recipe, Path(asked["target"]))
    yield {"made": True}


def _written(place: Path, data: bytes) -> str:
    place.write_bytes(data)
    return place.name


def _end_with_parent() -> None:
    """Nobody waits any more when the other end of the standard input is gone."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    main()
