"""Which hub tells of changes, and of which address: named by the answer's Link header (RFC 8288) or by the feed itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from syndication.sources.addresses import MOST, absolute
from syndication.sources.entry import Parsed

LONGEST = 20_000  # characters of a Link header that are looked at
_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"<>]+))?)*)")
_RELATION = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"<>]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Announced:
    """The hubs, in the order in which they are named, and the address (topic) under which they know the feed; all absolute."""

    hubs: tuple[str, ...]
    topic: str


def announced(link: str, parsed: Parsed, url: str) -> Announced:
    """What the Link header of the answer from `url` names; what it does not name, the feed says. The topic is never empty.

    An address that is too long to be one is not named; under such a topic nobody can be asked.
    """
    named = _relations(link[:LONGEST], url)
    hubs = named.get("hub", []) or list(parsed.hubs)
    topic = next(iter(named.get("self", [])), "") or parsed.topic or url
    usable = [hub for hub in hubs if len(hub) <= MOST and len(topic) <= MOST]
    return Announced(tuple(dict.fromkeys(usable)), topic)


def _relations(header: str, base: str) -> dict[str, list[str]]:
    """The addresses of a Link header by relation; what cannot be read is passed over."""
    found: dict[str, list[str]] = {}
    for target, parameters in _LINK.findall(header):
        told = _RELATION.search(parameters)  # of several the first counts, says the standard
        address = absolute(target, base)
        for relation in (told[1] or told[2]).lower().split() if told and address else ():
            found.setdefault(relation, []).append(address)
    return found
