"""The pages of an account: its whole feed, and that of each category and of each unit. A page's name is also its address.

The whole feed's name is "", a category's is one word ("bo-nhiem"), a unit's stands below `unit/` ("unit/vu-phap-che"). Below each
page stand its archive documents, under `archive/<number>`; since no category's and no unit's own name has a slash in it, no page
can be taken for another or for an archive document, not even that of a category that is called "archive" or "unit".
"""

from __future__ import annotations

import re
import unicodedata

from formatters.text import clean_line
from scheduler.models import Delivery
from syndication.feeds.models import Place

LONGEST = 200  # characters of what people call a page
WHOLE, UNIT = "", "unit/"


def pages_of(delivery: Delivery) -> dict[str, str]:
    """The pages on which a delivery stands, by their names, with what people call them."""
    shown = delivery.shown if isinstance(delivery.shown, dict) else {}
    unit = clean_line(str(shown.get("unit") or ""))[:LONGEST]
    named = {address_name(delivery.category): delivery.category, f"{UNIT}{address_name(unit)}": unit}
    return {WHOLE: ""} | {name: title for name, title in named.items() if name not in (WHOLE, UNIT)}


def pages(account: int) -> dict[str, str]:
    """The pages of an account by their names, with what people call them.

    One question for each page, answered by the index alone: the database would read every place to find the different ones.
    """
    told, last = {WHOLE: ""}, WHOLE
    named = Place.objects.filter(account=account).order_by("page", "title").values_list("page", "title")
    while (found := named.filter(page__gt=last).first()) is not None:
        last = found[0]
        told[last] = found[1]
    return told


def title_of(account: int, page: str) -> str | None:
    """What people call this page of an account; None when nothing stands on it."""
    if page == WHOLE:
        return ""
    named = Place.objects.filter(account=account, page=page).order_by("title").values_list("title", flat=True)
    return named.first()


def path_of(slug: str, page: str, archive: int | None = None) -> str:
    """Where a page or an archive document of it is, below /feeds/ and without its ending."""
    parts = (slug, page, f"archive/{archive}" if archive else "")
    return "/".join(part for part in parts if part)


def address_name(category: str) -> str:
    """A category as it stands in an address: "Bổ nhiệm" → "bo-nhiem". "" when nothing of it can stand there."""
    letters = unicodedata.normalize("NFD", category.replace("đ", "d").replace("Đ", "D")).lower()
    return re.sub("[^a-z0-9]+", "-", re.sub("[\u0300-\u036f]", "", letters)).strip("-")
