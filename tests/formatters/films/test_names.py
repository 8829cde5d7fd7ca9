"""A film in one line, for whoever looks at the item."""

from __future__ import annotations

from formatters.films.names import described
from formatters.story import FilmFacts


def test_a_film_is_described_in_a_line_that_needs_no_language() -> None:
    facts = FilmFacts("video/mp4", "h264", "yuv420p", 1080, 1920, 90, 29.97, 151.4, "aac", 2, 48_000, -16.25)
    assert described(facts) == "MP4 · H.264 1080 × 1920 ↻ 90°, 30/s · 2:31 · AAC, −16.2 LUFS"
    bare = FilmFacts("video/x-unknown", "theora", "yuv420p", 320, 240, 0, 12.5, 3600.0)
    assert described(bare) == "video/x-unknown · theora 320 × 240, 12.5/s · 60:00"
