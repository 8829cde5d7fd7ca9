"""What the attributes of a simple mark say, and the addresses in them: whatever a browser could read otherwise is not simple."""

from __future__ import annotations

import re

from formatters.address import absolute

LAZY = ("data-src", "data-original", "data-lazy-src")  # where a page that loads pictures late has their addresses
# An address that no other parser of addresses could take for something else.
SOUND = re.compile(r"https?://(?:(?!xn--)[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::\d{1,4})?(?:[/?#][!-~]*)?")
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))?")
_REFERENCE = re.compile(r"&(?:amp;|[A-Za-z0-9_]+=)")
_ADDRESS = re.compile(r"\s*(?:https?://|[/.?#]|[A-Za-z0-9_-]+(?=[/.?#]|$))[^\\]*")


class NotSimple(Exception):
    """Something that only a browser's parser knows how to read."""


def read(attributes: str) -> dict[str, str]:
    """The attributes by their names in small letters."""
    told: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(attributes):
        if name.lower() in told:
            raise NotSimple
        told[name.lower()] = double or single
    return told


def value(text: str) -> str:
    """What an attribute says."""
    if "&" not in text:
        return text
    if len(_REFERENCE.findall(text)) != text.count("&"):
        raise NotSimple
    return text.replace("&amp;", "&")


def address(written: str, base_url: str) -> str:
    """The address, completed; "" for none."""
    if not written.strip():
        return ""
    if not _ADDRESS.fullmatch(written):
        raise NotSimple
    told = absolute(value(written), base_url)
    if told and not SOUND.fullmatch(told):
        raise NotSimple
    return told


def quoted(text: str) -> str:
    """The text as it is written between quotes."""
    return text.replace("&", "&amp;").replace('"', "&quot;")
