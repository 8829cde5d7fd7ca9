"""Sources and routes: added and changed."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

from scheduler.models import Account
from syndication.sources.models import Route, Source

APPROVALS = {"auto": 0, "one": 1, "two": 2}


def add_source(
    name: str,
    url: str,
    *,
    kind: str = "feed",
    language: str = "vi",
    category: str = "",
    every: timedelta = timedelta(minutes=5),
    baseline: bool = True,
    canonical_host: str = "",
    own: bool | None = None,
) -> Source:
    """A new source. `own` None means: decided by its canonical host. ValueError names what is wrong."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not an http or https address")
    if kind != "feed":
        raise ValueError(f"sources of kind {kind!r} are not built yet; there is: feed")
    if language not in ("vi", "en"):
        raise ValueError(f"the language is vi or en, not {language!r}")
    if every < timedelta(seconds=5):
        raise ValueError("a source is pulled every 5 seconds at most")
    if Source.objects.filter(name=name).exists():
        raise ValueError(f"there is a source {name!r} already")
    host = (canonical_host or parts.hostname).lower()
    return Source.objects.create(
        name=name,
        url=url,
        kind=kind,
        language=language,
        category=category,
        every=every,
        baseline=baseline,
        canonical_host=host,
        own=is_own(host) if own is None else own,
    )


def is_own(host: str) -> bool:
    """Whether a host is the ministry's: named in SYNDICATION_MINISTRY_HOSTS, below one, or inside our own network.

    A private address can be pulled only when the operator has let it through by name, so it is a machine of ours.
    """
    if any(host == ours or host.endswith(f".{ours}") for ours in settings.SYNDICATION_MINISTRY_HOSTS):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host in settings.SYNDICATION_ALLOW_PRIVATE_HOSTS


def add_route(
    source: Source, account: Account, *, categories: list[str], approval: str = "one", delay: timedelta = timedelta(0)
) -> tuple[Route, bool]:
    """The route from a source to an account, and whether it was made now; an existing one is changed. ValueError as above."""
    if approval not in APPROVALS:
        raise ValueError(f"the approval is one of {', '.join(APPROVALS)}, not {approval!r}")
    if approval == "auto" and not source.own:
        raise ValueError(f"{source.name!r} is not the ministry's own: what is collected elsewhere is never automatic")
    return Route.objects.update_or_create(
        source=source,
        account=account,
        defaults={"categories": categories, "approvals": APPROVALS[approval], "delay": delay},
    )
