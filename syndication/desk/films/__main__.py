"""The process apart, in which films are read and made: `python -m syndication.desk.films look|make`, one JSON document in and out.

FFmpeg's decoders are C code that meets files from anywhere. What they take of memory and time, and what they break, is taken
from this process alone.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any

from formatters.films.make import make
from formatters.films.poster import poster
from formatters.films.probe import probe
from formatters.films.recipe import Recipe
from formatters.films.subtitles import inside
from formatters.films.words import TOO_HARD, UnusableFilm
from formatters.story import FilmFacts


def main() -> None:
    """Do what is asked, and answer on the standard output; whatever goes wrong with the film itself is part of the answer."""
    verb, asked = sys.argv[1], json.loads(sys.argv[2])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(10)  # whoever sends and answers goes first
    most = int(asked["memory"])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        answer = {"look": look, "make": copy}[verb](asked)
    except UnusableFilm as error:
        answer = {"why": error.why.to_json()}
    except MemoryError:
        answer = {"why": TOO_HARD.to_json()}
    json.dump(answer, sys.stdout)


def look(asked: dict[str, Any]) -> dict[str, Any]:
    """The film's facts; with `into`, its poster and the subtitles in it too, as files in that folder."""
    place = Path(asked["place"])
    facts = probe(place, asked["mime"])
    answer: dict[str, Any] = {"facts": facts.to_json(), "poster": "", "captions": []}
    if asked.get("into"):
        into = Path(asked["into"])
        if shown := poster(place, facts):
            answer["poster"] = _written(into / "poster.jpg", shown)
        for number, track in enumerate(inside(place, facts)):
            file = _written(into / f"{number}.vtt", track.vtt)
            answer["captions"].append({"language": track.language, "name": track.name, "file": file})
    return answer


def copy(asked: dict[str, Any]) -> dict[str, Any]:
    """Write a copy by the recipe to `target`."""
    facts, recipe = FilmFacts.from_json(asked["facts"]), Recipe(**asked["recipe"])
    make(Path(asked["place"]), facts, recipe, Path(asked["target"]))
    return {}


def _written(place: Path, data: bytes) -> str:
    place.write_bytes(data)
    return place.name


def _end_with_parent() -> None:
    """Nobody waits any more when the other end of the standard input is gone."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    main()
