"""A delivery as an entry: what the ledger holds live, read from the rendition the public was shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri

from formatters.attribution import ADDRESS, portal
from formatters.rendition import Rendition
from formatters.text import clean_line
from scheduler import addresses
from scheduler.models import Delivery
from scheduler.states import State
from syndication.feeds import words
from syndication.feeds.values import Beside, Entry, Reel, Shown, plain, whole_second, writable

NOTHING = Beside()
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def entry_of(delivery: Delivery, base: str, beside: Beside = NOTHING) -> Entry:
    """The entry of a delivery that is or was live; of a retracted one the sentence that it was withdrawn.

    `beside` is what the feed says of it by itself.

    ValueError when the delivery was never public or what was shown cannot be read.
    """
    if delivery.shown is None or delivery.live_at is None:
        raise ValueError(f"delivery {delivery.pk} was never public")
    try:
        shown = Rendition.from_json(delivery.shown)
    except (KeyError, TypeError) as error:
        raise ValueError(f"what delivery {delivery.pk} showed cannot be read: {error!r}") from error
    published = min(published_of(shown.published, delivery.live_at), delivery.live_at)
    settled = delivery.settled_at or delivery.live_at
    if delivery.state == State.RETRACTED:
        return _withdrawal(delivery, shown, published, settled)
    # A portal may say that it will be modified tomorrow: nothing here is newer than when it was shown.
    updated = max(published, min(delivery.shown_modified or published, settled))
    title = clean_line(plain(shown.title)) or delivery.identifier
    note = clean_line(plain(shown.note))
    html = writable(shown.html) or f"<p>{escape(writable(shown.text), quote=False)}</p>"
    if beside.behind is not None:
        # The feed's own word, like that of a withdrawal: what was approved stays as it is.
        html += f"<p><em>{words.behind(beside.behind, shown.language)}</em></p>"
    return Entry(
        identifier=writable(delivery.identifier),
        title=title,
        summary=summary_of(shown) or words.attributed(title, shown.language),
        html=html,
        link=absolute(shown.link),
        language=shown.language,
        author=clean_line(plain(shown.author)) or portal(shown.language),
        published=whole_second(published),
        updated=whole_second(updated),
        changed=whole_second(max(updated, settled, beside.behind or updated)),
        rights=words.rights(shown.language),
        source=absolute(shown.link) or ADDRESS,
        publisher=portal(shown.language),
        category=clean_line(plain(shown.category)),
        unit=clean_line(plain(shown.unit)),
        tags=tuple(clean_line(plain(tag)) for tag in shown.tags),
        pictures=tuple(_pictures(shown, base)),
        film=_film(shown),
        correction=note,
        behind=whole_second(beside.behind) if beside.behind else None,
        translations=beside.translations,
    )


def summary_of(shown: Rendition) -> str:
    """What stands in a feed where there is only room for a summary: what was corrected, the summary, and the attribution.

    A rendition without a summary has its title there; "" when it has neither.
    """
    title, note = clean_line(plain(shown.title)), clean_line(plain(shown.note))
    said = " ".join(part for part in (note, plain(shown.summary) or title) if part)
    return words.attributed(said, shown.language) if said else ""


def published_of(told: object, live_at: datetime) -> datetime:
    """When it was published: what the rendition says, else when it went live. Aware."""
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError:
        return live_at
    told_well = moment.tzinfo is not None and 1900 < moment.year < 9999  # beyond that no zone can be changed
    return moment if told_well else live_at


def _withdrawal(delivery: Delivery, shown: Rendition, published: datetime, when: datetime) -> Entry:
    sentence = words.attributed(words.told(words.WITHDRAWN, shown.language), shown.language)
    title = clean_line(plain(shown.title)) or delivery.identifier
    return Entry(
        identifier=writable(delivery.identifier),
        title=f"{words.told(words.WITHDRAWN_MARK, shown.language)} {title}",
        summary=sentence,
        html=f"<p>{sentence}</p>",
        link=absolute(shown.link),
        language=shown.language,
        author=portal(shown.language),
        published=whole_second(published),
        updated=whole_second(when),
        changed=whole_second(when),
        rights=words.rights(shown.language),
        source=ADDRESS,
        publisher=portal(shown.language),
        category=clean_line(plain(shown.category)),
        unit=clean_line(plain(shown.unit)),
        withdrawn=True,
    )


def _pictures(shown: Rendition, base: str) -> Iterable[Shown]:
    told: set[str] = set()
    for cut in shown.cuts:
        if cut.sha256 and cut.sha256 not in told:
            told.add(cut.sha256)
            yield Shown(
                url=addresses.mint(base, cut.sha256),
                mime=cut.mime,
                width=cut.width,
                height=cut.height,
                size=cut.size,
                alt=clean_line(plain(cut.alt)),
                credit=clean_line(plain(cut.credit)),
            )


def _film(shown: Rendition) -> Reel | None:
    # Only at its own address: the addresses that we mint are of pictures.
    film = shown.film
    if film is None or not absolute(film.url):
        return None
    return Reel(url=absolute(film.url), mime=film.mime, size=film.size, seconds=film.seconds)


def absolute(address: str) -> str:
    """The address when it is an absolute http(s) one, else "": a relative link in a feed leads anywhere.

    What an address cannot hold there is written as RFC 3986 wants it: RSS takes no other. Brackets are for a host alone.
    """
    address = writable(address).strip()
    try:
        parts = urlsplit(address)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # urllib's word for an address with broken brackets
        return ""
    if not whole or any(character.isspace() for character in address):
        return ""
    before, host, behind = address.partition(parts.netloc)
    path, mark, fragment = behind.partition("#")
    rest = f"{path}{mark}{fragment.replace('#', '%23')}".replace("[", "%5B").replace("]", "%5D")
    return iri_to_uri(f"{before}{host}{_LONE_PERCENT.sub('%25', rest)}")
