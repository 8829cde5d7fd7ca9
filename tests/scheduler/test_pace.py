"""Quota is reserved before it is spent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from channels.errors import Throttled
from scheduler.models import Account
from scheduler.pace import AccountMeter


@pytest.mark.django_db
def test_what_would_exceed_the_limit_is_refused_and_not_counted() -> None:
    account = Account.objects.create(name="a", channel="youtube")
    ends = timezone.now() + timedelta(hours=3)
    meter = AccountMeter(account.pk)
    meter.reserve("units", 60, limit=100, ends=ends)
    with pytest.raises(Throttled) as caught:
        meter.reserve("units", 50, limit=100, ends=ends)
    assert caught.value.after is not None
    assert timedelta(hours=2) < caught.value.after <= timedelta(hours=3)
    meter.reserve("units", 40, limit=100, ends=ends)
    assert account.quotas.get().spent == 100


@pytest.mark.django_db
def test_a_new_window_begins_at_nothing() -> None:
    account = Account.objects.create(name="a", channel="youtube")
    meter = AccountMeter(account.pk)
    now = timezone.now()
    meter.reserve("units", 100, limit=100, ends=now)
    meter.reserve("units", 100, limit=100, ends=now + timedelta(days=1))
    assert account.quotas.count() == 2
