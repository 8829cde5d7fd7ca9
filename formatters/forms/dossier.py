"""A dossier (Government Portal): the whole item with its metadata, pictures and film."""

from __future__ import annotations

from formatters.forms.page import page
from formatters.rendition import Limits, Rendition
from formatters.story import Story


def tell(story: Story, limits: Limits) -> Rendition:
    """Title, summary, HTML with the tail, the same as text, gallery, thumbnail, film."""
    return page("dossier", story, limits)
