"""A source is read: retrieve → take in; and what was found out about the source itself is kept."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

from django.db.models import Q

from channels.wire import Wire
from formatters.sentence import Sentence
from syndication.desk import source_notices, subscribe
from syndication.desk.host_turn import host_of
from syndication.desk.sources import is_own, may_stand_for
from syndication.desk.take_in import Came, Pulled, take_in
from syndication.sources.discover import Found, discover
from syndication.sources.interval import after_failure, until_next
from syndication.sources.links import announced
from syndication.sources.models import Source
from syndication.sources.moved import LONGEST as MOST_ADDRESS
from syndication.sources.moved import may_follow
from syndication.sources.parse import Unreadable
from syndication.sources.retrieve import NotRetrieved, Retrieved, retrieve

FOUND_OUT = (
    *("etag", "modified", "pulled_at", "next_pull_at", "first_pull_at", "first_pull_done", "stopped", "error"),
    *("body", "entries", "pace", "changed_at", "failures", "failing_since", "url", "before", "moved_to", "findings"),
)
MOST_BEFORE = 20  # addresses that are remembered
FAULT = Sentence(
    "Không xử lý được nguồn này vì lỗi của hệ thống; sẽ tự thử lại. Nếu kéo dài, quản trị viên xem nhật ký.",
    "This source could not be dealt with because of a fault of ours; it will be tried again. If it lasts, the operator looks into "
    "the log.",
)
GONE_THERE = Sentence(
    "Nguồn tạm chuyển hướng tới một địa chỉ đã bị gỡ (410); sẽ tự thử lại.",
    "The source redirects for the time being to an address that is gone (410); it will be tried again.",
)
STRANGE = Sentence(
    "Nguồn của Bộ chuyển hướng sang máy chủ không phải của Bộ nên không đọc: nội dung ở đó không thể được coi là của Bộ. Hãy kiểm tra "
    "trên Cổng.",
    "This source of the ministry's redirects to a host that is not the ministry's, and is not read there: what stands there cannot "
    "pass for the ministry's own. Look at the portal.",
)

log = logging.getLogger(__name__)


def receive(
    source: Source,
    wire: Wire,
    *,
    who: str,
    now: datetime,
    keeping: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Pulled:
    """Read this source once. What is wrong with it is in the answer and on the source; nothing that came is lost.

    An answer of 304, and a document of the same bytes as the last one, cost no parse, and nothing is written: whoever pulls has put
    the next time off before (`desk/pull`). The validators and the digest of the document are kept only when every entry has been
    dealt with, so that a failure in the middle is met again. `keeping` is entered while a document is dealt with, which may take long.
    What comes of the ministry's own from a host that is not the ministry's is not looked at, be it a document, a 304 or a 410.
    """
    pulled = Pulled(source.name)
    was = {name: getattr(source, name) for name in FOUND_OUT}
    asked: timedelta | None = None
    answered = False
    try:
        retrieved = retrieve(source.url, wire, source.etag, source.modified)
        if retrieved.moved and not may_stand_for(source, retrieved.url):
            _moved(source, retrieved)
            raise NotRetrieved(STRANGE)
        if retrieved.status == "gone":
            # Where it leads for the time being only, somebody else is gone.
            source.stopped = not retrieved.moved or retrieved.for_good
            raise NotRetrieved(
                Sentence(
                    f"Nguồn {source.name} đã bị gỡ (410); đã ngừng lấy.",
                    f"The source {source.name} is gone (410); stopped.",
                )
                if source.stopped
                else GONE_THERE
            )
        _answered(source, retrieved, wire, pulled, who, now, keeping)
        source.stopped, source.failures, source.failing_since = False, 0, None
        answered = True
    except (NotRetrieved, Unreadable) as error:
        pulled.error = error.say.to_json()
        asked = getattr(error, "after", None)
    except Exception:  # what nobody foresaw is told like any other trouble: else the source would fail unseen
        log.exception("the source %s could not be dealt with", source.name)
        pulled.error = FAULT.to_json()
    if pulled.error and not answered:
        source.failures += 1
        source.failing_since = source.failing_since or now
    source.error = pulled.error or {}
    _keep(source, was, asked, now, at_once=bool(pulled.left))
    return pulled


def next_pull(source: Source, now: datetime) -> datetime:
    """When the source is asked again, if it answers now and has nothing new."""
    changed = source.changed_at or source.first_pull_at
    quiet = now - changed if changed else None
    return now + until_next(every=source.every, own=source.own, quiet=quiet, pace=source.pace)


def _answered(
    source: Source,
    retrieved: Retrieved,
    wire: Wire,
    pulled: Pulled,
    who: str,
    now: datetime,
    keeping: Callable[[], AbstractContextManager[object]],
) -> None:
    """What came is dealt with, when it is something else than last time."""
    validators = _word_for_word(retrieved.etag, 500), _word_for_word(retrieved.modified, 200)
    if retrieved.status == "unchanged":
        pulled.unchanged = source.entries
        source.etag, source.modified = validators
        return
    came = Came(retrieved.body, retrieved.content_type, retrieved.url)
    body = hashlib.sha256(came.of.encode() + came.body).hexdigest()
    if body == source.body:
        pulled.unchanged = source.entries
        source.etag, source.modified = validators
        _moved(source, retrieved)
        return
    source.first_pull_at = source.first_pull_at or now
    try:
        with keeping():
            whole, parsed = take_in(source, came, wire, pulled, who=who, now=now)
    except Unreadable as error:
        found = _found(source, retrieved, error, wire)
        if found is None:
            raise
        _answered(source, found.retrieved, wire, pulled, who, now, keeping)
        source.findings = pulled.findings = [found.how.to_json(), *pulled.findings]
        return
    source.first_pull_done = source.first_pull_done or whole
    source.etag, source.modified = validators if whole else ("", "")
    source.body = body if whole else ""
    source.entries = pulled.new + pulled.revised + pulled.unchanged
    source.findings = pulled.findings
    source.pace = max(filter(None, (retrieved.pace, parsed.pace)), default=None)
    if pulled.new or pulled.revised or pulled.withdrawn:
        source.changed_at = now
    subscribe.learn(source, announced(retrieved.link, parsed, retrieved.url), now=now)
    _moved(source, retrieved)


def _found(source: Source, retrieved: Retrieved, why: Unreadable, wire: Wire) -> Found | None:
    """The feed of the web page that came instead: it is the address then. Only of a source that could never be read yet."""
    if source.first_pull_done or source.body:
        return None
    found = discover(retrieved, why, wire, source.language, lambda url: may_stand_for(source, url))
    if found is None:
        return None
    address = {"url": found.url, "kind": found.kind, "found_on": source.url}
    if not Source.objects.filter(pk=source.pk, url=source.url).update(**address):
        return None  # somebody has changed it meanwhile
    source.url, source.kind, source.found_on = found.url, found.kind, source.url
    return found


def _word_for_word(validator: str, most: int) -> str:
    """A validator is sent back as it came or not at all."""
    return validator if len(validator) <= most else ""


def _moved(source: Source, retrieved: Retrieved) -> None:
    """Remember where it has moved: for good where that may be believed, else for a person to decide. Temporary is nothing."""
    if not (retrieved.moved and retrieved.for_good):
        source.moved_to = ""
    elif may_follow(source.url, retrieved.moved, is_own):
        source.before = [*source.before, source.url][-MOST_BEFORE:]
        source.url, source.moved_to = retrieved.moved, ""
    else:
        source.moved_to = retrieved.moved[:MOST_ADDRESS]


def _keep(source: Source, was: dict[str, object], asked: timedelta | None, now: datetime, *, at_once: bool) -> None:
    """Write what was found out, and only that: what an operator has changed meanwhile stays. Nothing, when it is as it was.

    `at_once`: entries were left that are taken in as soon as others have had their turn.
    """
    changed = [name for name in FOUND_OUT if getattr(source, name) != was[name]]
    if not (changed or at_once):
        return
    source.pulled_at = now
    if source.failures:
        wait = after_failure(every=source.every, own=source.own, failures=source.failures, asked=asked)
        source.next_pull_at = now + wait
    else:
        source.next_pull_at = now if at_once else next_pull(source, now)
    found = {name: getattr(source, name) for name in (*changed, "pulled_at", "next_pull_at")}
    # Under another address, which an operator has given it meanwhile, nothing of it holds.
    of = {str(was["url"]), source.url, *(source.before[-1:] if source.before != was["before"] else ())}
    if not Source.objects.filter(pk=source.pk, url__in=of).update(**found):
        return
    if asked:
        _let_rest(source, now + asked)
    _tell(source, was, now)


def _let_rest(source: Source, until: datetime) -> None:
    """A host that asks us to wait is asked for none of its sources."""
    host = host_of(source.url)
    others = Source.objects.filter(Q(next_pull_at=None) | Q(next_pull_at__lt=until)).exclude(pk=source.pk)
    same_host = [pk for pk, url in others.values_list("pk", "url") if host_of(url) == host]
    Source.objects.filter(pk__in=same_host).update(next_pull_at=until)


def _tell(source: Source, was: dict[str, object], now: datetime) -> None:
    """Let a person hear of what is wrong with it, and of nothing that is over."""
    if source.stopped:
        source_notices.gone(source, now=now)
    elif source.failures:
        source_notices.failing(source, Sentence.from_json(source.error), now=now)
    elif was["failures"] or was["stopped"]:
        source_notices.settled(source, source_notices.GONE, source_notices.FAILING, now=now)
    if source.moved_to != was["moved_to"]:
        source_notices.settled(source, source_notices.MOVED, now=now)
        if source.moved_to:
            source_notices.moved(source, now=now)
