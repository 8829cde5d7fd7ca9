"""An entry of a feed (English, partners): the whole item, read in a feed reader or on a partner's page."""

from __future__ import annotations

from formatters.forms.page import page
from formatters.rendition import Limits, Rendition
from formatters.story import Story


def tell(story: Story, limits: Limits) -> Rendition:
    """Title, summary, HTML with the tail at its end, the same as text, pictures in the gallery, film."""
    return page("entry", story, limits)
