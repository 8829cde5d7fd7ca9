"""A notice is raised once a cause, closed when the cause is gone, and raised anew when it comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from formatters.sentence import Sentence
from syndication.notices import board
from syndication.notices.board import Cause
from syndication.notices.models import Notice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def cause(key: str = "1", kind: str = "broken", account: str = "fb") -> Cause:
    return Cause(kind, key, Sentence("Hỏng.", "Broken."), Notice.Level.SERIOUS, account)


def test_the_same_cause_is_told_once() -> None:
    assert board.raise_once(cause(), now=NOW)
    assert not board.raise_once(cause(), now=LATER)
    row = Notice.objects.get()
    assert (row.raised_at, row.level, row.sentence.vi) == (NOW, "serious", "Hỏng.")
    assert board.raise_once(cause("2"), now=NOW)
    assert board.raise_once(cause(kind="ending"), now=NOW)


def test_what_is_no_longer_the_matter_is_closed_and_nobody_elses_notices_are() -> None:
    assert board.settle("fb", [cause("1"), cause("2")], now=NOW) == 2
    board.settle("other", [cause("3", account="other")], now=NOW)
    assert board.settle("fb", [cause("2")], now=LATER) == 0
    assert {row.key: row.closed_at for row in Notice.objects.all()} == {"1": LATER, "2": None, "3": None}


def test_a_cause_that_comes_back_is_a_notice_that_nobody_has_seen_or_been_mailed() -> None:
    board.settle("fb", [cause()], now=NOW)
    board.see(Notice.objects.get().pk, who="lan", now=NOW)
    Notice.objects.update(mailed_at=NOW, mail_tries=1)
    board.settle("fb", [], now=LATER)
    assert board.unseen() == 0
    assert board.settle("fb", [cause()], now=LATER) == 1
    row = Notice.objects.get()
    assert (row.raised_at, row.seen_at, row.seen_by, row.closed_at) == (LATER, None, "", None)
    assert (row.mailed_at, row.mail_tries) == (None, 0)


def test_the_first_who_reads_it_is_kept_and_it_stays_open() -> None:
    board.raise_once(cause(), now=NOW)
    pk = Notice.objects.get().pk
    assert board.unseen() == 1
    assert board.see(pk, who="lan", now=NOW)
    assert not board.see(pk, who="minh", now=LATER)
    assert Notice.objects.get().seen_by == "lan"
    assert board.unseen() == 0
    assert board.open_notices().count() == 1


def test_one_cause_alone_can_be_closed() -> None:
    for key in ("1", "2"):
        board.raise_once(cause(key, kind="override", account=""), now=NOW)
    assert board.close("override", "1", now=LATER)
    assert not board.close("override", "1", now=LATER)
    assert [row.key for row in board.open_notices()] == ["2"]
