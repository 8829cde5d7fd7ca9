"""Which freeze, if any, holds a delivery: everything is held, or one topic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from formatters.sentence import Sentence
from scheduler.models import Delivery
from syndication.gate.models import Freeze
from syndication.items.models import Item

CODE = "frozen"


def slug(text: str) -> str:
    """A category or tag without accents, in lower case, its words joined by dashes: "Tin tức" is "tin-tuc"."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return "-".join(re.findall(r"[a-z0-9]+", bare))


def standing() -> list[Freeze]:
    """The freezes that have not ended, the oldest first."""
    return list(Freeze.objects.filter(ended_at=None).order_by("began_at", "pk"))


def over(delivery: Delivery, item: Item | None = None) -> Freeze | None:
    """The freeze that holds this delivery; None when nothing does."""
    return first_over(standing(), delivery, item)


def first_over(open_ones: Sequence[Freeze], delivery: Delivery, item: Item | None = None) -> Freeze | None:
    """The first of these freezes that holds this delivery; None when none does."""
    if not open_ones:
        return None
    topics = topics_of(delivery, item)
    return next((one for one in open_ones if not one.topic or slug(one.topic) in topics), None)


def topics_of(delivery: Delivery, item: Item | None = None) -> set[str]:
    """The slugs of the delivery's category and of its item's category and tags."""
    item = item or Item.objects.filter(pk=delivery.item).first()
    words = [delivery.category]
    if item is not None and item.latest:
        words += [item.category, *item.revision.tags]
    return {slug(word) for word in words if word}


def say(freeze: Freeze) -> Sentence:
    """Why it is held, for a person."""
    topic_vi = f"chủ đề “{freeze.topic}”" if freeze.topic else "mọi bài"
    topic_en = f"the topic “{freeze.topic}”" if freeze.topic else "everything"
    return Sentence(
        f"Đang tạm giữ {topic_vi}: {freeze.reason}. Khi mở lại, bài cần được duyệt lại.",
        f"A freeze holds {topic_en}: {freeze.reason}. When it ends, this asks for approval again.",
    )
