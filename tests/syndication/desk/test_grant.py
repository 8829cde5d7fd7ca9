"""What an account is given when it is connected: kept whole or not at all, and what it means for what waited."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from channels.channel import Health
from channels.consent import Choice
from channels.errors import AccountBroken
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Account, Delivery
from scheduler.states import State
from scheduler.vault import AccountVault
from syndication.desk import accounts, cannot
from syndication.desk import connect as desk
from syndication.desk.cannot import CannotConnect
from syndication.desk.connect import Begun, Chooseable, Connected
from syndication.notices import board
from tests.support.consenting import CODE, TOKEN, Platform, connectable, consenting, page
from tests.support.scripted import planned

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


def test_a_channel_that_gives_what_it_does_not_take_changes_nothing(platform: Platform) -> None:
    platform.choices = [Choice("1", "x", settings={"nosuch": "1"}, secrets={"access_token": TOKEN})]
    account = connectable()
    with pytest.raises(ValueError, match="no setting 'nosuch'"):
        finish(begin(account))
    account.refresh_from_db()
    assert (account.settings, bytes(account.secrets)) == ({}, b"")


def test_a_channel_may_keep_secrets_that_nobody_gives_by_hand(platform: Platform) -> None:
    platform.choices = [Choice("1", "x", secrets={"access_token": TOKEN, "renewal_failed": ""})]
    account = connectable()
    connected(finish(begin(account)))
    assert dict(AccountVault(account.pk).read()) == {"access_token": TOKEN, "renewal_failed": ""}


def test_another_page_does_not_take_the_place_of_one_that_was_published_on(platform: Platform) -> None:
    account = connectable(settings={"page_id": "9"})
    delivery = planned(timezone.now(), on=account)
    connected(finish(begin(account)))  # nothing is out yet: the page may still be another one
    Delivery.objects.filter(pk=delivery.pk).update(remote_id="1_55")
    platform.choices = [page(2)]
    with pytest.raises(CannotConnect) as error:
        finish(begin(account))
    assert error.value.say == cannot.OTHER_PLACE
    account.refresh_from_db()
    assert account.settings["page_id"] == "1"
    platform.choices = [page(1)]
    connected(finish(begin(account)))  # the same page, connected again


def _held(account: Account) -> Delivery:
    delivery = planned(timezone.now(), on=account)
    broken = AccountBroken("token dead")
    ledger.move(delivery, State.HELD, who="w", why="accountbroken", now=timezone.now(), say=broken.say)
    return delivery


def test_what_waited_for_a_working_account_goes_on(platform: Platform) -> None:
    account = connectable()
    delivery = _held(account)
    ledger.pause(account, AccountBroken("x").say)
    came = connected(finish(begin(account)))
    assert (came.resumed, came.released) == (True, 1)
    account.refresh_from_db()
    assert not account.paused
    delivery.refresh_from_db()
    assert delivery.state == State.PLANNED


def test_what_a_person_paused_stays_paused(platform: Platform) -> None:
    account = connectable()
    accounts.pause(account, who="minh")
    came = connected(finish(begin(account)))
    assert not came.resumed
    account.refresh_from_db()
    assert account.paused
    assert account.why_paused.vi == "minh tạm dừng tài khoản."


def test_an_account_that_does_not_work_after_all_stays_paused(platform: Platform) -> None:
    account = connectable()
    ledger.pause(account, AccountBroken("x").say)
    platform.health = Health(ok=False, say=Sentence("Thiếu quyền.", "A right is missing."))
    came = connected(finish(begin(account)))
    assert not came.resumed
    account.refresh_from_db()
    assert account.paused
    assert [row.kind for row in board.open_notices()] == ["broken"]


def test_connecting_closes_what_was_said_of_the_account(platform: Platform) -> None:
    account = connectable()
    ledger.pause(account, AccountBroken("x").say)
    account.refresh_from_db()
    from syndication.desk import watch

    assert watch.look(account, now=timezone.now()) == 1
    connected(finish(begin(account)))
    assert not board.open_notices().exists()


def test_pasted_secrets_go_to_the_channel_which_says_what_they_are(platform: Platform) -> None:
    account = connectable()
    given = {"access_token": f" {TOKEN} ", "refresh_token": ""}
    connected(desk.paste(account, given, who=WHO, now=timezone.now()))
    assert platform.redeemed[0][:2] == ({}, {"access_token": TOKEN})
    with pytest.raises(CannotConnect):
        desk.paste(account, {"access_token": " "}, who=WHO, now=timezone.now())
    with pytest.raises(ValueError, match="takes no pasted 'app_secret'"):
        desk.paste(account, {"app_secret": "x"}, who=WHO, now=timezone.now())


def test_a_channel_without_consent_keeps_what_is_pasted_as_it_is() -> None:
    with consenting(consent=""):
        account = connectable()
        came = connected(desk.paste(account, {"access_token": TOKEN}, who=WHO, now=timezone.now()))
        assert dict(AccountVault(account.pk).read()) == {"access_token": TOKEN}
        assert came.health.ok


def test_an_account_whose_secrets_no_key_opens_can_be_connected_anew(platform: Platform) -> None:
    account = connectable(secrets=b"sealed with a key that is lost")
    connected(finish(begin(account)))
    assert dict(AccountVault(account.pk).read()) == {"access_token": f"{TOKEN}-1"}
