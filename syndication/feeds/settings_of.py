"""An account of the channel `feed`, as the feed that it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from formatters.text import clean_line
from scheduler.access import settled_settings
from scheduler.models import Account
from syndication.feeds import words
from syndication.feeds.values import plain

RESERVED = frozenset({"p", "channels"})  # /feeds/p/<key>/… are the partners' addresses; channels.json is no feed
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")  # with a category and an archive's number it fits a path


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """Where the feed is, in which language, and what it is called. `base` has no slash at its end; `hub` is "" without one."""

    slug: str
    language: str
    title: str
    base: str
    hub: str = ""


def settings_of(account: Account) -> FeedSettings:
    """Read them. ValueError says what is wrong: a setting, a slug that cannot stand in an address, or one already taken."""
    found = settled_settings(account)
    slug, language = str(found["slug"]), str(found["language"] or "vi")
    if not _SLUG.fullmatch(slug) or slug in RESERVED:
        raise ValueError(
            f"the slug {slug!r} cannot stand in an address; use up to 60 letters, digits and hyphens, and neither 'p' nor 'channels'"
        )
    before = Account.objects.filter(channel=account.channel, settings__slug=slug, pk__lt=account.pk).first()
    if before is not None:
        raise ValueError(f"the slug {slug!r} is already that of the account {before}; choose another")
    title = clean_line(plain(str(found["title"] or ""))) or words.told(words.TITLE, language)
    return FeedSettings(
        slug=slug,
        language=language,
        title=title,
        base=str(found["base_url"]).rstrip("/"),
        hub=settings.SYNDICATION_HUB_URL,
    )
