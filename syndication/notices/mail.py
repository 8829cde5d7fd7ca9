"""Notices by mail: each once, claimed before it is sent; what fails is kept and tried again later and later."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q

from formatters.sentence import Sentence
from syndication.notices.board import open_notices
from syndication.notices.models import Notice

log = logging.getLogger(__name__)

MOST_AT_ONCE = 20
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=6)
SUBJECT = Sentence("Bàn xuất bản", "Publishing desk")
MARK = {
    Notice.Level.WARNING: Sentence("Lưu ý", "Take note"),
    Notice.Level.SERIOUS: Sentence("Khẩn", "Urgent"),
}


def send_due(recipients: Callable[[Notice], list[str]], *, now: datetime) -> int:
    """Mail every open notice that was not mailed and whose turn it is, to whom `recipients` names. How many were sent.

    Without a mail server, or without anybody to write to, nothing is claimed: it goes out once there is one. A process
    that dies between sending and writing that down makes the mail come a second time, and never not at all.
    """
    if not settings.SYNDICATION_SENDS_MAIL:
        return 0
    due = open_notices().filter(Q(mail_due_at=None) | Q(mail_due_at__lte=now), mailed_at=None)
    return sum(_send(notice, recipients(notice), now) for notice in due.reverse()[:MOST_AT_ONCE])


def _send(notice: Notice, to: list[str], now: datetime) -> bool:
    if not to or not _claim(notice, now):
        return False
    mine = Notice.objects.filter(pk=notice.pk, mail_tries=notice.mail_tries + 1, mailed_at=None)
    try:
        compose(notice, to).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        mine.update(mail_error=_cause(error))
        log.warning("notice %s could not be mailed: %s", notice.pk, _cause(error))
        return False
    mine.update(mailed_at=now, mail_error="")
    return True


def _claim(notice: Notice, now: datetime) -> bool:
    """Whoever counts this try up sends it; it is due again when that one was not heard of."""
    wait = min(FIRST_WAIT * 2 ** min(notice.mail_tries, 20), LONGEST_WAIT)
    waiting = Notice.objects.filter(pk=notice.pk, mail_tries=notice.mail_tries, mailed_at=None, closed_at=None)
    return bool(waiting.update(mail_tries=notice.mail_tries + 1, mail_due_at=now + wait))


def compose(notice: Notice, to: list[str]) -> EmailMessage:
    """The mail, in both languages."""
    say, mark = notice.sentence, MARK[Notice.Level(notice.level)]
    place = f"{settings.SYNDICATION_BASE_URL}/notices/"
    about = f": {notice.account}" if notice.account else ""
    return EmailMessage(
        subject=f"[{SUBJECT.vi} / {SUBJECT.en}] {mark.vi} / {mark.en}{about}",
        body=f"{say.vi}\n\nXem tại: {place}\n\n—\n\n{say.en}\n\nSee: {place}\n",
        to=to,
    )


def _cause(error: Exception) -> str:
    """What went wrong, without what a server says: it may repeat what it was told."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"[:200]
