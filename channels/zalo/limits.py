"""What Zalo allows of an article, and of what is in it."""

from __future__ import annotations

from datetime import timedelta

from formatters.films.limit import EVERYWHERE, FilmLimit
from formatters.rendition import Limits, PictureSlot, TextLimit

# Zalo fetches pictures of at most 1 MB; no shape is prescribed. 16:9 at 1280 wide is what its own editor shows uncut.
MOST_BYTES = 900_000
MOST_FETCHED = 1024 * 1024  # a picture above this is turned down

# Films are prepared in one shot. Fifty millions rather than fifty times 2²⁰: nobody has said which of the two is meant.
# Nor is it said what may be in them; what Zalo cannot convert it gives back after minutes, and H.264 with AAC it can.
FILM = FilmLimit(50_000_000, None, ("video/mp4", "video/x-msvideo"), ("h264",), ("aac",), EVERYWHERE)

LIMITS = Limits(
    title=TextLimit(150),
    summary=TextLimit(300),
    author=TextLimit(50),
    cover=PictureSlot("cover", 1280, 720, MOST_BYTES),
    cover_required=True,
    gallery=(PictureSlot("inline", 1280, 1280, MOST_BYTES, fit="within"),),
    max_gallery=10,
    film=FILM,
)

REFRESH_LASTS = timedelta(days=90)  # a refresh token lasts three months; Zalo no longer says so in its answer
