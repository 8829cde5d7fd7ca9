"""A check says as whom an account works, what it may do, until when, and what of the day is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.youtube import health, reasons
from channels.youtube.sandbox.consent import REFRESH_TOKEN, SCOPES
from channels.youtube.tokens import SCOPE
from tests.channels.youtube.conftest import KEY, Bench, film_of_parts, told


def test_a_healthy_account_says_what_is_left_of_the_day(bench: Bench) -> None:
    bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    found = bench.adapter.check(bench.access)
    assert (found.ok, found.missing, found.endings, found.warnings) == (True, (), (), ())
    assert found.may == ("publish", "find", "revise", "retract")
    assert found.evidence["uploads_left_today"] == 89
    assert found.evidence["units_left_today"] == 9_000 - 1
    assert found.evidence["long_uploads"] == "allowed"


def test_a_connection_of_an_app_in_testing_has_its_end_and_a_warning(bench: Bench) -> None:
    bench.platform.testing = True
    found = bench.adapter.check(bench.access)
    assert found.ok
    assert found.expires_at is not None
    assert timedelta(days=6, hours=23) < found.expires_at - bench.access.now() <= timedelta(days=7)
    assert found.warnings == (health.TESTING,)


def test_an_end_that_was_told_on_connecting_is_kept_where_it_is_not_told_again(bench: Bench) -> None:
    at = bench.access.now() + timedelta(days=100)
    bench.access.vault.secrets["refresh_expires_at"] = at.isoformat()
    found = bench.adapter.check(bench.access)
    assert found.expires_at == at
    assert found.warnings == ()


@pytest.mark.parametrize("said", ["", "soon", "2020-01-01T00:00:00+00:00", "2999-01-01"])
def test_an_end_that_is_none_or_was_another_tokens_is_not_believed(bench: Bench, said: str) -> None:
    bench.access.vault.secrets["refresh_expires_at"] = said
    assert bench.adapter.check(bench.access).endings == ()


@pytest.mark.parametrize("status", ["eligible", "disallowed"])
def test_a_channel_that_may_not_upload_long_films_is_warned_of(bench: Bench, status: str) -> None:
    bench.platform.long_uploads = status
    found = bench.adapter.check(bench.access)
    assert found.ok
    assert found.warnings == (health.SHORT_ONLY,)


def granted(bench: Bench, monkeypatch: pytest.MonkeyPatch, scope: str) -> None:
    monkeypatch.setattr("channels.youtube.sandbox.SCOPE", scope)
    bench.platform.consent.grants[REFRESH_TOKEN].scopes = scope


def test_rights_that_do_not_reach_are_named_with_what_to_do(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    granted(bench, monkeypatch, f"{SCOPES}youtube.upload")  # it cannot even say which channel it is
    found = bench.adapter.check(bench.access)
    assert (found.ok, found.missing, found.say) == (False, (SCOPE,), health.FEWER_RIGHTS)


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        ("youtube", ("publish", "find", "revise", "retract")),  # but no captions
        ("youtube.upload https://www.googleapis.com/auth/youtube.readonly", ("publish",)),
    ],
)
def test_fewer_rights_that_reach_for_something_are_a_warning(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, scope: str, may: tuple[str, ...]
) -> None:
    granted(bench, monkeypatch, f"{SCOPES}{scope}")
    found = bench.adapter.check(bench.access)
    assert (found.ok, found.missing, found.may) == (True, (SCOPE,), may)
    assert found.warnings == (health.FEWER_RIGHTS,)


def test_an_account_without_a_channel_is_told_so(bench: Bench) -> None:
    bench.platform.signed_up = False
    found = bench.adapter.check(bench.access)
    assert (found.ok, found.say) == (False, reasons.NO_CHANNEL)


def test_an_account_that_is_not_connected_yet_says_how(bench: Bench) -> None:
    del bench.access.vault.secrets["refresh_token"]
    found = bench.adapter.check(bench.access)
    assert not found.ok
    assert found.say is not None
    assert "connect" in found.say.en
