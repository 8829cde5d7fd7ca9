"""Retrieve → parse → secrecy → store → verdict → route → plan: the road of everything that comes in."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from channels.wire import Wire
from formatters.sentence import Sentence
from syndication.desk import follow, media, refuse
from syndication.desk.judge import judge
from syndication.desk.plan import plan_routes
from syndication.desk.withdraw import withdraw
from syndication.items.models import Item
from syndication.sources import decide, store
from syndication.sources.addresses import same_place
from syndication.sources.entry import Entry, Parsed
from syndication.sources.models import Source
from syndication.sources.parse import Unreadable, parse
from syndication.sources.retrieve import NotRetrieved, is_gone, retrieve

log = logging.getLogger(__name__)

FOUND_OUT = (
    *("etag", "modified", "pulled_at", "next_pull_at", "first_pull_at", "first_pull_done", "stopped", "error"),
)


@dataclass
class Pulled:
    """What came of one pull. `error` is None when the source could be read."""

    source: str
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: int = 0
    error: dict[str, str] | None = None
    findings: list[dict[str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def receive(source: Source, wire: Wire, *, who: str, now: datetime) -> Pulled:
    """Pull this source once. What is wrong with it is in the answer and on the source; nothing that came is lost.

    The validators are kept only when every entry has been dealt with, so that a failure in the middle is met again.
    """
    pulled = Pulled(source.name)
    after: timedelta | None = None
    try:
        retrieved = retrieve(source.url, wire, source.etag, source.modified)
        if retrieved.status == "gone":
            source.stopped = True
            raise NotRetrieved(
                Sentence(
                    f"Nguồn {source.name} đã bị gỡ (410); đã ngừng lấy.",
                    f"The source {source.name} is gone (410); stopped.",
                )
            )
        if retrieved.status == "new":
            parsed = parse(retrieved.body, retrieved.content_type, retrieved.url)
            source.first_pull_at = source.first_pull_at or now
            whole = _take_in(source, parsed, wire, pulled, who, now)
            source.first_pull_done = source.first_pull_done or whole
            source.etag, source.modified = (retrieved.etag, retrieved.modified) if whole else ("", "")
        else:
            pulled.unchanged = Item.objects.filter(source=source.name).count()
        source.stopped = False
    except (NotRetrieved, Unreadable) as error:
        pulled.error = error.say.to_json()
        after = getattr(error, "after", None)
    source.error = pulled.error or {}
    source.pulled_at = now
    source.next_pull_at = now + max(source.every, after or timedelta(0))
    # Only what a pull finds out: what an operator has changed meanwhile stays.
    source.save(update_fields=list(FOUND_OUT))
    return pulled


def _take_in(source: Source, parsed: Parsed, wire: Wire, pulled: Pulled, who: str, now: datetime) -> bool:
    """Deal with every entry; whether all of them could be."""
    clean, secret_keys = _without_secrets(source, parsed, pulled)
    pulled.findings = [finding.to_json() for finding in parsed.findings]
    keys = {key for entry in clean.entries for key in decide.keys_of(entry)}
    for stone in clean.tombstones:  # named by guid or by address
        keys |= {f"guid:{stone.ref}", f"link:{same_place(stone.ref)}"}
    known = store.known_items(source, keys)
    # Oldest first, so that items arrive in the order in which the portal published them.
    intents = reversed(decide.decide([one for one in known if not one.keys & secret_keys], clean))
    whole = True
    for intent in intents:
        try:
            _carry_out(intent, source, wire, pulled, who, now)
        except Exception:
            # One entry that cannot be dealt with must not keep the others out; it is met again at the next pull.
            log.exception("source %s: an entry could not be taken in", source.name)
            whole = False
            pulled.error = Sentence(
                "Có mục chưa nhận được vì lỗi của hệ thống; sẽ thử lại lần sau.",
                "An entry could not be taken in because of a fault of ours; it will be tried again.",
            ).to_json()
    return whole


def _without_secrets(source: Source, parsed: Parsed, pulled: Pulled) -> tuple[Parsed, frozenset[str]]:
    """The document without entries that bear a secrecy stamp: of those only a digest, the sender and the time are kept."""
    clean: list[Entry] = []
    keys: set[str] = set()
    for entry in parsed.entries:
        if refuse.stamped(entry):
            refuse.record_secret(source.name, entry)
            pulled.refused += 1
            keys.update(decide.keys_of(entry))
        else:
            clean.append(entry)
    return replace(parsed, entries=tuple(clean)), frozenset(keys)


def _carry_out(intent: decide.Intent, source: Source, wire: Wire, pulled: Pulled, who: str, now: datetime) -> None:
    match intent:
        case decide.New(entry, keys, content):
            if refuse.refused(source, entry, keys, content):
                pulled.refused += 1
                return
            found, findings = media.fetch(entry, wire)
            try:
                with transaction.atomic():
                    item, revision = store.store_new(source, entry, keys, content, found, findings, now)
                    judge(item, revision)
            except store.AlreadyKnown:
                pulled.unchanged += 1
                return
            pulled.new += 1
            plan_routes(item, now=now)
        case decide.Revised(item_id, entry, keys, content):
            item = Item.objects.get(pk=int(item_id))
            if item.state == Item.State.WITHDRAWN:
                pulled.unchanged += 1
                return
            found, findings = media.fetch(entry, wire)
            with transaction.atomic():
                store.learn(item, source, keys)
                revision = store.add_revision(item, entry, content, found, findings, now)
                judge(item, revision)
            pulled.revised += 1
            follow.follow(item, who=who, now=now)
            plan_routes(item, now=now)  # what could not be told before may be told now
        case decide.Unchanged(item_id, keys):
            store.learn(Item.objects.get(pk=int(item_id)), source, keys)
            pulled.unchanged += 1
        case decide.Gone(item_id):
            _withdrawn(int(item_id), "tombstone", pulled, who, now)
        case decide.Absent(item_id):
            item = Item.objects.get(pk=int(item_id))
            if item.link and is_gone(item.link, wire):
                _withdrawn(item.pk, "gone-410", pulled, who, now)


def _withdrawn(item_id: int, how: str, pulled: Pulled, who: str, now: datetime) -> None:
    item = Item.objects.get(pk=item_id)
    if item.state == Item.State.WITHDRAWN:
        return
    withdraw(item, reason=how, note="Cổng nguồn đã gỡ bài", who=who, now=now)
    pulled.withdrawn += 1
