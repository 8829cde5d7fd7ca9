"""Whether a channel takes the story's film as a file."""

from __future__ import annotations

from formatters.rendition import Limits
from formatters.story import Film, Story


def uploadable(story: Story, limits: Limits) -> Film | None:
    """The film when this channel takes it as a file; None without one, and when it is too large, too long or of a wrong kind."""
    film = story.film
    return film if film and limits.film and limits.film.admits(film) else None
