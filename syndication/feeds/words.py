"""What a feed says in its own words, in its own language."""

from __future__ import annotations

from datetime import datetime

from formatters.attribution import is_vietnamese, segment
from formatters.sentence import Sentence
from syndication.feeds.values import VIETNAM

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

WITHDRAWN_MARK = Sentence("[Thu hồi]", "[Withdrawn]")
WITHDRAWN = Sentence(
    "Bộ Nội vụ đã thu hồi nội dung này. Xin gỡ bỏ mọi bản đã đăng lại.",
    "The Ministry of Home Affairs has withdrawn this item. Please remove every copy of it.",
)
BEHIND = Sentence(
    "Bản gốc tiếng Việt đã được cập nhật ngày {}; bản dịch này đang được sửa theo.",
    "The Vietnamese original was updated on {}; this translation is being revised.",
)
TITLE = Sentence("Bộ Nội vụ – Tin, bài mới", "Ministry of Home Affairs of Viet Nam – News")
DESCRIPTION = Sentence(
    "Tin, bài của Cổng thông tin điện tử Bộ Nội vụ.",
    "News published by the Ministry of Home Affairs Portal, Viet Nam.",
)


def told(sentence: Sentence, language: str) -> str:
    """The sentence in Vietnamese for a Vietnamese feed, in English for every other."""
    return sentence.vi if is_vietnamese(language) else sentence.en


def behind(since: datetime, language: str) -> str:
    """That the original of a translation was changed on that day, in the ministry's own time."""
    day = since.astimezone(VIETNAM)
    written = f"{day:%d/%m/%Y}" if is_vietnamese(language) else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return told(BEHIND, language).format(written)


def attributed(text: str, language: str) -> str:
    """A text that is shown by itself, with the locked attribution behind it: it goes where no body goes with it."""
    return f"{text} ({rights(language)})"


def rights(language: str) -> str:
    """The locked attribution on one line, as `copyright` and `rights` carry it."""
    return " – ".join(segment(language, "").split("\n"))
