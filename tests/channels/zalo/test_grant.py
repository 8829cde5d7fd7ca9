"""Tokens: used until refused, renewed once and under the lock, never blindly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.channel import Remote
from channels.errors import AccountBroken, Unavailable
from channels.zalo import sandbox
from channels.zalo.grant import read_moment

KEY = "https://moha.gov.vn/tin/57695"


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
    assert sorted(handed[0]) == ["access_token", "app_secret", "refresh_token", "token_expires_at"]


def test_the_new_end_is_computed_from_the_string_that_zalo_gives(desk: Any) -> None:
    desk.stage.kill_tokens()
    desk.adapter.check(desk.access)
    ends = read_moment(desk.access.vault.secrets["token_expires_at"])
    assert abs(ends - (datetime.now(UTC) + timedelta(hours=25))) < timedelta(seconds=10)


def test_an_expired_token_is_treated_as_a_refused_one(desk: Any) -> None:
    desk.stage.access_tokens[sandbox.ACCESS_TOKEN] = 0.0
    assert desk.adapter.check(desk.access).ok
    assert desk.access.vault.rotations == 1


@pytest.mark.parametrize("write", [lambda moment: moment.isoformat(), lambda moment: str(int(moment.timestamp()))])
def test_a_token_about_to_end_is_renewed_before_it_is_used(desk: Any, write: Any) -> None:
    desk.access.vault.secrets["token_expires_at"] = write(datetime.now(UTC) + timedelta(minutes=4))
    assert desk.adapter.check(desk.access).ok
    assert desk.adapter.check(desk.access).ok
    assert desk.access.vault.rotations == 1


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
    "fault", ["accept-then-drop", "accept-then-502", "accept-then-truncate", "drop", "refuse-500", "refuse-502"]
)
def test_a_renewal_whose_answer_was_lost_needs_consent_and_is_asked_for_once(desk: Any, fault: str) -> None:
    desk.stage.kill_tokens()
    desk.fault("oauth.refresh", fault)
    before = dict(desk.access.vault.secrets)
    with pytest.raises(AccountBroken) as broken:
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert "needs consent again" in broken.value.say.en
    assert "cấp quyền lại" in broken.value.say.vi
    assert desk.access.vault.secrets == before
    assert desk.stage.objects() == []
    assert (desk.stage.refresh_tokens == {sandbox.REFRESH_TOKEN}) is (not fault.startswith("accept"))


def test_a_used_refresh_token_needs_consent_and_nothing_is_changed(desk: Any) -> None:
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


def test_an_oauth_server_that_cannot_be_reached_is_unavailable_and_the_pair_stays(desk: Any) -> None:
    desk.stage.kill_tokens()
    desk.access.settings["oauth_url"] = "http://127.0.0.1:1"
    with pytest.raises(Unavailable):
        desk.adapter.publish(desk.parcel(), KEY, desk.access)
    assert desk.access.vault.secrets["refresh_token"] == sandbox.REFRESH_TOKEN


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1795000000", datetime.fromtimestamp(1795000000, UTC)),
        ("2026-11-23T10:00:00+07:00", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("2026-11-23T03:00:00Z", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("2026-11-23T03:00:00", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("", None),
        ("nan", None),
        ("soon", None),
        ("9" * 40, None),
    ],
)
def test_the_end_of_a_token_is_read_as_iso_or_epoch_seconds(text: str, moment: datetime | None) -> None:
    assert read_moment(text) == moment
