"""What a feed says in its own words, in its own language."""

from __future__ import annotations

from formatters.attribution import is_vietnamese, segment
from formatters.sentence import Sentence

WITHDRAWN_MARK = Sentence("[Thu hồi]", "[Withdrawn]")
WITHDRAWN = Sentence(
    "Bộ Nội vụ đã thu hồi nội dung này. Xin gỡ bỏ mọi bản đã đăng lại.",
    "The Ministry of Home Affairs has withdrawn this item. Please remove every copy of it.",
)
TITLE = Sentence("Bộ Nội vụ – Tin, bài mới", "Ministry of Home Affairs of Viet Nam – News")
DESCRIPTION = Sentence(
    "Tin, bài của Cổng thông tin điện tử Bộ Nội vụ.",
    "News published by the Ministry of Home Affairs Portal, Viet Nam.",
)


def told(sentence: Sentence, language: str) -> str:
    """The sentence in Vietnamese for a Vietnamese feed, in English for every other."""
    return sentence.vi if is_vietnamese(language) else sentence.en


def rights(language: str) -> str:
    """The locked attribution on one line, as `copyright` and `rights` carry it."""
    return " – ".join(segment(language, "").split("\n"))
