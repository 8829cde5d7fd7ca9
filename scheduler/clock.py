"""The clock of this instance: its zone, its calendar with what people entered, and each account's hours. Thin: rows to values.

A moment is stored in UTC, is planned and shown on the ministry's clock, and is never shown without its zone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from channels.hours import posting_slots, quiet_hours
from formatters.sentence import Sentence
from scheduler import calendar, pace, slots
from scheduler.decisions import Day, Kind
from scheduler.models import Account, CalendarDay, CalendarYear, Delivery
from scheduler.states import State

WAITING = (State.PROPOSED, State.PLANNED)


def table() -> calendar.Table:
    """The calendar as it stands now."""
    newest = CalendarDay.objects.values("day").annotate(newest=Max("pk")).values("newest")
    entered = {
        row.day: Day(Kind(row.kind), Sentence(row.reason, row.reason), "entered", row.who)
        for row in CalendarDay.objects.filter(pk__in=newest).exclude(kind="")
    }
    confirmed = dict(CalendarYear.objects.order_by("pk").values_list("year", "decision"))
    return calendar.Table(
        zone=timezone.get_default_timezone(),
        hours=settings.SYNDICATION_WORKING_HOURS,
        entered=entered,
        confirmed=confirmed,
    )


def missing(now: datetime) -> Sentence | None:
    """What a person must do when a year's days off were compared with no decision; from 1 December that is the next year's."""
    return calendar.missing(now, table())


def rules_of(account: Account) -> slots.Rules:
    """The account's hours; the calendar is read when a part of them depends on it. ValueError when they cannot be read."""
    given = account.settings
    return slots.Rules(
        zone=timezone.get_default_timezone(),
        works=_working_days(),
        slots=posting_slots(str(given.get("posting_slots") or "")),
        quiet=quiet_hours(str(given.get("quiet_hours") or "")),
    )


def quiet_until(account: Account, moment: datetime) -> datetime | None:
    """When the account's quiet hours that hold this moment are over; None outside them."""
    if not account.settings.get("quiet_hours"):
        return None
    return slots.quiet_until(moment, rules_of(account))


def next_free(account: Account, wanted: datetime, *, now: datetime, besides: Delivery | None = None) -> datetime | None:
    """The first moment from `wanted` on at which the account may publish, apart from all else that is planned on it.

    An account without posting slots and quiet hours publishes at any time: that is `wanted` itself. `besides` is a delivery
    that does not stand in its own way. None when nothing is free within a year.
    """
    rules = rules_of(account)
    if rules.any_time:
        return wanted
    spacing = pace.pace_of(account).spacing
    crowded = spacing or any(span.is_point for span in rules.slots)
    taken = _taken(account, wanted, spacing, now, besides) if crowded else []
    return slots.next_free(wanted, replace(rules, spacing=spacing), taken)


def quiet_at(account: Account, moment: datetime) -> Sentence | None:
    """What whoever plans for this moment must know: that the account is quiet then. None when it is not."""
    until = quiet_until(account, moment)
    if until is None:
        return None
    return Sentence(
        f"Tài khoản yên lặng vào giờ này: nếu không khẩn, bài sẽ gửi lúc {said(until)}.",
        f"The account is quiet at that time: unless it is urgent, it leaves at {said(until)}.",
    )


def said(moment: datetime) -> str:
    """The moment for a sentence, on the ministry's clock and with its zone: 08:00, 24/11/2026 (UTC+7)."""
    local = timezone.localtime(moment)
    minutes = int((local.utcoffset() or timedelta(0)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    zone = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
    return f"{local:%H:%M, %d/%m/%Y} ({zone})"


def _taken(
    account: Account, wanted: datetime, spacing: timedelta, now: datetime, besides: Delivery | None
) -> list[datetime]:
    """The moments of everything else that is planned or proposed on it; what is due already takes one turn after the other."""
    others = Delivery.objects.filter(account=account, state__in=WAITING)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    earliest = max(now, wanted - max(spacing, slots.A_MINUTE))
    ahead = others.filter(due_at__gt=earliest).order_by("due_at").values_list("due_at", flat=True)
    found = [moment for moment in ahead if moment is not None]
    last = pace.last_publication(account.pk)
    if last is not None:
        found.append(last)
    overdue = others.filter(state=State.PLANNED, due_at__lte=now).count() if spacing else 0
    first = now if last is None else max(now, last + spacing)
    return found + slots.in_a_row(first, overdue, spacing)


def _working_days() -> Callable[[date], bool]:
    """Whether a day is worked; the table is read at the first question, and once."""

    @cache
    def read() -> calendar.Table:
        return table()

    return lambda day: calendar.is_working_day(day, read())
