"""An account is connected by consent: the state, the code and the choice are each good once, and nothing secret gets out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from channels.channel import Health
from channels.consent import Choice
from channels.errors import AccountBroken, Unavailable
from formatters.sentence import Sentence
from scheduler import consents, ledger, vault
from scheduler.models import Account, Consent, Delivery
from scheduler.states import State
from scheduler.vault import AccountVault
from syndication.desk import accounts, cannot
from syndication.desk import connect as desk
from syndication.desk.cannot import CannotConnect
from syndication.desk.connect import Begun, Chooseable, Connected
from syndication.notices import board
from tests.support.consenting import CODE, TOKEN, VERIFIER, Platform, connectable, consenting, page
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
    assert said(error) == cannot.OTHER_PLACE
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


def test_a_platform_that_cannot_be_reached_is_the_channels_error(platform: Platform) -> None:
    platform.error = Unavailable("down")
    account = connectable()
    with pytest.raises(Unavailable):
        finish(begin(account))
    account.refresh_from_db()
    assert account.connected_at is None


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
