"""Each notice is mailed once, by whoever claims it; what fails is tried again later and later, and says no secret."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.test import override_settings

from formatters.sentence import Sentence
from syndication.notices import board, mail
from syndication.notices.board import Cause
from syndication.notices.models import Notice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
SAY = Sentence("Tài khoản “fb” không dùng được: hết hạn.", "The account “fb” does not work: it has ended.")


def to_lan(_notice: Notice) -> list[str]:
    return ["lan@moha.gov.vn"]


@pytest.fixture(autouse=True)
def _sends_mail() -> Iterator[None]:
    with override_settings(SYNDICATION_SENDS_MAIL=True, DEFAULT_FROM_EMAIL="desk@moha.gov.vn"):
        yield


@pytest.fixture
def notice() -> Notice:
    board.raise_once(Cause("broken", "1", SAY, Notice.Level.SERIOUS, "fb"), now=NOW)
    return Notice.objects.get()


@pytest.fixture
def closed_port() -> Iterator[None]:
    """A mail server that is not there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_HOST_USER="desk",
        EMAIL_HOST_PASSWORD="hush",
    ):
        yield


def test_it_is_mailed_once_in_both_languages(notice: Notice) -> None:
    assert mail.send_due(to_lan, now=NOW) == 1
    (sent,) = django_mail.outbox
    assert sent.to == ["lan@moha.gov.vn"]
    assert sent.subject == "[Bàn xuất bản / Publishing desk] Khẩn / Urgent: fb"
    assert SAY.vi in sent.body
    assert SAY.en in sent.body
    assert "http://127.0.0.1:8000/notices/" in sent.body
    assert mail.send_due(to_lan, now=NOW + timedelta(days=1)) == 0
    assert len(django_mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.mailed_at == NOW


def test_into_a_folder(notice: Notice, tmp_path: Path) -> None:
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH=str(tmp_path)):
        mail.send_due(to_lan, now=NOW)
    (file,) = tmp_path.iterdir()
    assert "To: lan@moha.gov.vn" in file.read_text()


def test_without_a_server_or_without_anybody_it_waits_and_is_not_counted(notice: Notice) -> None:
    with override_settings(SYNDICATION_SENDS_MAIL=False):
        assert mail.send_due(to_lan, now=NOW) == 0
    assert mail.send_due(lambda _notice: [], now=NOW) == 0
    notice.refresh_from_db()
    assert notice.mail_tries == 0
    assert mail.send_due(to_lan, now=NOW) == 1


def test_what_is_over_is_not_mailed(notice: Notice) -> None:
    board.settle("fb", [], now=NOW)
    assert mail.send_due(to_lan, now=NOW) == 0


@pytest.mark.usefixtures("closed_port")
def test_a_server_that_is_not_there_is_tried_again_later_and_later(notice: Notice) -> None:
    assert mail.send_due(to_lan, now=NOW) == 0
    notice.refresh_from_db()
    assert (notice.mailed_at, notice.mail_tries) == (None, 1)
    assert notice.mail_error.startswith("ConnectionRefusedError")
    assert "hush" not in notice.mail_error
    waits = []
    for tries in range(2, 12):
        now = notice.mail_due_at
        assert now is not None
        assert mail.send_due(to_lan, now=now - timedelta(seconds=1)) == 0
        notice.refresh_from_db()
        assert notice.mail_tries == tries - 1, "not before its time"
        mail.send_due(to_lan, now=now)
        notice.refresh_from_db()
        assert notice.mail_due_at is not None
        waits.append(notice.mail_due_at - now)
    assert waits[:2] == [timedelta(minutes=4), timedelta(minutes=8)]
    assert waits[-1] == timedelta(hours=6), "and never given up"
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        assert mail.send_due(to_lan, now=NOW + timedelta(days=9)) == 1
    notice.refresh_from_db()
    assert notice.mail_error == ""


def test_of_two_who_would_send_it_one_does(notice: Notice) -> None:
    """The other one read the row before it was claimed."""
    seen_before = Notice.objects.get()
    assert mail.send_due(to_lan, now=NOW) == 1
    assert not mail._send(seen_before, ["lan@moha.gov.vn"], NOW)
    assert len(django_mail.outbox) == 1


def test_a_line_break_in_a_name_makes_no_header(notice: Notice) -> None:
    Notice.objects.update(account="fb\nBcc: all@example.org")
    assert mail.send_due(to_lan, now=NOW) == 0
    notice.refresh_from_db()
    assert notice.mail_error == "BadHeaderError"
