"""Look ahead: what would keep a planned delivery from going, told to whoever plans it and not when it is due."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from channels.channel import Ending, Health
from channels.errors import ChannelError
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.access import AccountAccess, parcel_of
from scheduler.models import Account, Delivery
from scheduler.ports import May
from scheduler.states import State
from syndication.gate.clearance import mandated

log = logging.getLogger(__name__)

AHEAD = (State.PROPOSED, State.PLANNED)
AGAIN = timedelta(hours=6)  # what is planned for later is looked at anew
AT_ONCE = 20

NOT_ASKED = Sentence(
    "Chưa hỏi được nền tảng nên chưa biết tài khoản có hoạt động không; sẽ hỏi lại.",
    "The platform could not be asked, so whether the account works is not known yet; it will be asked again.",
)


def preflight(delivery: Delivery, *, now: datetime) -> list[Sentence]:
    """Look, keep what was found on the delivery, and return it. Reads only; nothing that goes wrong is raised."""
    findings = list(dict.fromkeys([*_of_account(delivery), *_of_parcel(delivery)]))
    ledger.foresee(delivery, findings, now=now)
    return findings


def preflight_due(*, now: datetime) -> int:
    """Look at what nobody has looked at yet, and again at what waits for long. How many."""
    waiting = Delivery.objects.select_related("account").filter(state__in=AHEAD, withdraw=False)
    stale = Q(preflight_at=None) | Q(preflight_at__lt=now - AGAIN, due_at__gt=now)
    rows = list(waiting.filter(stale).order_by("due_at", "pk")[:AT_ONCE])
    for row in rows:
        preflight(row, now=timezone.now())
    return len(rows)


def _of_account(delivery: Delivery) -> list[Sentence]:
    account = delivery.account
    found: list[Sentence] = []
    allowed = mandated(account, delivery.language)
    if allowed.may is not May.GO and allowed.say:
        found.append(allowed.say)
    if account.paused:
        return [*found, account.why_paused]
    try:
        health = account.manifest.load().check(AccountAccess(account, hurried=True))
    except (ChannelError, ValueError, OSError) as error:
        log.info("account %s could not be asked: %s", account.name, type(error).__name__)
        return [*found, NOT_ASKED]
    return [*found, *_of_health(account, health, delivery.due_at)]


def _of_health(account: Account, health: Health, due_at: datetime | None) -> list[Sentence]:
    found: list[Sentence] = []
    if not health.ok:
        found.append(
            health.say
            or Sentence(f"Tài khoản “{account.name}” không hoạt động.", f"The account “{account.name}” does not work.")
        )
    if health.missing:
        lacking = ", ".join(health.missing)
        found.append(
            Sentence(
                f"Tài khoản “{account.name}” thiếu quyền: {lacking}.", f"The account “{account.name}” lacks: {lacking}."
            )
        )
    return found + [_ended(ending) for ending in health.endings if due_at is not None and ending.at <= due_at]


def _ended(ending: Ending) -> Sentence:
    day = timezone.localtime(ending.at).strftime("%d/%m/%Y %H:%M")
    return Sentence(
        f"Trước giờ đăng đã hết hạn: {ending.what.vi} (lúc {day}).",
        f"It ends before this is due: {ending.what.en} (at {day}, Hanoi).",
    )


def _of_parcel(delivery: Delivery) -> list[Sentence]:
    try:
        access = AccountAccess(delivery.account, delivery, hurried=True)
        return list(delivery.account.manifest.load().preflight(parcel_of(delivery), access))
    except (ChannelError, ValueError, OSError) as error:
        log.info("delivery %s could not be looked at beforehand: %s", delivery.pk, type(error).__name__)
        return []
