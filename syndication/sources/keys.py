"""The marks by which an entry is known again: its guid, its article's number, its address, its likeness."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

from formatters.text import nfc
from syndication.sources.addresses import same_place
from syndication.sources.entry import Entry

LONGEST_KEY = 600  # characters
WEAK = "said:"  # a likeness, not an identity: believed only where nothing stronger speaks

# The article's own number at the end of an address, which stays when the headline in it is edited.
_NUMBERS = (
    re.compile(r"---?oid(\d+)(?:\.\w{2,5})?$", re.IGNORECASE),
    re.compile(r"[-_/](?:a|d|p|post|art)?(\d{5,20})(?:\.(?:s?html?|aspx|chn|vnp|vov|vgp|amp))?$", re.IGNORECASE),
)


def keys_of(entry: Entry) -> tuple[str, ...]:
    """The keys under which the entry is found again, strongest first.

    `guid:` as given · `oid:` host and the article's own number at the end of the path · `link:` the address in one form
    (a site's front page is nobody's) · `said:` title and instant, only where the guid is absent or is just the address.
    """
    place, guid_place = same_place(entry.link), same_place(entry.guid)
    keys = [f"guid:{nfc(entry.guid)}"] if entry.guid else []
    for one in dict.fromkeys((place, guid_place)):
        if number := _number(one):
            keys.append(f"oid:{one.partition('/')[0]}/{number}")
    if "/" in place or "?" in place:
        keys.append(f"link:{place}")
    told_by_address = not entry.guid or (bool(place) and guid_place == place)
    # Without an instant the same headline may come every week: then it is a key only where there is no other.
    if entry.title and told_by_address and (entry.published or not keys):
        keys.append(likeness(entry))
    return tuple(dict.fromkeys(_storable(key) for key in keys))


def names_of(ref: str) -> frozenset[str]:
    """The keys that a tombstone's reference may mean: a guid, or an address."""
    place = same_place(ref)
    return frozenset(_storable(key) for key in (f"guid:{nfc(ref)}", *([f"link:{place}"] if "/" in place else [])))


def likeness(entry: Entry) -> str:
    """Title and instant as a key."""
    instant = entry.published.astimezone(UTC).isoformat() if entry.published else ""
    folded = re.sub(r"\s+", " ", nfc(entry.title)).strip()
    return WEAK + hashlib.sha256(f"{folded}\n{instant}".encode()).hexdigest()


def _storable(key: str) -> str:
    """A key too long for an index is known by its beginning and its digest."""
    return key if len(key) <= LONGEST_KEY else f"{key[:200]}…{hashlib.sha256(key.encode()).hexdigest()}"


def _number(place: str) -> str:
    """The article's own number in an address; "" when there is none or it reads as a day."""
    path = place.partition("?")[0]
    found = next((match for pattern in _NUMBERS if (match := pattern.search(path))), None)
    if found is None or "/" not in path:
        return ""
    return "" if found.re is _NUMBERS[1] and _is_day(found[1]) else found[1]


def _is_day(digits: str) -> bool:
    """20260907, 07092026, 070926: the number of a day, which many articles share."""
    for form in {8: ("%Y%m%d", "%d%m%Y"), 6: ("%d%m%y", "%y%m%d")}.get(len(digits), ()):
        try:
            if 2000 <= datetime.strptime(digits, form).replace(tzinfo=UTC).year <= 2045:
                return True
        except ValueError:
            continue
    return False
