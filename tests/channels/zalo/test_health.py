"""Whether an account is fit, what it may do, and what of it ends when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.zalo import health as fitness
from channels.zalo import sandbox
from channels.zalo.health import ABOUT, ARTICLES, PACKAGE, REFRESH, TOKEN

SOON = "2099-01-01T00:00:00+07:00"


def endings(health: Any) -> dict[str, datetime]:
    return {ending.what.en: ending.at for ending in health.endings}


def test_the_check_names_the_account_its_rights_and_its_package(desk: Any) -> None:
    health = desk.adapter.check(desk.access)
    assert (health.ok, health.name, health.say) == (True, "Bộ Nội vụ (thử nghiệm)", None)
    assert (health.evidence["oaid"], health.evidence["package_name"]) == (sandbox.OA_ID, "Toàn diện")
    assert (health.may, health.missing, health.warnings) == ((ABOUT, ARTICLES), (), ())


def test_of_a_token_that_is_renewed_by_itself_only_the_refresh_token_s_end_is_told(desk: Any) -> None:
    desk.access.vault.secrets |= {"token_expires_at": SOON, "refresh_expires_at": "2098-06-01T00:00:00Z"}
    told = endings(desk.adapter.check(desk.access))
    assert told[REFRESH.en] == datetime(2098, 6, 1, tzinfo=UTC)
    assert TOKEN.en not in told


@pytest.mark.parametrize("missing", ["refresh_token", "app_secret", "app_id"])
def test_of_a_token_that_cannot_be_renewed_its_own_end_is_told_with_a_warning(desk: Any, missing: str) -> None:
    desk.access.vault.secrets |= {"token_expires_at": SOON, "refresh_expires_at": "2098-06-01T00:00:00Z"}
    desk.access.vault.secrets.pop(missing, None)
    if missing == "app_id":
        desk.access.settings["app_id"] = ""
    health = desk.adapter.check(desk.access)
    assert endings(health)[TOKEN.en] == datetime(2098, 12, 31, 17, tzinfo=UTC)
    assert REFRESH.en not in endings(health)
    assert "cannot be renewed" in health.warnings[0].en


def test_the_package_ends_with_its_last_day_in_vietnam(desk: Any) -> None:
    told = endings(desk.adapter.check(desk.access))
    day = (datetime.now(UTC) + timedelta(days=300)).date()
    assert told[PACKAGE.en].isoformat() == f"{day + timedelta(days=1)}T00:00:00+07:00"


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("31/12/2026", datetime(2026, 12, 31, 17, tzinfo=UTC)),
        ("2026-12-31", datetime(2026, 12, 31, tzinfo=UTC)),
        ("1795000000", datetime.fromtimestamp(1795000000, UTC)),
        (1795000000000, datetime.fromtimestamp(1795000000, UTC)),
        ("9" * 40, None),
        ("", None),
        (None, None),
        ("vô thời hạn", None),
    ],
)
def test_a_package_s_day_is_read_in_whatever_shape_it_comes(told: Any, moment: datetime | None) -> None:
    assert fitness._through(told) == moment


@pytest.mark.parametrize("package", ["Cơ bản", "Tiêu chuẩn"])
def test_a_package_without_the_api_is_told_before_anything_is_published(desk: Any, package: str) -> None:
    desk.stage.switches.package = package
    health = desk.adapter.check(desk.access)
    assert (health.ok, health.missing) == (False, (ARTICLES,))
    assert "package" in health.say.en
    assert health.warnings == (health.say,)


def test_an_account_that_is_not_verified_is_told(desk: Any) -> None:
    desk.stage.switches.verified = False
    health = desk.adapter.check(desk.access)
    assert not health.ok
    assert "not verified" in health.warnings[0].en


def test_an_unusual_kind_of_account_is_a_warning(desk: Any) -> None:
    desk.stage.switches.oa_type = 1
    health = desk.adapter.check(desk.access)
    assert health.ok
    assert "government" in health.warnings[0].en


def test_a_right_that_was_not_granted_is_named_as_missing(desk: Any) -> None:
    desk.fault("article.slice", "unauthorized")
    health = desk.adapter.check(desk.access)
    assert (health.ok, health.may, health.missing) == (False, (ABOUT,), (ARTICLES,))
    assert "must consent again" in health.say.en
    assert health.evidence["articles"]["code"] == -223


def test_a_list_that_cannot_be_read_now_concludes_nothing(desk: Any) -> None:
    desk.fault("article.slice", "refuse-500", times=9)
    health = desk.adapter.check(desk.access)
    assert (health.ok, health.may, health.missing) == (True, (ABOUT,), ())


def test_a_wrong_application_secret_is_told_as_that(desk: Any) -> None:
    desk.access.vault.secrets["app_secret"] = "wrong"
    health = desk.adapter.check(desk.access)
    assert not health.ok
    assert "app_secret" in health.say.en


def test_the_check_tells_token_trouble_instead_of_raising_it(desk: Any) -> None:
    desk.stage.kill_tokens()
    desk.stage.refresh_tokens.clear()
    health = desk.adapter.check(desk.access)
    assert not health.ok
    assert "consent again" in health.say.en
    assert "cấp quyền lại" in health.say.vi


def test_a_token_of_another_account_is_not_healthy(desk: Any) -> None:
    desk.access.settings["oa_id"] = "1"
    assert not desk.adapter.check(desk.access).ok
