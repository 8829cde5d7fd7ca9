"""The ministry's official channels, for machines and for people: what is listed here is the ministry's, and nothing else is."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from formatters.attribution import is_vietnamese, portal
from formatters.sentence import Sentence
from formatters.text import clean_line
from scheduler.access import settled_settings
from scheduler.models import Account
from syndication.feeds import words
from syndication.feeds.values import writable
from syndication.gate.models import Mandate

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/json; charset=utf-8"
VERSION = "urn:moha:channels:1"
TITLE = Sentence("Các kênh chính thức của Bộ Nội vụ", "Official channels of the Ministry of Home Affairs")


@dataclass(frozen=True, slots=True)
class Official:
    """One account that the leadership has allowed: `address` is where citizens see it, "" when nobody said so."""

    kind: str
    label: str
    name: str
    address: str
    language: str
    decision: str
    signed_on: date


def official(today: date) -> list[Official]:
    """The accounts that are live and whose decision is valid on this day, in the order of their making.

    One that tells another language than Vietnamese needs the decision on that language too. The newest valid one is named.
    """
    valid = Mandate.objects.filter(Q(expires=None) | Q(expires__gte=today), signed_on__lte=today)
    decisions = {
        mandate.account_id: mandate for mandate in valid.filter(account__isnull=False).order_by("signed_on", "pk")
    }
    languages = set(valid.values_list("language", flat=True))
    found: list[Official] = []
    for account in Account.objects.filter(mode="live", pk__in=[key for key in decisions if key]).order_by("pk"):
        if is_vietnamese(account.language) or account.language in languages:
            try:
                found.append(_one(account, decisions[account.pk]))
            except ValueError as error:  # it is left out: it must not take the list away
                log.error("left out of the official channels: %s", error)
    return found


def render(channels: Iterable[Official]) -> bytes:
    """The list as JSON, UTF-8. No time of making is in it."""
    told = {
        "version": VERSION,
        "title": TITLE.vi,
        "title_en": TITLE.en,
        "publisher": portal("vi"),
        "rights": words.rights("vi"),
        "channels": [
            {
                "kind": one.kind,
                "name": one.name,
                **({"url": one.address} if one.address else {}),
                "language": one.language,
                "decision": {"number": one.decision, "date": one.signed_on.isoformat()},
            }
            for one in channels
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _one(account: Account, mandate: Mandate) -> Official:
    channel = account.manifest
    settled = settled_settings(account)
    name = str(settled.get("title") or account.health.get("name") or account.connected_as or account.name)
    return Official(
        kind=channel.kind,
        label=channel.label,
        name=clean_line(writable(name)),
        address=channel.address_of(settled),
        language=account.language,
        decision=clean_line(writable(mandate.decision)),
        signed_on=mandate.signed_on,
    )
