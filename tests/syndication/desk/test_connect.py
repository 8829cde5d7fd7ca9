"""An account is connected by consent: the state, the code and the choice are each good once, and nothing secret gets out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from channels.errors import Unavailable
from formatters.sentence import Sentence
from scheduler import consents, vault
from scheduler.models import Account, Consent
from scheduler.vault import AccountVault
from syndication.desk import cannot
from syndication.desk import connect as desk
from syndication.desk.cannot import CannotConnect
from syndication.desk.connect import Begun, Chooseable, Connected
from tests.support.consenting import CODE, TOKEN, VERIFIER, Platform, connectable, consenting, page

pytestmark = pytest.mark.django_db
WHO = "lan"


@pytest.fixture
def platform() -> Iterator[Platform]:
    with consenting() as platform:
        yield platform


def begin(account: Account) -> Begun:
    return desk.begin(account, who=WHO, now=timezone.now())


def finish(begun: Begun, **more: str) -> Connected | Chooseable:
    return desk.finish({"state": begun.state, "code": CODE, **more}, who=WHO, now=timezone.now())


def connected(came: Connected | Chooseable) -> Connected:
    assert isinstance(came, Connected)
    return came


def said(error: pytest.ExceptionInfo[CannotConnect]) -> Sentence:
    return error.value.say


def test_the_address_holds_the_state_and_nothing_that_is_kept(platform: Platform) -> None:
    begun = begin(connectable())
    query = parse_qs(urlsplit(begun.url).query)
    assert query["state"] == [begun.state]
    assert query["redirect_uri"] == ["http://127.0.0.1:8000/accounts/connected/"]
    assert VERIFIER not in begun.url
    (row,) = Consent.objects.all()
    held = f"{row.state_digest} {bytes(row.sealed)!r} {begun!r}"
    assert begun.state not in held, "the state itself is kept nowhere and shown nowhere"
    assert VERIFIER not in held


def test_what_was_granted_is_kept_with_the_account_and_the_rest_of_it_stays(platform: Platform) -> None:
    account = connectable(settings={"app_id": "77"}, owner="binh")
    vault.store(account, {"refresh_token": "kept"})
    came = connected(finish(begin(account)))
    account.refresh_from_db()
    assert account.settings == {"app_id": "77", "page_id": "1"}
    assert dict(AccountVault(account.pk).read()) == {"refresh_token": "kept", "access_token": f"{TOKEN}-1"}
    assert (account.connected_as, account.owner) == ("Nguyễn Thị Lan", "binh")
    assert account.health["consent"] == {"granted": ["read", "post"], "missing": []}
    assert account.health["ok"], "it was asked how it is"
    assert came.choice.secrets == {}
    assert TOKEN not in repr(came)
    kept, answer, asking = platform.redeemed[0]
    assert kept == {"verifier": VERIFIER}
    assert answer["code"] == CODE
    assert asking.redirect_uri == desk.redirect_address()
    assert asking.secrets == {"refresh_token": "kept"}


def test_a_state_is_good_once(platform: Platform) -> None:
    begun = begin(connectable())
    finish(begun)
    with pytest.raises(CannotConnect) as error:
        finish(begun)
    assert said(error) == cannot.UNKNOWN
    assert len(platform.redeemed) == 1


@pytest.mark.parametrize("answer", [{"state": "guessed", "code": CODE}, {"code": CODE}, {}])
def test_a_state_that_nobody_was_given_does_nothing(platform: Platform, answer: dict[str, str]) -> None:
    begin(connectable())
    with pytest.raises(CannotConnect) as error:
        desk.finish(answer, who=WHO, now=timezone.now())
    assert said(error) == cannot.UNKNOWN
    assert not platform.redeemed
    assert Consent.objects.count() == 1


def test_after_thirty_minutes_it_is_too_late_and_the_platform_is_not_asked(platform: Platform) -> None:
    begun = begin(connectable())
    answer = {"state": begun.state, "code": CODE}
    with pytest.raises(CannotConnect) as error:
        desk.finish(answer, who=WHO, now=timezone.now() + timedelta(minutes=30))
    assert said(error) == cannot.LATE
    assert not platform.redeemed
    assert not Consent.objects.exists()


def test_nobody_goes_on_with_what_another_began(platform: Platform) -> None:
    begun = begin(connectable())
    with pytest.raises(CannotConnect) as error:
        desk.finish({"state": begun.state, "code": CODE}, who="minh", now=timezone.now())
    assert said(error) == cannot.SOMEBODY_ELSE
    assert connected(finish(begun)), "and it is not used up by trying"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"error": "access_denied", "error_description": "x"}, cannot.DENIED.vi),
        ({"error": "invalid_scope"}, "lỗi invalid_scope"),
        ({"error_code": "-14003"}, "lỗi -14003"),
        ({"error": "<b>boo</b>"}, "lỗi ?"),
    ],
)
def test_a_refusal_is_told_changes_nothing_and_uses_up_the_state(
    platform: Platform, answer: dict[str, str], told: str
) -> None:
    account = connectable()
    begun = begin(account)
    with pytest.raises(CannotConnect) as error:
        desk.finish({"state": begun.state, **answer}, who=WHO, now=timezone.now())
    assert told in said(error).vi
    account.refresh_from_db()
    assert (account.connected_at, bytes(account.secrets)) == (None, b"")
    assert not Consent.objects.exists()


def test_of_several_one_is_chosen_and_the_others_are_forgotten(platform: Platform) -> None:
    platform.choices = [page(1), page(2, missing=("insights",))]
    account = connectable()
    came = finish(begin(account))
    assert isinstance(came, Chooseable)
    assert [choice.label for choice in came.choices] == ["Trang 1", "Trang 2"]
    assert TOKEN not in repr(came.choices)
    (row,) = Consent.objects.all()
    assert TOKEN.encode() not in bytes(row.sealed)
    account.refresh_from_db()
    assert not account.secrets

    with pytest.raises(CannotConnect, match="There is no '3' to choose; there are: 1, 2"):
        desk.choose(row, "3", who=WHO, now=timezone.now())
    with pytest.raises(CannotConnect):
        desk.choose(row, "2", who="minh", now=timezone.now())
    done = desk.choose(row, "2", who=WHO, now=timezone.now())
    assert done.account.settings["page_id"] == "2"
    assert dict(AccountVault(account.pk).read()) == {"access_token": f"{TOKEN}-2"}
    assert done.account.health["consent"]["missing"] == ["insights"]
    assert not Consent.objects.exists()
    with pytest.raises(CannotConnect):
        desk.choose(row, "1", who=WHO, now=timezone.now())
    assert AccountVault(account.pk).read()["access_token"] == f"{TOKEN}-2"


def test_a_choice_cannot_be_made_half_an_hour_later(platform: Platform) -> None:
    platform.choices = [page(1), page(2)]
    came = finish(begin(connectable()))
    assert isinstance(came, Chooseable)
    with pytest.raises(CannotConnect):
        desk.choose(came.row, "1", who=WHO, now=timezone.now() + timedelta(minutes=31))


def test_whoever_manages_nothing_is_told_so(platform: Platform) -> None:
    platform.choices = []
    with pytest.raises(CannotConnect) as error:
        finish(begin(connectable()))
    assert said(error) == cannot.NO_CHOICES


def test_a_platform_that_cannot_be_reached_is_the_channels_error(platform: Platform) -> None:
    platform.error = Unavailable("down")
    account = connectable()
    with pytest.raises(Unavailable):
        finish(begin(account))
    account.refresh_from_db()
    assert account.connected_at is None


def test_consents_that_nobody_answered_do_not_pile_up(platform: Platform) -> None:
    account, now = connectable(), timezone.now()
    for days in (3, 2):
        desk.begin(account, who=WHO, now=now - timedelta(days=days))
    begin(account)
    assert Consent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_bring_the_same_answer_one_spends_the_code(platform: Platform) -> None:
    begun = begin(connectable())
    outcomes: list[str] = []

    def work() -> None:
        try:
            finish(begun)
            outcomes.append("connected")
        except CannotConnect:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["connected"] + ["refused"] * 7
    assert len(platform.redeemed) == 1


def test_a_consent_is_found_by_what_it_holds_and_only_while_it_is_good(platform: Platform) -> None:
    account, now = connectable(), timezone.now()
    begin(account)
    assert consents.newest(account, who=WHO, now=now, stage="asked")
    assert not consents.newest(account, who=WHO, now=now, stage="choose")
    assert not consents.newest(account, who="minh", now=now, stage="asked")
    assert not consents.newest(account, who=WHO, now=now + timedelta(minutes=31), stage="asked")
