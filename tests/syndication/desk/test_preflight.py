"""What would keep a delivery from going is said to whoever plans it, and never raised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from channels.channel import Ending, Health
from channels.errors import Unavailable
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk import preflight as desk
from tests.support import instance
from tests.support.scripted import Script, account, again, coming, planned, playing

pytestmark = pytest.mark.django_db
SMALL = Sentence("Ảnh quá lớn.", "The picture is too large.")


@pytest.fixture
def script() -> Iterator[Script]:
    with playing(Script()) as playing_script:
        yield playing_script


def waiting() -> Delivery:
    return planned(timezone.now() + timedelta(days=2), approvals=1)


def look(delivery: Delivery) -> list[str]:
    return [finding.en for finding in desk.preflight(delivery, now=timezone.now())]


def test_a_healthy_account_and_a_sound_parcel_leave_nothing_to_say(script: Script) -> None:
    delivery = waiting()
    assert look(delivery) == []
    kept = again(delivery)
    assert kept.preflight == []
    assert kept.preflight_at is not None


def test_what_the_adapter_foresees_is_kept_on_the_delivery_without_an_event(script: Script) -> None:
    script.preflight = [lambda parcel: (SMALL, SMALL)]
    delivery = waiting()
    before = again(delivery)
    assert look(delivery) == [SMALL.en]
    kept = again(delivery)
    assert [finding.vi for finding in kept.foreseen] == [SMALL.vi]
    assert (kept.version, kept.events.count()) == (before.version, before.events.count())


def test_a_broken_token_a_lacking_permission_and_an_ending_before_the_time_are_said(script: Script) -> None:
    soon = timezone.now() + timedelta(days=1)
    script.check = [
        Health(
            ok=False,
            say=Sentence("Hỏng.", "Broken."),
            missing=("pages_manage_posts",),
            endings=(Ending(Sentence("mã truy cập", "the token"), soon),),
        )
    ]
    found = look(waiting())
    assert found[0] == "Broken."
    assert "lacks: pages_manage_posts" in found[1]
    assert "the token" in found[2]


def test_what_ends_after_the_time_is_no_finding(script: Script) -> None:
    later = timezone.now() + timedelta(days=3)
    script.check = [Health(ok=True, endings=(Ending(Sentence("mã", "the token"), later),))]
    assert look(waiting()) == []


def test_a_platform_that_cannot_be_asked_is_said_and_the_plan_stands(script: Script) -> None:
    script.check = [Unavailable("no answer")]
    script.preflight = [Unavailable("no answer")]
    delivery = waiting()
    assert look(delivery) == [desk.NOT_ASKED.en]
    assert again(delivery).state == State.PROPOSED


def test_a_paused_account_is_not_asked_and_its_reason_is_said(script: Script) -> None:
    delivery = waiting()
    ledger.pause(account(), Sentence("Hết hạn.", "It has ended."))
    assert look(again(delivery)) == ["It has ended."]
    assert script.made("check") == []


def test_an_account_without_its_mandate_is_said_when_it_is_planned_and_not_when_it_is_due() -> None:
    row = instance.item()
    where = instance.account("feed", mode="live", language="vi", slug="tin")
    found = desk.preflight(instance.delivery(row, where), now=timezone.now())
    assert "mandate record" in found[0].en


def test_a_changed_rendition_is_looked_at_anew(script: Script) -> None:
    delivery = waiting()
    look(delivery)
    changed = ledger.amend(
        again(delivery), who="t", why="revision", now=timezone.now(), **coming(text="Khác", revision=2).fields
    )
    assert again(changed).preflight is None


def test_the_timer_looks_at_what_routes_planned_once_and_again_after_hours(script: Script) -> None:
    delivery = waiting()
    assert desk.preflight_due(now=timezone.now()) == 1
    assert desk.preflight_due(now=timezone.now()) == 0
    Delivery.objects.filter(pk=delivery.pk).update(preflight_at=timezone.now() - desk.AGAIN - timedelta(minutes=1))
    assert desk.preflight_due(now=timezone.now()) == 1
