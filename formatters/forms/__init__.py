"""The forms in which a story is told, one file each: (Story, Limits) → Rendition."""

from __future__ import annotations

from collections.abc import Callable

from formatters.forms import article, dossier, entry, post, video
from formatters.rendition import Limits, Rendition
from formatters.story import Story

FORMS: dict[str, Callable[[Story, Limits], Rendition]] = {
    "post": post.tell,
    "article": article.tell,
    "video": video.tell,
    "dossier": dossier.tell,
    "entry": entry.tell,
}


def tell(form: str, story: Story, limits: Limits) -> Rendition:
    """The story in this form, within these limits; every text is NFC and ends with the attribution.

    CannotTell when the form cannot tell this story; ValueError for an unknown form, or limits too small for the
    attribution by itself.
    """
    if form not in FORMS:
        raise ValueError(f"there is no form {form!r}; there are {', '.join(FORMS)}")
    return FORMS[form](story, limits)
