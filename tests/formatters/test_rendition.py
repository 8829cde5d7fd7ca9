"""What is approved is what is sent: of a film its bytes, and nothing that was measured of it."""

from __future__ import annotations

from dataclasses import replace

from formatters.forms import tell
from formatters.rendition import Rendition
from formatters.story import Film, FilmFacts
from tests.formatters.stories import LIMITS, story_of

FACTS = FilmFacts("video/mp4", "h264", "yuv420p", 1920, 1080, 0, 25.0, 60.0, "aac", 2, 48_000, -23.0)


def test_what_was_measured_of_a_film_is_no_part_of_a_rendition() -> None:
    """Else a better measure would have everything approved anew."""
    film = Film("f" * 64, "video/mp4", 1000, 60.0)
    bare = tell("entry", replace(story_of(), film=film, pictures=()), LIMITS["entry"])
    measured = tell("entry", replace(story_of(), film=replace(film, facts=FACTS), pictures=()), LIMITS["entry"])
    assert measured == bare
    assert measured.digest == bare.digest
    assert Rendition.from_json(measured.to_json()) == measured
    assert measured.film is not None
    assert "facts" not in measured.to_json()["film"]
