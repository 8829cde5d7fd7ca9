"""Notices in the console: counted where everybody sees it, newest first, seen by those whom they concern."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from formatters.sentence import Sentence
from scheduler.models import Account
from syndication.notices import board
from syndication.notices.board import Cause
from syndication.notices.models import Notice
from tests.syndication.console.conftest import SignedIn

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def raised(number: int, *, account: str = "fb", level: str = "warning") -> Notice:
    say = Sentence(f"Điều số {number}.", f"Matter number {number}.")
    board.raise_once(Cause("ending", str(number), say, level, account), now=NOW + timedelta(minutes=number))
    return Notice.objects.get(key=str(number))


def test_how_many_are_unread_is_on_every_page_until_they_are_seen(signed_in: SignedIn, facebook: Account) -> None:
    operator = signed_in("operator")
    badge = '<span class="count count-new">'
    assert badge not in operator.get("/").content.decode()
    rows = [raised(1), raised(2, level="serious")]
    assert f"{badge}2<" in operator.get("/deliveries/").content.decode()
    operator.post(f"/notices/{rows[0].pk}/seen/")
    assert f"{badge}1<" in operator.get("/").content.decode()
    operator.post(f"/notices/{rows[1].pk}/seen/")
    page = operator.get("/notices/").content.decode()
    assert badge not in page
    assert page.count("operator đã xem") == 2


def test_the_newest_is_first_and_what_is_over_is_apart(signed_in: SignedIn, facebook: Account) -> None:
    raised(1)
    raised(2, level="serious")
    raised(3, account="other")
    board.settle("other", [], now=NOW)
    page = signed_in("reader").get("/notices/").content.decode()
    assert page.index("Điều số 2.") < page.index("Điều số 1.") < page.index("Đã qua") < page.index("Điều số 3.")
    assert "khẩn" in page
    assert f'href="/accounts/{facebook.pk}/"' in page
    assert "Đã xem<" not in page, "a reader has nothing to press"


def test_it_is_seen_by_an_operator_or_by_whoever_is_answerable(signed_in: SignedIn, facebook: Account) -> None:
    notice = raised(1)
    editor = signed_in("editor")
    assert editor.post(f"/notices/{notice.pk}/seen/").status_code == 403
    Account.objects.filter(pk=facebook.pk).update(owner="editor")
    assert "Đã xem<" in editor.get("/notices/").content.decode()
    assert editor.post(f"/notices/{notice.pk}/seen/").status_code == 302
    notice.refresh_from_db()
    assert notice.seen_by == "editor"
    assert Client().post(f"/notices/{notice.pk}/seen/").status_code == 302
    assert User.objects.filter(username="editor").exists()


def test_a_mail_that_could_not_be_sent_is_said(signed_in: SignedIn) -> None:
    notice = raised(1)
    Notice.objects.filter(pk=notice.pk).update(mail_error="ConnectionRefusedError 111")
    assert "Chưa gửi được thư: ConnectionRefusedError 111" in signed_in("operator").get("/notices/").content.decode()


def test_english_for_who_reads_english(signed_in: SignedIn) -> None:
    raised(1)
    operator = signed_in("operator")
    operator.post("/language/", {"language": "en", "next": "/"})
    assert "Matter number 1." in operator.get("/notices/").content.decode()
