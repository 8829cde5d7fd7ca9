"""What a feed says of itself: its name and language, whose it is, where it is, how often it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lxml import etree

from syndication.sources.addresses import absolute
from syndication.sources.parse import words
from syndication.sources.parse.links import address, alternate, relation
from syndication.sources.parse.markup import markup_of, text_of
from syndication.sources.parse.words import XML, word

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=1)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 7 * 24, "monthly": 30 * 24, "yearly": 365 * 24}  # hours


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed without its items. `home`, `topic` and `hubs` are absolute; `pace` lies between a minute and a day."""

    title: str
    language: str
    home: str
    topic: str
    hubs: tuple[str, ...]
    pace: timedelta | None


def channel_of(root: etree._Element, url: str) -> Channel:
    """What the feed fetched from `url` says of itself."""
    head = root if word(root) in words.CHANNELS else next((one for one in root if word(one) in words.CHANNELS), root)
    told: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    home = ""
    for element in head:
        one = word(element)
        if one == "link":
            home = home or alternate(element)
            links.append((relation(element), address(element)))
        elif one in words.TITLE and not told.get(one):
            told[one] = markup_of(element, xhtml=False)
        elif one not in words.CLOSED and not told.get(one):
            told[one] = text_of(element)
    base = absolute(head.base or "", url) or url

    def first(*listed: str) -> str:
        return next((said for one in listed if (said := told.get(one))), "")

    def named(wanted: str) -> tuple[str, ...]:
        found = (absolute(where, base) for rel, where in links if wanted in rel.split())
        return tuple(dict.fromkeys(filter(None, found)))

    return Channel(
        title=first(*words.TITLE),
        language=first(*words.LANGUAGE) or root.get(f"{XML}lang") or head.get(f"{XML}lang") or "",
        home=absolute(home or first(*words.GUID), base),
        topic=next(iter(named("self")), ""),
        hubs=named("hub"),
        pace=pace(first("ttl"), first("sy:updateperiod"), first("sy:updatefrequency")),
    )


def pace(minutes: str, period: str, times: str) -> timedelta | None:
    """How often a feed says it changes: every so many minutes, or so many times a period. None when it does not say."""
    if told := _number(minutes):
        return min(max(timedelta(minutes=told), SHORTEST), LONGEST)
    if not (hours := _PERIODS.get(period.strip().lower(), 24 if times else 0)):
        return None
    return min(max(timedelta(hours=hours) / (_number(times) or 1), SHORTEST), LONGEST)


def _number(text: str) -> int:
    """A positive whole number; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
