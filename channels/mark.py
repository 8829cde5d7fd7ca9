"""The mark by which something of ours is found again: its canonical address, in a text we cannot otherwise tell from others."""

from __future__ import annotations

import re
import unicodedata

_END = re.compile(r"[\s<>\"'()\[\]]|[.,;:!?]+(?=\s|$)|$")


def carries(text: str, key: str) -> bool:
    """Whether `text` holds `key` as a whole address or phrase: `…/a-1` is not found in `…/a-12`. Both compared as NFC."""
    text, key = unicodedata.normalize("NFC", text), unicodedata.normalize("NFC", key).strip()
    if not key:
        return False
    start = text.find(key)
    while start >= 0:
        if _END.match(text, start + len(key)):
            return True
        start = text.find(key, start + 1)
    return False
