"""How much of Meta's limits is used up, as every answer's headers tell it, and resting before they bite.

https://developers.facebook.com/docs/graph-api/overview/rate-limiting/ : X-App-Usage and X-Business-Use-Case-Usage in percent,
the latter with minutes until access is regained; "continuing to make calls will … increase the time". The older X-Page-Usage:
https://developers.facebook.com/blog/post/2016/06/16/page-level-rate-limits/ . They come only once enough calls were made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from channels.access import Access
from channels.errors import Throttled

BUCKET = "graph"  # rests when a limit is near: nothing is published or changed
REACHED = "graph-reached"  # rests when a limit was reached: nothing is read either, for each call makes the wait longer
NEAR = 90  # percent
PAUSE = timedelta(minutes=5)  # near a limit, where Meta does not say how long
LONGEST = timedelta(hours=24)  # every window is one of at most 24 hours

APP_LIMITS = frozenset([4, 341])
PAGE_LIMITS = frozenset([17, 32, 613, 80001])


@dataclass(frozen=True, slots=True)
class Used:
    """The fullest of some numbers in percent, and how long until access is regained, None when that is not told."""

    percent: float = 0.0
    regain: timedelta | None = None

    @property
    def near(self) -> bool:
        """Whether it is time to rest."""
        return self.percent >= NEAR or self.regain is not None


def of_app(headers: Mapping[str, str]) -> Used:
    """What `X-App-Usage` says: the budget that all accounts of an app share."""
    return _fullest([_json(headers.get("x-app-usage"))])


def of_page(headers: Mapping[str, str]) -> Used:
    """What `X-Business-Use-Case-Usage` says of Pages, and `X-Page-Usage`: the Page's own budget."""
    told = _json(headers.get("x-business-use-case-usage"))
    listed = [one for uses in told.values() if isinstance(uses, list) for one in uses]
    pages = [one for one in listed if isinstance(one, dict) and str(one.get("type", "pages")).startswith("page")]
    return _fullest([*pages, _json(headers.get("x-page-usage"))])


def regained(headers: Mapping[str, str]) -> timedelta | None:
    """How long until calls are accepted again, in Meta's own estimate; None when it is not told."""
    return of_page(headers).regain


def heed(access: Access, headers: Mapping[str, str], code: int | None) -> None:
    """Let the account, or all accounts of its app, rest when a limit is near or has been reached."""
    app, page = of_app(headers), of_page(headers)
    if not (app.near or page.near or code):
        return
    for pool, used, codes in ((app_pool(access), app, APP_LIMITS), ("", page, PAGE_LIMITS)):
        told = used.regain or page.regain
        if code in codes:
            # A limit that was reached and does not say for how long: the account's own first back-off, which then grows.
            wait = min(told or timedelta(seconds=int(access.settings["retry_seconds"])), LONGEST)
            access.meter.rest(BUCKET, access.now() + wait, pool=pool)
            access.meter.rest(REACHED, access.now() + wait, pool=pool)
        elif used.near:
            access.meter.rest(BUCKET, access.now() + min(told or PAUSE, LONGEST), pool=pool)


def ready(access: Access) -> None:
    """Throttled while the account or its app rests. Asked before anything is published or changed, never before a withdrawal."""
    for pool in {"", app_pool(access)}:
        access.meter.ready(BUCKET, pool=pool)


def readable(access: Access) -> None:
    """Throttled while Meta refuses every call of the account or its app. Asked before something is looked for or after."""
    for pool in {"", app_pool(access)}:
        access.meter.ready(REACHED, pool=pool)


def resting(access: Access) -> timedelta | None:
    """How long nothing will be sent yet; None when something may be sent now."""
    try:
        ready(access)
    except Throttled as error:
        return error.after or PAUSE
    return None


def app_pool(access: Access) -> str:
    """The name under which the accounts of one app share its budget: by its number, else by a hash of its secret.

    "" when neither is known: then the app's limits count as the account's own.
    """
    if app_id := str(access.settings.get("app_id") or "").strip():
        return f"facebook-app:{app_id}"
    secret = access.vault.read().get("app_secret", "")
    return f"facebook-app:{hashlib.sha256(secret.encode()).hexdigest()[:32]}" if secret else ""


def _fullest(told: list[Mapping[str, Any]]) -> Used:
    percents = [
        number
        for one in told
        for name in ("call_count", "total_time", "total_cputime")
        for number in _number(one, name)
    ]
    minutes = [number for one in told for number in _number(one, "estimated_time_to_regain_access") if number > 0]
    regain = timedelta(minutes=min(max(minutes), LONGEST.total_seconds() / 60)) if minutes else None
    return Used(max(percents, default=0.0), regain)


def _number(told: Mapping[str, Any], name: str) -> Iterator[float]:
    try:
        yield float(told.get(name, 0))
    except (TypeError, ValueError):
        return


def _json(text: str | None) -> Mapping[str, Any]:
    try:
        told = json.loads(text or "")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
