"""Sources and routes: added and changed."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from formatters.text import clean_line
from scheduler.models import Account
from syndication.desk import source_notices
from syndication.desk.naming import check_name
from syndication.sources.models import Route, Source

APPROVALS = {"auto": 0, "one": 1, "two": 2}
LANGUAGES = ("vi", "en")
LONGEST_ADDRESS = 2000  # characters
LONGEST_CATEGORY = 200
LONGEST_HOST = 253
LONGEST_WAIT = timedelta(days=3650)


def add_source(
    name: str,
    url: str,
    *,
    kind: str = "feed",
    language: str = "vi",
    category: str = "",
    unit: str = "",
    every: timedelta = timedelta(minutes=5),
    baseline: bool = True,
    canonical_host: str = "",
    own: bool | None = None,
) -> Source:
    """A new source. `own` None means: decided by its canonical host. ValueError names what is wrong."""
    check_name(name, "a source")
    of_address = host_of(url)
    if kind != "feed":
        raise ValueError(f"sources of kind {kind!r} are not built yet; there is: feed")
    _check_language(language)
    _check_interval(every)
    _check_category(category)
    _check_unit(unit)
    if Source.objects.filter(name=name).exists():
        raise ValueError(f"there is a source {name!r} already")
    host = _host(canonical_host) if canonical_host else of_address
    return Source.objects.create(
        name=name,
        url=url,
        kind=kind,
        language=language,
        category=category,
        unit=clean_line(unit),
        every=every,
        baseline=baseline,
        canonical_host=host,
        own=is_own(host) if own is None else own,
    )


def set_source(
    source: Source,
    *,
    url: str = "",
    every: timedelta | None = None,
    category: str | None = None,
    unit: str | None = None,
    language: str = "",
    canonical_host: str = "",
    now: datetime,
) -> Source:
    """Change what is named; the rest stays. It is asked anew, even if it was stopped. ValueError names what is wrong.

    With its address its items' host changes too, where the two were one. A source whose items' host is the ministry's no more is
    collected from then on; one that is collected never becomes the ministry's by itself.
    """
    if language:
        _check_language(language)
    if every is not None:
        _check_interval(every)
    if category is not None:
        _check_category(category)
    if unit is not None:
        _check_unit(unit)
        source.unit = clean_line(unit)
    host = _host(canonical_host) if canonical_host else ""
    if url and url != source.url:
        if not host and source.canonical_host == urlsplit(source.url).hostname:
            host = host_of(url)
        host_of(url)
        source.before = [*source.before, source.url]
        source.url, source.etag, source.modified, source.body = url, "", "", ""
    if host and host != source.canonical_host:
        source.own = source.own and (is_own(host) or not is_own(source.canonical_host))
        source.canonical_host = host
    source.language = language or source.language
    source.every = source.every if every is None else every
    source.category = source.category if category is None else category
    source.moved_to = ""
    return _go_on(source, now)


def pause_source(source: Source) -> None:
    """It is asked no more by itself until it is resumed."""
    Source.objects.filter(pk=source.pk).update(paused=True)


def resume_source(source: Source, *, now: datetime) -> Source:
    """It is asked again, at once, whatever it was that stopped it."""
    source.paused = False
    return _go_on(source, now)


def _go_on(source: Source, now: datetime) -> Source:
    source.stopped, source.failures, source.failing_since, source.next_pull_at = False, 0, None, None
    source.save()
    source_notices.settled(source, source_notices.GONE, source_notices.FAILING, source_notices.MOVED, now=now)
    return source


def host_of(url: str) -> str:
    """The host of an address that could be asked for, lower case. ValueError says that it is none, and why."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{url!r} is not an http or https address: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{url!r} is not an http or https address")
    if port == 0:
        raise ValueError(f"{url!r} is not an http or https address: a port is a number from 1 to 65535")
    if " " in url or not url.isprintable():
        raise ValueError(
            f"{url!a} is not an http or https address: it holds a space or a character that cannot be seen"
        )
    if len(url) > LONGEST_ADDRESS:
        raise ValueError(f"an address has at most {LONGEST_ADDRESS} characters, not {len(url)}")
    try:
        if len(host.encode("idna")) > LONGEST_HOST:
            raise ValueError(f"{url!r} is not an http or https address: the name of its host is too long")
    except UnicodeError:
        raise ValueError(
            f"{url!r} is not an http or https address: a part of its host's name is empty or too long"
        ) from None
    return host


def _host(text: str) -> str:
    """A host that was given by itself."""
    try:
        if host_of(f"http://{text}/") == text.lower().strip("[]"):
            return text.lower().strip("[]")
    except ValueError:
        pass  # said below, in words that fit a host
    raise ValueError(f"{text!r} is not the name of a host; write for instance moha.gov.vn")


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise ValueError(f"the language is vi or en, not {language!r}")


def _check_interval(every: timedelta) -> None:
    if every < timedelta(seconds=5):
        raise ValueError("a source is pulled every 5 seconds at most")
    _not_too_long(every)


def _not_too_long(span: timedelta) -> None:
    if span > LONGEST_WAIT:
        raise ValueError(f"more than {LONGEST_WAIT.days} days is too long")


def _check_unit(unit: str) -> None:
    if len(clean_line(unit)) > LONGEST_CATEGORY:
        raise ValueError(f"the name of a unit is at most {LONGEST_CATEGORY} characters long")


def _check_category(category: str) -> None:
    if len(category) > LONGEST_CATEGORY or not category.isprintable():
        raise ValueError(f"a category has at most {LONGEST_CATEGORY} characters, all of which can be seen")


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


def pull_at_once(source: Source, *, now: datetime) -> None:
    """Its turn comes with the next tick."""
    Source.objects.filter(pk=source.pk).update(next_pull_at=now)


def may_stand_for(source: Source, url: str) -> bool:
    """Whether what stands at `url`, where this source's page or redirect leads, may pass for it: elsewhere nothing is the ministry's."""
    try:
        host = host_of(url)
    except ValueError:
        return False
    before = urlsplit(source.url).hostname or ""
    return not source.own or host.removeprefix("www.") == before.removeprefix("www.") or is_own(host)


def add_route(
    source: Source, account: Account, *, categories: list[str], approval: str = "one", delay: timedelta = timedelta(0)
) -> tuple[Route, bool]:
    """The route from a source to an account, and whether it was made now; an existing one is changed. ValueError as above."""
    if approval not in APPROVALS:
        raise ValueError(f"the approval is one of {', '.join(APPROVALS)}, not {approval!r}")
    if approval == "auto" and not source.own:
        raise ValueError(f"{source.name!r} is not the ministry's own: what is collected elsewhere is never automatic")
    _not_too_long(delay)
    for category in categories:
        _check_category(category)
    return Route.objects.update_or_create(
        source=source,
        account=account,
        defaults={"categories": categories, "approvals": APPROVALS[approval], "delay": delay},
    )
