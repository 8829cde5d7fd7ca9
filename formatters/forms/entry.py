"""An entry of a feed (English, partners): the whole item, read in a feed reader or on a partner's page."""

from __future__ import annotations

from dataclasses import replace

from formatters.forms.page import page
from formatters.rendition import Limits, Rendition
from formatters.story import Story
from formatters.text import nfc


def tell(story: Story, limits: Limits) -> Rendition:
    """Title, summary, HTML with the tail at its end, the same as text, pictures in the gallery, film, and the unit it comes from."""
    return replace(page("entry", story, limits), unit=nfc(story.unit))
