"""Accounts are asked now and then, and people are told 30, 14 and 3 days ahead, when it ends, and when it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.test import override_settings

from channels.channel import Ending, Health
from channels.errors import AccountBroken, Unavailable
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Account
from syndication.desk import accounts, people, watch
from syndication.notices import board
from syndication.notices.models import Notice
from tests.support.consenting import Platform, connectable, consenting

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
TOKEN = Sentence("Mã truy cập", "The access token")


@pytest.fixture
def platform() -> Iterator[Platform]:
    with consenting() as platform:
        yield platform


def ends(after: timedelta, *, what: Sentence = TOKEN, **more: object) -> Health:
    return Health(ok=True, endings=(Ending(what, NOW + after),), **more)  # type: ignore[arg-type]


def checked(account: Account) -> Account:
    accounts.check(account)
    Account.objects.filter(pk=account.pk).update(checked_at=NOW)
    return Account.objects.get(pk=account.pk)


def thresholds() -> list[str]:
    return [row.key.rpartition(":")[2] for row in board.open_notices()]


def test_each_threshold_is_told_once_and_the_sharper_replaces_the_milder(platform: Platform) -> None:
    platform.health = ends(timedelta(days=40))
    account = checked(connectable(owner="lan"))
    told: list[tuple[int, list[str]]] = []
    for day in (0, 9, 10, 11, 25, 26, 27, 37, 38, 40, 41):
        raised = watch.look(account, now=NOW + timedelta(days=day))
        told.append((raised, thresholds()))
    assert told == [
        (0, []),
        (0, []),
        (1, ["30"]),
        (0, ["30"]),
        (0, ["30"]),
        (1, ["14"]),
        (0, ["14"]),
        (1, ["3"]),
        (0, ["3"]),
        (1, ["0"]),
        (0, ["0"]),
    ]
    assert [row.level for row in Notice.objects.order_by("pk")] == ["warning", "warning", "serious", "serious"]
    say = Notice.objects.order_by("pk")[1].sentence
    assert "Mã truy cập hết hạn lúc 09:00, 03/01/2027 (không quá 14 ngày nữa)." in say.vi
    assert "Người phụ trách: lan." in say.vi
    assert "Its owner: lan." in say.en


def test_an_account_met_five_days_before_its_end_is_told_of_once_not_twice(platform: Platform) -> None:
    platform.health = ends(timedelta(days=5))
    account = checked(connectable())
    assert watch.look(account, now=NOW) == 1
    assert thresholds() == ["14"]


def test_a_renewed_token_closes_its_notices(platform: Platform) -> None:
    platform.health = ends(timedelta(days=2))
    account = checked(connectable())
    watch.look(account, now=NOW)
    platform.health = ends(timedelta(days=60))
    watch.look(checked(account), now=NOW)
    assert thresholds() == []


def test_several_endings_are_several_notices(platform: Platform) -> None:
    other = Ending(Sentence("Quyền truy cập dữ liệu", "Data access"), NOW + timedelta(days=20))
    platform.health = Health(ok=True, endings=(Ending(TOKEN, NOW + timedelta(days=2)), other))
    watch.look(checked(connectable()), now=NOW)
    assert sorted(thresholds()) == ["3", "30"]


def test_a_broken_account_is_told_at_once_and_one_that_a_person_paused_is_not(platform: Platform) -> None:
    broken, rested = connectable("broken", owner="lan"), connectable("rested")
    ledger.pause(broken, AccountBroken("x").say)
    accounts.pause(rested, who="minh")
    watch.watch(now=NOW)
    (notice,) = board.open_notices()
    assert (notice.kind, notice.level, notice.account) == ("broken", "serious", "broken")
    assert notice.sentence.vi.startswith("Tài khoản “broken” không dùng được: Tài khoản không dùng được nữa")
    accounts.resume(broken, who="lan", now=NOW)
    watch.watch(now=NOW)
    assert not board.open_notices().exists()


def test_an_answer_that_it_does_not_work_is_told_and_keeps_what_was_known_to_end(platform: Platform) -> None:
    platform.health = ends(timedelta(days=20))
    account = checked(connectable())
    platform.health = AccountBroken("dead", say=Sentence("Token đã bị thu hồi.", "The token was revoked."))
    account = checked(account)
    watch.look(account, now=NOW)
    assert {row.kind for row in board.open_notices()} == {"broken", "ending"}
    assert account.health["ok"] is False


def test_a_platform_that_cannot_be_reached_tells_nothing_new(platform: Platform) -> None:
    platform.health = ends(timedelta(days=20))
    account = checked(connectable())
    known = account.health
    platform.health = Unavailable("down")
    assert not accounts.check(account).ok
    account.refresh_from_db()
    assert account.health == known
    watch.look(account, now=NOW)
    assert [row.kind for row in board.open_notices()] == ["ending"]


def test_what_the_channel_warns_of_is_told_as_it_says_it(platform: Platform) -> None:
    warning = Sentence("Phiên bản v27.0 sắp hết hạn.", "Version v27.0 nears its end.")
    platform.health = Health(ok=True, warnings=(warning,))
    account = checked(connectable())
    assert watch.look(account, now=NOW) == 1
    assert board.open_notices()[0].sentence.vi == "Tài khoản “page”: Phiên bản v27.0 sắp hết hạn."
    platform.health = Health(ok=True)
    watch.look(checked(account), now=NOW)
    assert not board.open_notices().exists()


def test_no_account_is_asked_twice_in_six_hours_and_few_at_once(platform: Platform) -> None:
    rows = [connectable(f"a{number}") for number in range(5)]
    Account.objects.update(created_at=NOW)
    asked: list[int] = []

    def answers(at: datetime) -> int:
        watch.watch(now=at)
        return Account.objects.filter(checked_at__isnull=False).exclude(health={}).count()

    assert answers(NOW + timedelta(hours=5)) == 0, "whoever adds an account is still at it"
    begin = NOW + timedelta(hours=6)
    asked += [answers(begin + timedelta(minutes=minute)) for minute in (0, 1, 2)]
    assert asked == [3, 5, 5]
    Account.objects.update(health={}, checked_at=begin)
    assert answers(begin + timedelta(hours=5, minutes=59)) == 0
    assert answers(begin + timedelta(hours=6)) == 3
    assert len(rows) == 5


def test_an_account_that_cannot_be_asked_keeps_no_other_waiting(platform: Platform) -> None:
    connectable("bad", settings={"timeout_seconds": "soon"})
    good = connectable("good")
    Account.objects.update(created_at=NOW - timedelta(days=1))
    watch.watch(now=NOW)
    good.refresh_from_db()
    assert good.health["ok"]


def test_the_owner_and_every_operator_are_mailed_and_nobody_else(platform: Platform) -> None:
    people.add_user("lan", "editor", None, "lan@moha.gov.vn")
    people.add_user("minh", "operator", None, "minh@moha.gov.vn")
    people.add_user("an", "approver", None, "an@moha.gov.vn")
    people.add_user("binh", "operator", None)
    ledger.pause(connectable(owner="lan"), AccountBroken("x").say)
    with override_settings(SYNDICATION_SENDS_MAIL=True):
        watch.watch(now=NOW)
        watch.watch(now=NOW + timedelta(minutes=1))
    (sent,) = django_mail.outbox
    assert sent.to == ["lan@moha.gov.vn", "minh@moha.gov.vn"]
