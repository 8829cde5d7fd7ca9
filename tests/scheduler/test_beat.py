"""Beat wakes a worker exactly when a tick would find something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from celery.beat import PersistentScheduler, ScheduleEntry
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.module_loading import import_string

from formatters.sentence import Sentence
from scheduler import beat, ledger, tasks
from scheduler.models import Delivery
from scheduler.states import State
from tests.support.scripted import Script, account, planned, playing

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _channel() -> Iterator[None]:
    with playing(Script()):
        yield


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the tasks that beat sends a message for."""
    found: list[str] = []
    monkeypatch.setattr(PersistentScheduler, "apply_entry", lambda self, entry, producer=None: found.append(entry.task))
    return found


@pytest.fixture
def wake() -> Callable[[], None]:
    """Let every entry of the settings' table have its turn once."""
    scheduler = import_string(settings.CELERY_BEAT_SCHEDULER.replace(":", "."))(current_app, lazy=True)
    entries = [
        ScheduleEntry(name=name, app=current_app, **{key: entry[key] for key in ("task", "schedule", "options")})
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
    ]

    def once() -> None:
        for entry in entries:
            scheduler.apply_entry(entry)

    return once


def row(**changes: Any) -> Delivery:
    made = planned(timezone.now() + MINUTE)
    Delivery.objects.filter(pk=made.pk).update(**changes)
    return made


def ago() -> Any:
    return timezone.now() - MINUTE


def test_while_nothing_is_due_no_worker_is_woken_by_the_tick_and_all_else_goes_on(
    wake: Callable[[], None], sent: list[str]
) -> None:
    row()
    wake()
    assert tasks.tick.name not in sent
    assert len(sent) == len(settings.CELERY_BEAT_SCHEDULE) - 1


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.PLANNED, "due_at": ago},
        {"state": State.REVISING, "due_at": ago},
        {"state": State.RETRACTING, "due_at": ago},
        {"state": State.UNKNOWN, "check_at": ago},
        {"state": State.PROCESSING, "check_at": ago},
        {"state": State.REVISING, "check_at": ago},
        {"state": State.SENDING, "lease_until": ago},
    ],
)
def test_whatever_a_tick_would_act_on_wakes_a_worker(
    changes: dict[str, Any], wake: Callable[[], None], sent: list[str]
) -> None:
    row(**{name: value() if callable(value) else value for name, value in changes.items()})
    wake()
    assert sent.count(tasks.tick.name) == 1


@pytest.mark.parametrize("state", [State.PROPOSED, State.HELD, State.LIVE, State.EXPIRED])
def test_what_no_tick_touches_wakes_nobody(state: State) -> None:
    row(state=state, due_at=ago(), check_at=ago())
    assert not beat.anything(timezone.now())


def test_a_paused_account_wakes_nobody_but_a_lost_worker_on_it_does() -> None:
    waiting = row(due_at=ago())
    ledger.pause(account(), Sentence("Mã hết hạn.", "The token has expired."))
    assert not beat.anything(timezone.now())
    Delivery.objects.filter(pk=waiting.pk).update(state=State.SENDING, lease_until=ago())
    assert beat.anything(timezone.now())


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_when_the_database_does_not_answer_the_worker_is_woken_to_find_out(
    error: type[Exception], wake: Callable[[], None], sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(now: object) -> bool:
        raise error("the server closed the connection")

    closed: list[bool] = []
    monkeypatch.setattr(beat, "anything", gone)
    monkeypatch.setattr(beat.connection, "close", lambda: closed.append(True))
    wake()
    assert tasks.tick.name in sent
    assert closed == [True]
