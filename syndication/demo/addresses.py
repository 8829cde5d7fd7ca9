"""Where things stand on the demonstration portal."""

from __future__ import annotations

import re
import unicodedata

from syndication.demo.timetable import Shown

MEDIA = "/Media_Share/2026/11/"
_PAGES = {"vi": "/tin-tuc/", "en": "/en/news/"}
_LONGEST = 90  # letters of a slug


def slug(title: str) -> str:
    """The title as it stands in an address: plain letters, digits and dashes, cut at a word."""
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition("-")[0]


def page(one: Shown) -> str:
    """The path of an item's page: its slug changes with its title, its oid stays."""
    return f"{_PAGES[one.item.language]}{slug(one.title)}---oid{one.item.oid}"


def complete(body: str, base: str) -> str:
    """The body with every picture's address on the portal; `base` "" leaves them relative to it."""
    return re.sub(r'<img src="([^"/]+)"', rf'<img src="{base}{MEDIA}\1"', body)
