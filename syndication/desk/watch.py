"""Accounts watched over: asked now and then how they are, and a person told before something ends, and when it has."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from channels.channel import Ending
from formatters.sentence import Sentence
from scheduler.models import Account
from syndication.desk import accounts, calendar, people
from syndication.desk.health import endings_of, is_broken, warnings_of, why_unwell
from syndication.notices import board, mail
from syndication.notices.board import Cause
from syndication.notices.models import Notice

log = logging.getLogger(__name__)

AGAIN = timedelta(hours=6)  # no account is asked more often by itself
AT_ONCE = 3  # so many a minute: accounts that were made together are not all asked together
PATIENCE = 10.0  # seconds for one answer; there is time until the next round
AHEAD = (30, 14, 3, 0)  # days before an ending on which its people are told; 0: it has come


def watch(*, now: datetime) -> int:
    """Ask the accounts whose turn it is, raise and close notices (the calendar's too), and mail those due. How many are new."""
    for account in _due(now):
        _ask(account, now)
    raised = sum(look(account, now=now) for account in Account.objects.defer("secrets").order_by("pk"))
    raised += calendar.remind(now=now)
    mail.send_due(_recipients, now=now)
    return raised


def look(account: Account, *, now: datetime) -> int:
    """Raise what is the matter with this account and close what is not any more. How many notices are new."""
    return board.settle(account.name, causes_of(account, now), now=now)


def causes_of(account: Account, now: datetime) -> list[Cause]:
    """What a person must hear of this account."""
    found = [cause for ending in endings_of(account) if (cause := _ending(account, ending, now))]
    found += [
        Cause("warning", f"{account.pk}:{_short(warning)}", _about(account, warning), account=account.name)
        for warning in warnings_of(account)
    ]
    why = account.why_paused if is_broken(account) else why_unwell(account)
    if why is not None:
        say = Sentence(
            f"Tài khoản “{account.name}” không dùng được: {why.vi}{_owner(account).vi}",
            f"The account “{account.name}” does not work: {why.en}{_owner(account).en}",
        )
        found.append(Cause("broken", str(account.pk), say, Notice.Level.SERIOUS, account.name))
    return found


def _ending(account: Account, ending: Ending, now: datetime) -> Cause | None:
    """The sharpest of the thresholds that it has crossed; each is a cause of its own, so that each is told."""
    crossed = [days for days in AHEAD if ending.at - now <= timedelta(days=days)]
    if not crossed:
        return None
    days, day, who = min(crossed), timezone.localtime(ending.at), _owner(account)
    key = f"{account.pk}:{_short(ending.what)}:{day.date().isoformat()}:{days}"
    if days:
        what = Sentence(
            f"{ending.what.vi} hết hạn lúc {day:%H:%M, %d/%m/%Y} (không quá {days} ngày nữa).",
            f"{ending.what.en} ends at {day:%H:%M, %d/%m/%Y} (within {days} days).",
        )
    else:
        what = Sentence(
            f"{ending.what.vi} đã hết hạn lúc {day:%H:%M, %d/%m/%Y}.",
            f"{ending.what.en} ended at {day:%H:%M, %d/%m/%Y}.",
        )
    say = Sentence(
        f"Tài khoản “{account.name}”: {what.vi} Hãy kết nối lại tài khoản.{who.vi}",
        f"The account “{account.name}”: {what.en} Connect the account again.{who.en}",
    )
    level = Notice.Level.SERIOUS if days <= 3 else Notice.Level.WARNING
    return Cause("ending", key, say, level, account.name)


def _about(account: Account, what: Sentence) -> Sentence:
    who = _owner(account)
    return Sentence(
        f"Tài khoản “{account.name}”: {what.vi}{who.vi}", f"The account “{account.name}”: {what.en}{who.en}"
    )


def _owner(account: Account) -> Sentence:
    if not account.owner:
        return Sentence("", "")
    return Sentence(f" Người phụ trách: {account.owner}.", f" Its owner: {account.owner}.")


def _short(say: Sentence) -> str:
    return hashlib.sha256(say.en.encode()).hexdigest()[:16]


def _due(now: datetime) -> list[Account]:
    """Whose last answer is oldest; an account that was never asked has time too, for whoever adds it is still at it."""
    asked = Q(checked_at__lte=now - AGAIN) | Q(checked_at=None, created_at__lte=now - AGAIN)
    return list(Account.objects.filter(asked).order_by(F("checked_at").asc(nulls_first=True), "created_at")[:AT_ONCE])


def _ask(account: Account, now: datetime) -> None:
    """Claimed by compare-and-set; one account's trouble keeps no other waiting."""
    if not Account.objects.filter(pk=account.pk, checked_at=account.checked_at).update(checked_at=now):
        return
    try:
        accounts.check(account, patience=PATIENCE, now=now)
    except Exception:
        log.exception("the account %s could not be checked", account.name)


def _recipients(notice: Notice) -> list[str]:
    owner = Account.objects.filter(name=notice.account).values_list("owner", flat=True).first()
    return people.mail_addresses(owner or "")
