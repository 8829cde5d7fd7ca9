"""Quota is reserved before it is spent, by account or by what several accounts share; and a bucket may have to rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from channels.errors import Throttled
from scheduler.models import Account, Quota
from scheduler.pace import AccountMeter

pytestmark = pytest.mark.django_db


def meter(name: str = "a") -> AccountMeter:
    return AccountMeter(Account.objects.get_or_create(name=name, defaults={"channel": "youtube"})[0].pk)


def test_what_would_exceed_the_limit_is_throttled_until_the_window_ends_and_spends_nothing() -> None:
    ends = timezone.now() + timedelta(hours=3)
    ours = meter()
    ours.reserve("units", 60, limit=100, ends=ends)
    with pytest.raises(Throttled) as found:
        ours.reserve("units", 50, limit=100, ends=ends)
    assert found.value.after is not None
    assert timedelta(hours=2, minutes=59) < found.value.after <= timedelta(hours=3)
    ours.reserve("units", 40, limit=100, ends=ends)
    assert ours.left("units", limit=100, ends=ends) == 0


def test_a_new_window_begins_at_nothing() -> None:
    now = timezone.now()
    meter().reserve("units", 100, limit=100, ends=now)
    meter().reserve("units", 100, limit=100, ends=now + timedelta(days=1))
    assert Quota.objects.count() == 2


def test_two_accounts_have_quotas_of_their_own() -> None:
    ends = timezone.now() + timedelta(hours=1)
    meter("a").reserve("units", 100, limit=100, ends=ends)
    assert meter("b").left("units", limit=100, ends=ends) == 100


def test_two_accounts_of_one_project_spend_one_quota() -> None:
    ends = timezone.now() + timedelta(hours=1)
    meter("a").reserve("units", 70, limit=100, ends=ends, pool="project:x")
    assert meter("b").left("units", limit=100, ends=ends, pool="project:x") == 30
    with pytest.raises(Throttled):
        meter("b").reserve("units", 40, limit=100, ends=ends, pool="project:x")


def test_while_a_bucket_rests_nothing_is_taken_and_the_longer_rest_holds() -> None:
    now = timezone.now()
    ours, ends = meter(), now + timedelta(days=1)
    ours.rest("graph", now + timedelta(minutes=30))
    ours.rest("graph", now + timedelta(minutes=5))
    with pytest.raises(Throttled) as found:
        ours.ready("graph")
    assert found.value.after is not None
    assert found.value.after > timedelta(minutes=29)
    with pytest.raises(Throttled):
        ours.reserve("graph", 1, limit=100, ends=ends)
    assert ours.left("graph", limit=100, ends=ends) == 0
    meter("b").ready("graph")


def test_a_rest_that_is_over_keeps_nobody() -> None:
    ours = meter()
    ours.rest("graph", timezone.now() - timedelta(seconds=1))
    ours.ready("graph")
    assert ours.left("graph", limit=5, ends=timezone.now() + timedelta(hours=1)) == 5
