"""Partners: sites that read our feeds under a key of their own, so that we know what each has fetched and when.

A key is a way to be counted, not to be let in: without one the feeds are public. It is shown once and kept as a hash.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from formatters.sentence import Cannot, Sentence
from syndication.feeds.models import FeedFile, Fetch, Partner
from syndication.feeds.pages import WHOLE

LONGEST_NAME = 200
_KEY = re.compile("[A-Za-z0-9_-]{20,64}")

NO_NAME = Sentence(
    f"Hãy đặt tên cho đối tác, không quá {LONGEST_NAME} ký tự, không có ký tự ẩn.",
    f"Give the partner a name of at most {LONGEST_NAME} characters, all of them visible.",
)
TAKEN = Sentence(
    "Đã có đối tác tên “{name}”, kể cả nếu đã bị thu hồi; hãy đặt tên khác.",
    "There is a partner “{name}” already, be it a revoked one; choose another name.",
)
UNKNOWN = Sentence("Không có đối tác nào tên “{name}”.", "There is no partner “{name}”.")


@dataclass(frozen=True, slots=True)
class Known:
    """A partner, as an answer needs to know it."""

    pk: int
    revoked: bool


@dataclass(frozen=True, slots=True)
class Added:
    """A new partner with its key, which can never be shown again, and the addresses that it uses."""

    partner: Partner
    key: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a partner fetched at one path. `stale`: what it has is not what we serve now; `gone`: we serve nothing there."""

    path: str
    first_at: datetime
    last_at: datetime
    times: int
    status: int
    stale: bool
    gone: bool


def add(name: str, *, who: str, now: datetime) -> Added:
    """A new partner. Cannot when the name is empty, too long or taken."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Cannot(NO_NAME)
    key = secrets.token_urlsafe(24)
    try:
        with transaction.atomic():
            partner = Partner.objects.create(name=name, key_hash=hashed(key), created_at=now, created_by=who)
    except IntegrityError:
        raise Cannot(_named(TAKEN, name)) from None
    return Added(partner, key, tuple(addresses(key)))


def revoke(name: str, *, who: str, now: datetime) -> Partner:
    """End its key, for ever: its addresses say so. Cannot when there is no such partner. A second time changes nothing."""
    partner = Partner.objects.filter(name=" ".join(name.split())).first()
    if partner is None:
        raise Cannot(_named(UNKNOWN, name))
    if Partner.objects.filter(pk=partner.pk, revoked_at=None).update(revoked_at=now, revoked_by=who):
        partner.refresh_from_db()
    return partner


def fetches() -> list[tuple[Partner, list[Fetched]]]:
    """Every partner by name, with what it has fetched, by path."""
    tags = dict(FeedFile.objects.values_list("path", "etag"))
    found = Partner.objects.prefetch_related("fetches").order_by("name")
    return [(partner, [_fetched(fetch, tags) for fetch in partner.fetches.all()]) for partner in found]


def addresses(key: str) -> list[str]:
    """Where a partner with this key reads the whole feeds, in every form."""
    paths = FeedFile.objects.filter(page=WHOLE, archive=None).order_by("account_id", "path")
    return [address(key, path) for path in paths.values_list("path", flat=True)]


def address(key: str, path: str) -> str:
    """Where a partner with this key reads one file."""
    return f"{settings.SYNDICATION_BASE_URL}/feeds/p/{key}/{path}"


def is_key(text: str) -> bool:
    """Whether it could be a key: nothing else is looked up."""
    return bool(_KEY.fullmatch(text))


def hashed(key: str) -> str:
    """What is kept of a key. One round is enough: nobody can guess 192 bits."""
    return hashlib.sha256(key.encode()).hexdigest()


def look(key_hash: str, known: Known | None = None) -> Known | None:
    """The partner whose key has this hash: `known` itself when nothing changed."""
    found = Partner.objects.filter(key_hash=key_hash).values_list("pk", "revoked_at").first()
    now = Known(found[0], found[1] is not None) if found else None
    return known if known == now else now


def weight(known: Known) -> int:
    """Bytes that one takes in memory, about."""
    return 500


def _fetched(fetch: Fetch, tags: dict[str, str]) -> Fetched:
    return Fetched(
        path=fetch.path,
        first_at=fetch.first_at,
        last_at=fetch.last_at,
        times=fetch.times,
        status=fetch.status,
        stale=tags.get(fetch.path) != fetch.etag,
        gone=fetch.path not in tags,
    )


def _named(say: Sentence, name: str) -> Sentence:
    return Sentence(say.vi.format(name=name), say.en.format(name=name))
