"""Whether what nobody may take away is there: in a rendition, wherever its readers look, and in what a channel gives back."""

from __future__ import annotations

import re

from formatters.attribution import holds
from formatters.html import plain
from formatters.rendition import Rendition
from formatters.text import nfc

_MARK = re.compile(r"</?(?:a|b|br|div|em|i|li|p|span|strong|u)\b[^<>]*>", re.IGNORECASE)


def is_attributed(rendition: Rendition) -> bool:
    """Whether the attribution is whole in everything that a reader may be shown: text, HTML, blocks, further languages."""
    language, link = rendition.language, rendition.link
    shown = [rendition.text]
    shown += [plain(rendition.html)] if rendition.html else []
    shown += ["\n\n".join(block.text for block in rendition.blocks)] if rendition.blocks else []
    return all(holds(text, language, link) for text in shown) and all(
        holds(told.text, told.language, "") for told in rendition.localisations
    )


def survives(attribution: str, shown: str) -> bool:
    """Whether a text that a channel gives back still holds the attribution, whatever was done to white space, marks and form."""
    return bool(attribution.strip()) and _run(attribution) in _run(shown)


def _run(text: str) -> str:
    return " ".join(nfc(_MARK.sub(" ", text)).split())
