"""A claim need not be on the disk when it is made; whether anything else is, it leaves as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from syndication.desk.claim import Claim
from syndication.desk.sources import add_source
from syndication.sources.models import Source


def on_disk() -> object:
    """How the database is asked to keep what is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit" if connection.vendor == "postgresql" else "PRAGMA synchronous")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_after_a_claim_commits_are_kept_as_before(on_postgres: bool) -> None:
    source, now, before = add_source("tin", "https://tin.example/rss"), timezone.now(), on_disk()
    assert on_postgres or before == 2, "SQLite waits for the disk at every commit"
    assert Claim(source).take(now, now + timedelta(minutes=5))
    assert not Claim(source).take(now, now + timedelta(minutes=5))
    assert Source.objects.get().pulled_at == now
    assert on_disk() == before


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_fails_leaves_that_as_it_was() -> None:
    source, before = add_source("tin", "https://tin.example/rss"), on_disk()
    with pytest.raises(ValidationError):
        Claim(source).take(timezone.now(), "soon")  # type: ignore[arg-type]
    assert on_disk() == before
