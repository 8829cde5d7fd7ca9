"""Hubs that tell us of changes (WebSub): subscribed to by itself, renewed before the lease is over, ended when nobody wants it.

What came of it is told by the hub at the callback (`confirm`); only `tend` speaks to a hub. `docs/adr/0004` says why it is so.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from channels.errors import AccountBroken, ChannelError
from channels.wire import Wire
from formatters.sentence import Sentence
from scheduler import vault
from syndication.sources.links import Announced, announced
from syndication.sources.models import Source, Subscription
from syndication.sources.parse import Unreadable, parse
from syndication.sources.retrieve import NotRetrieved, retrieve

log = logging.getLogger(__name__)

State = Subscription.State

WANTED_LEASE = timedelta(days=10)
SHORTEST_LEASE, LONGEST_LEASE = timedelta(minutes=1), timedelta(days=90)  # whatever a hub says
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 360, 1440))  # after an ask that was not verified
AFTER_DENIAL = timedelta(days=1)
GOODBYES = 3  # asks to be told nothing more; then the lease runs out by itself
STEPS = 3  # redirects of a hub that are followed
PATIENCE = 10.0  # seconds for one answer of a hub
AT_ONCE = 10  # hubs spoken to in one round
LONGEST_CHALLENGE = 2000  # characters
LONGEST_REASON = 200

OFF = Sentence("SYNDICATION_WEBSUB là off.", "SYNDICATION_WEBSUB is off.")
NO_CALLBACK = Sentence(
    "Hub chỉ báo được qua https: hãy đặt SYNDICATION_BASE_URL là địa chỉ https của hệ thống này. Nguồn vẫn được lấy định kỳ.",
    "A hub can tell us by https only: set SYNDICATION_BASE_URL to this system's https address. The source is still polled.",
)
OPEN_HUB = Sentence(
    "Hub của nguồn tin không dùng https nên không đăng ký: không giữ kín được khóa ký. Nguồn vẫn được lấy định kỳ.",
    "The feed's hub is not reached by https and is not subscribed to: the signing secret could not be kept. The source is "
    "still polled.",
)
UNNAMED = Sentence("Nguồn tin không còn nêu hub này.", "The feed names this hub no more.")
RESTING = Sentence("Nguồn tin đang ngừng lấy.", "The source is not pulled at present.")
NOT_VERIFIED = Sentence(
    "Hub chưa xác minh đăng ký; sẽ hỏi lại. Hãy kiểm tra để hub gọi được SYNDICATION_BASE_URL từ bên ngoài.",
    "The hub has not verified the subscription; it will be asked again. Check that SYNDICATION_BASE_URL is reached from outside.",
)
RAN_OUT = Sentence(
    "Đăng ký tại hub đã hết hạn mà chưa gia hạn được; nguồn vẫn được lấy định kỳ.",
    "The lease at the hub ran out before it was renewed; the source is still polled.",
)
UNREACHED = Sentence("Không kết nối được hub; sẽ hỏi lại.", "The hub could not be reached; it will be asked again.")
UNSAFE = Sentence(
    "Hub chuyển hướng tới địa chỉ không dùng https, hoặc quá nhiều lần; không đi theo.",
    "The hub redirects to an address without https, or too often; that is not followed.",
)


def callback_of(row: Subscription) -> str:
    """The address that the hub calls."""
    return f"{settings.SYNDICATION_BASE_URL}/websub/{row.token}"


def learn(source: Source, found: Announced, *, now: datetime) -> None:
    """Note which hub the feed names now. Another than before, or none, ends the old subscription; nothing is asked here."""
    hub = next((one for one in found.hubs if _private(one)), next(iter(found.hubs), ""))
    row = Subscription.objects.filter(source=source).first()
    if row is not None:
        if (row.hub, row.topic) == (hub, found.topic):
            return
        Subscription.objects.filter(pk=row.pk).update(source=None, due_at=now)
    if hub:
        fresh = {"hub": hub, "topic": found.topic, "token": secrets.token_urlsafe(32), "secret": _new_secret()}
        Subscription.objects.get_or_create(source=source, defaults={**fresh, "due_at": now})


def tend(wire: Wire, *, now: datetime) -> int:
    """Ask, ask again, renew and end what is due. How many hubs were spoken to; one that fails keeps no other waiting."""
    spoken = 0
    for row in Subscription.objects.select_related("source").order_by("due_at", "pk"):
        try:
            spoken += _tend(row, wire, now)
        except Exception:
            log.exception("the subscription %s could not be tended", row.pk)
        if spoken >= AT_ONCE:
            break
    return spoken


def why_not(row: Subscription) -> Sentence | None:
    """Why this subscription is not wanted now; None when it is."""
    if row.source is None:
        return UNNAMED
    if row.source.stopped or row.source.paused:
        return RESTING
    if not settings.SYNDICATION_WEBSUB:
        return OFF
    if not _private(settings.SYNDICATION_BASE_URL):
        return NO_CALLBACK
    return None if _private(row.hub) else OPEN_HUB


def _private(url: str) -> bool:
    """Whether what is sent there stays between us: by https, or to a host that the operator let through by name."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    let_through = {one.lower().strip("[]") for one in settings.SYNDICATION_ALLOW_PRIVATE_HOSTS}
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in let_through))


def _tend(row: Subscription, wire: Wire, now: datetime) -> bool:
    """Whether the hub was spoken to."""
    reason = why_not(row)
    if reason is not None:
        return _leave(row, reason, wire, now)
    if row.state == State.ENDED and not _change(row, state=State.ASKED, asks=0, due_at=now, problem={}):
        return False
    over = row.lease_until is not None and row.lease_until <= now
    if row.state == State.VERIFIED and over and not _change(row, state=State.ASKED, problem=RAN_OUT.to_json()):
        return False
    return row.due_at is not None and row.due_at <= now and _subscribe(row, wire, now)


def _subscribe(row: Subscription, wire: Wire, now: datetime) -> bool:
    """Ask the hub. The row is changed first, so that of two workers one asks, and a hub that verifies at once is expected."""
    renewal, known = row.asks == 0 and row.state == State.VERIFIED, row.problem
    if row.asks and row.state != State.DENIED:
        known = known or NOT_VERIFIED.to_json()
    if not _change(row, asked_at=now, asks=row.asks + 1, due_at=now + WAITS[min(row.asks, 4)], problem=known):
        return False
    if renewal and _moved(row, wire, now):
        return True
    problem = _post(row, "subscribe", wire)
    if problem is not None:
        Subscription.objects.filter(pk=row.pk, asks=row.asks).update(problem=problem.to_json())
    return True


def _leave(row: Subscription, reason: Sentence, wire: Wire, now: datetime) -> bool:
    """Tell the hub that we want no more, a few times; a lease that is over needs no telling."""
    held = row.lease_until is not None and row.lease_until > now
    if row.state != State.ENDED and not _change(
        row, state=State.ENDED, asks=0, due_at=now if held else None, problem=reason.to_json()
    ):
        return False
    if not held or row.asks >= GOODBYES:
        if row.source is None:
            Subscription.objects.filter(pk=row.pk, source=None).delete()
        return False
    if row.due_at is None or row.due_at > now:
        return False
    if not _change(row, asked_at=now, asks=row.asks + 1, due_at=now + WAITS[min(row.asks, 4)]):
        return False
    _post(row, "unsubscribe", wire)
    return True


def _moved(row: Subscription, wire: Wire, now: datetime) -> bool:
    """Before a renewal the feed is asked anew for its hub: it may have moved while its document stayed as it was."""
    assert row.source is not None
    try:
        came = retrieve(row.source.url, wire)
        found = announced(came.link, parse(came.body, came.content_type, came.url), came.url)
    except (NotRetrieved, Unreadable):
        return False  # the poll will tell of it; the lease is renewed meanwhile
    learn(row.source, found, now=now)
    return not Subscription.objects.filter(pk=row.pk, source=row.source).exists()


def _post(row: Subscription, mode: str, wire: Wire) -> Sentence | None:
    """What is wrong with the hub's answer; None when it took the request. 307 and 308 are followed here, never by the door."""
    form = {"hub.mode": mode, "hub.topic": row.topic, "hub.callback": callback_of(row)}
    if mode == "subscribe":
        form |= {"hub.lease_seconds": str(int(WANTED_LEASE.total_seconds())), "hub.secret": _secret(row)}
    address = row.hub
    for _ in range(STEPS + 1):
        if not _private(address):
            return UNSAFE
        try:
            reply = wire.write("POST", address, data=form)
        except ChannelError:
            return UNREACHED
        if reply.status not in (307, 308):
            break
        address = urljoin(address, reply.headers.get("location", ""))
    else:
        return UNSAFE
    if 200 <= reply.status < 300:
        return None
    return Sentence(
        f"Hub trả lời HTTP {reply.status}; sẽ hỏi lại.",
        f"The hub answered HTTP {reply.status}; it will be asked again.",
    )


def _new_secret() -> bytes:
    return vault.seal({"secret": secrets.token_urlsafe(48)})


def secret_of(row: Subscription) -> str:
    """What the hub signs with; "" when no key of ours opens it any more."""
    try:
        return str(vault.unseal(row.secret).get("secret", ""))
    except AccountBroken:
        return ""


def _secret(row: Subscription) -> str:
    """The same, and a new one in place of one that is lost."""
    if not secret_of(row):
        row.secret = _new_secret()
        Subscription.objects.filter(pk=row.pk).update(secret=row.secret)
    return secret_of(row)


def _change(row: Subscription, **fields: Any) -> bool:
    """Compare-and-set: False when somebody else has changed it, who then goes on with it."""
    seen = Subscription.objects.filter(pk=row.pk, state=row.state, asks=row.asks, due_at=row.due_at)
    if not seen.update(**fields):
        return False
    for name, value in fields.items():
        setattr(row, name, value)
    return True


def of_token(token: str) -> Subscription | None:
    """The subscription whose callback this is."""
    return Subscription.objects.select_related("source").filter(token=token).first()


def confirm(row: Subscription, said: Mapping[str, str], *, now: datetime) -> str | None:
    """The hub asks whether we meant it, or denies. What to answer, word for word; None when it is not what we asked for."""
    mode, challenge = said.get("hub.mode", ""), said.get("hub.challenge", "")
    mine = Subscription.objects.filter(pk=row.pk)
    if said.get("hub.topic") != row.topic:
        return None
    if mode == "denied":
        if row.state != State.ENDED:
            problem = _denial(said.get("hub.reason", "")).to_json()
            mine.update(state=State.DENIED, lease_until=None, asks=0, due_at=now + AFTER_DENIAL, problem=problem)
        return ""
    if not 0 < len(challenge) <= LONGEST_CHALLENGE:
        return None
    if mode == "subscribe" and why_not(row) is None:
        lease = _lease(said.get("hub.lease_seconds", ""))
        mine.update(state=State.VERIFIED, lease_until=now + lease, asks=0, due_at=now + lease * 2 / 3, problem={})
        return challenge
    if mode == "unsubscribe" and why_not(row) is not None:
        mine.update(state=State.ENDED, lease_until=None, asks=0, due_at=None)
        return challenge
    return None


def _lease(seconds: str) -> timedelta:
    """What the hub gave; what we asked for, when it does not say."""
    if not (seconds.isascii() and seconds.isdigit()):
        return WANTED_LEASE
    return min(max(timedelta(seconds=int(seconds[:9])), SHORTEST_LEASE), LONGEST_LEASE)


def _denial(reason: str) -> Sentence:
    told = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split())[:LONGEST_REASON]
    more = f": {told}" if told else ""
    return Sentence(
        f"Hub từ chối đăng ký{more}. Nguồn vẫn được lấy định kỳ; hub được hỏi lại sau một ngày.",
        f"The hub denied the subscription{more}. The source is still polled; the hub is asked again after a day.",
    )
