"""Tokens: used until refused, renewed once and under the lock, never blindly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.channel import Remote
from channels.errors import AccountBroken, OutcomeUnknown, Unavailable
from channels.wire import Guard, Wire
from channels.zalo import sandbox
from channels.zalo.renewal import FAILED, read_moment

KEY = "https://moha.gov.vn/tin/57695"


def spend_behind_our_back(desk: Any) -> None:
    """As a worker does that is killed between Zalo's answer and the vault."""
    form = {"refresh_token": sandbox.REFRESH_TOKEN, "app_id": sandbox.APP_ID, "grant_type": "refresh_token"}
    url = f"{desk.server.url}/zalo/v4/oa/access_token"
    desk.access.wire.write("POST", url, headers={"secret_key": sandbox.APP_SECRET}, data=form)


def test_a_refused_token_is_renewed_once_and_the_call_repeated_once(desk: Any) -> None:
    desk.fault("article.create", "token")
    made = desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert made.state is Remote.PROCESSING
    assert len(desk.stage.objects()) == 1
    vault = desk.access.vault
    assert vault.rotations == 1
    assert vault.secrets["access_token"] in desk.stage.access_tokens
    assert {vault.secrets["refresh_token"]} == desk.stage.refresh_tokens
    assert vault.secrets["app_secret"] == sandbox.APP_SECRET


def test_a_renewal_hands_the_vault_every_secret_and_not_the_new_ones_alone(desk: Any) -> None:
    handed: list[dict[str, str]] = []
    keep = desk.access.vault.rotate
    desk.access.vault.rotate = lambda stale, renew: keep(stale, lambda held: handed.append(renew(held)) or handed[0])
    desk.stage.kill_tokens()
    assert desk.adapter.check(desk.access).ok
    assert {"access_token", "app_secret", "refresh_token", "token_expires_at", "refresh_expires_at"} <= set(handed[0])
    assert handed[0]["app_secret"] == sandbox.APP_SECRET


def test_the_new_end_is_computed_from_the_string_that_zalo_gives(desk: Any) -> None:
    desk.stage.kill_tokens()
    desk.adapter.check(desk.access)
    ends = read_moment(desk.access.vault.secrets["token_expires_at"])
    assert abs(ends - (datetime.now(UTC) + timedelta(hours=25))) < timedelta(seconds=10)
    refresh_ends = read_moment(desk.access.vault.secrets["refresh_expires_at"])
    assert abs(refresh_ends - (datetime.now(UTC) + timedelta(days=90))) < timedelta(seconds=10)


def test_an_expired_token_is_treated_as_a_refused_one(desk: Any) -> None:
    desk.stage.access_tokens[sandbox.ACCESS_TOKEN] = 0.0
    assert desk.adapter.check(desk.access).ok
    assert desk.access.vault.rotations == 1


@pytest.mark.parametrize("write", [lambda moment: moment.isoformat(), lambda moment: str(int(moment.timestamp()))])
def test_a_token_is_renewed_at_about_twenty_of_its_twenty_five_hours(desk: Any, write: Any) -> None:
    desk.access.vault.secrets["token_expires_at"] = write(datetime.now(UTC) + timedelta(minutes=301))
    assert desk.adapter.check(desk.access).ok
    assert desk.access.vault.rotations == 0
    desk.access.vault.secrets["token_expires_at"] = write(datetime.now(UTC) + timedelta(minutes=299))
    assert desk.adapter.check(desk.access).ok
    assert desk.adapter.check(desk.access).ok
    assert desk.access.vault.rotations == 1
    assert len(desk.stage.grants.spent) == 1


@pytest.mark.parametrize("told", [None, "", "sometime", "2099-01-01T00:00:00Z"])
def test_without_a_near_date_a_working_token_is_never_renewed(desk: Any, told: str | None) -> None:
    if told is not None:
        desk.access.vault.secrets["token_expires_at"] = told
    desk.fault("oauth.refresh", "refuse-500", times=9)
    assert desk.adapter.check(desk.access).ok
    desk.live()
    assert desk.access.vault.rotations == 0
    assert desk.server.app.faults["zalo"].orders[0].times == 9


def test_a_token_that_somebody_else_renewed_is_used_before_ours_is(desk: Any) -> None:
    vault = desk.access.vault
    desk.stage.access_tokens = {"newer": None}
    stale, reads = dict(vault.secrets), []

    class Meanwhile(type(vault)):
        def read(self) -> Any:
            reads.append(1)
            self.secrets = {**stale, "access_token": "newer"} if len(reads) > 1 else dict(stale)
            return super().read()

    desk.access.vault = Meanwhile(dict(stale))
    assert desk.adapter.check(desk.access).ok
    assert desk.access.vault.rotations == 0


def test_a_renewed_token_that_is_refused_as_well_breaks_the_account_and_is_not_renewed_again(desk: Any) -> None:
    desk.fault("article.create", "token", times=9)
    with pytest.raises(AccountBroken):
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert desk.access.vault.rotations == 1
    assert desk.server.app.faults["zalo"].orders[0].times == 7


@pytest.mark.parametrize("missing", ["refresh_token", "app_secret"])
def test_what_cannot_be_renewed_needs_consent(desk: Any, missing: str) -> None:
    del desk.access.vault.secrets[missing]
    desk.stage.kill_tokens()
    with pytest.raises(AccountBroken) as broken:
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert "consent again" in broken.value.say.en


@pytest.mark.parametrize(
    "fault",
    [
        "accept-then-drop",
        "accept-then-502",
        "accept-then-truncate",
        "lost-rotation",
        "drop",
        "refuse-500",
        "refuse-502",
    ],
)
def test_a_renewal_whose_answer_was_lost_needs_consent_and_is_asked_for_once(desk: Any, fault: str) -> None:
    desk.stage.kill_tokens()
    desk.fault("oauth.refresh", fault)
    before = dict(desk.access.vault.secrets)
    for _ in range(3):
        with pytest.raises(AccountBroken) as broken:
            desk.adapter.publish(desk.parcel(), KEY, desk.access)
        assert "needs consent again" in broken.value.say.en
        assert "cấp quyền lại" in broken.value.say.vi
    kept = desk.access.vault.secrets
    assert {name: kept[name] for name in before} == before
    assert desk.stage.objects() == []
    assert (desk.stage.refresh_tokens == {sandbox.REFRESH_TOKEN}) is (fault in ("drop", "refuse-500", "refuse-502"))
    assert "already spent" not in " ".join(desk.stage.frowns)


def test_a_worker_killed_after_the_renewal_leaves_an_account_that_needs_consent_and_asks_once(desk: Any) -> None:
    """The old pair is still in the vault: the access token is refused, then the refresh token, and that is all."""
    spend_behind_our_back(desk)
    for _ in range(3):
        health = desk.adapter.check(desk.access)
        assert not health.ok
        assert "needs consent again" in health.say.en
    assert [frown for frown in desk.stage.frowns if "already spent" in frown] == [
        "a refresh token that was already spent was sent again"
    ]


def test_what_was_noted_of_a_failed_renewal_is_no_obstacle_to_a_new_pair(desk: Any) -> None:
    spend_behind_our_back(desk)
    assert not desk.adapter.check(desk.access).ok
    (fresh,) = desk.stage.refresh_tokens
    desk.access.vault.secrets |= {"access_token": "pasted", "refresh_token": fresh}
    assert desk.adapter.check(desk.access).ok


def test_while_the_old_token_answers_it_goes_on_being_used_though_the_renewal_was_lost(desk: Any) -> None:
    desk.access.vault.secrets["token_expires_at"] = (datetime.now(UTC) + timedelta(minutes=200)).isoformat()
    desk.fault("oauth.refresh", "refuse-502")
    for _ in range(3):
        health = desk.adapter.check(desk.access)
        assert health.ok
        assert "may soon be needed again" in health.warnings[0].en
    assert desk.access.vault.secrets["access_token"] == sandbox.ACCESS_TOKEN
    assert desk.stage.grants.spent == []


def test_the_old_token_s_answer_proves_that_the_lost_renewal_did_not_happen_and_it_is_made_after_a_while(
    desk: Any,
) -> None:
    desk.access.vault.secrets["token_expires_at"] = (datetime.now(UTC) + timedelta(minutes=200)).isoformat()
    desk.fault("oauth.refresh", "refuse-502")
    assert desk.adapter.check(desk.access).ok
    desk.access.later = timedelta(minutes=11)
    assert desk.adapter.check(desk.access).ok
    assert desk.adapter.check(desk.access).warnings == ()
    assert len(desk.stage.grants.spent) == 1
    assert desk.access.vault.secrets["access_token"] in desk.stage.access_tokens


def test_a_renewal_ahead_of_time_that_was_lost_on_the_way_back_needs_consent_at_once(desk: Any) -> None:
    desk.access.vault.secrets["token_expires_at"] = (datetime.now(UTC) + timedelta(minutes=200)).isoformat()
    desk.fault("oauth.refresh", "accept-then-drop")
    with pytest.raises(AccountBroken) as broken:
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert "needs consent again" in broken.value.say.en
    assert len(desk.stage.grants.spent) == 1


@pytest.mark.parametrize("fault", ["", "refuse-502"])
def test_an_oauth_server_in_trouble_keeps_no_call_from_going_while_the_old_token_lives(desk: Any, fault: str) -> None:
    desk.access.vault.secrets["token_expires_at"] = (datetime.now(UTC) + timedelta(minutes=200)).isoformat()
    if fault:
        desk.fault("oauth.refresh", fault, times=9)
    else:
        desk.access.settings["oauth_url"] = "http://127.0.0.1:1"
    assert desk.live().state is Remote.LIVE


def test_a_token_shorter_than_the_time_ahead_is_not_renewed_for_every_call(desk: Any) -> None:
    now = datetime.now(UTC)
    desk.access.vault.secrets |= {
        "token_expires_at": (now + timedelta(minutes=60)).isoformat(),
        "refresh_expires_at": (now + timedelta(days=90)).isoformat(),
    }
    assert desk.adapter.check(desk.access).ok
    assert desk.access.vault.rotations == 0
    desk.access.later = timedelta(minutes=31)
    assert desk.adapter.check(desk.access).ok
    assert desk.access.vault.rotations == 1


def test_a_worker_that_has_lost_its_lease_at_the_door_spends_nothing_and_breaks_nothing(desk: Any) -> None:
    def shut() -> None:
        raise OutcomeUnknown("the lease is lost")

    desk.stage.kill_tokens()
    desk.access.wire = Wire(Guard(["127.0.0.1"]), timeout=2, pause=0.01, before_write=shut)
    before = dict(desk.access.vault.secrets)
    with pytest.raises(OutcomeUnknown, match="the lease is lost"):
        desk.adapter.check(desk.access)
    assert desk.access.vault.secrets == before
    assert desk.stage.grants.spent == []


def test_no_secret_is_in_what_is_noted_of_a_failure(desk: Any) -> None:
    desk.stage.kill_tokens()
    desk.fault("oauth.refresh", "drop")
    assert not desk.adapter.check(desk.access).ok
    noted = desk.access.vault.secrets[FAILED]
    assert not [secret for secret in (sandbox.REFRESH_TOKEN, sandbox.APP_SECRET) if secret in noted]


def test_a_used_refresh_token_needs_consent_and_the_pair_stays(desk: Any) -> None:
    desk.stage.kill_tokens()
    desk.access.vault.secrets["refresh_token"] = "used"
    with pytest.raises(AccountBroken) as broken:
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert broken.value.evidence["code"] == -14014
    assert "needs consent again" in broken.value.say.en
    assert desk.access.vault.secrets["refresh_token"] == "used"


def test_a_wrong_application_is_told_apart_from_a_lost_consent(desk: Any) -> None:
    desk.stage.kill_tokens()
    desk.access.settings["app_id"] = "1"
    with pytest.raises(AccountBroken) as broken:
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert "app_id" in broken.value.say.en
    desk.access.settings["app_id"] = sandbox.APP_ID
    assert desk.adapter.check(desk.access).ok


def test_an_oauth_server_that_cannot_be_reached_is_unavailable_and_the_pair_stays(desk: Any) -> None:
    desk.stage.kill_tokens()
    desk.access.settings["oauth_url"] = "http://127.0.0.1:1"
    with pytest.raises(Unavailable):
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert desk.access.vault.secrets["refresh_token"] == sandbox.REFRESH_TOKEN
