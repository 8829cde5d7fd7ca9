"""The pages of an account: its whole feed, and that of each category. A page has a name, which is also its address.

The whole feed's name is "", a category's is one word ("bo-nhiem"). Below each page stand its archive documents, under
`archive/<number>`; since the name of a category has no slash in it, no page can be taken for an archive document, not even
that of a category that is called "archive".
"""

from __future__ import annotations

import re
import unicodedata

from scheduler.models import Delivery
from syndication.feeds.models import Place

WHOLE = ""


def pages_of(delivery: Delivery) -> dict[str, str]:
    """The pages on which a delivery stands, by their names, with what people call them."""
    category = address_name(delivery.category)
    return {WHOLE: ""} | ({category: delivery.category} if category else {})


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
