"""What check tells: whether the token works for this Page, what it may do, and what ends when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.channel import Health
from channels.facebook import health
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox import (
    OTHER_TOKEN,
    PAGE_ID,
    PAGE_NAME,
    READER_TOKEN,
    REFUSED_TOKENS,
    TOKEN,
    USER_TOKEN,
    Sandbox,
)
from channels.sandbox.server import SandboxServer
from tests.channels.facebook.conftest import account_on
from tests.support.access import MemoryAccess

DAY = 86_400


def checked(account: MemoryAccess) -> Health:
    return Facebook().check(account)


def test_a_sound_account_is_told_with_its_rights_and_its_endings(account: MemoryAccess, page: Sandbox) -> None:
    found = checked(account)
    assert (found.ok, found.name, found.say, found.missing, found.warnings) == (True, PAGE_NAME, None, (), ())
    assert {"pages_manage_posts", "pages_read_engagement"} <= set(found.may)
    until = int(page.tokens[TOKEN].data_access_expires_at)
    assert [(ending.what, int(ending.at.timestamp())) for ending in found.endings] == [(health.DATA_ENDS, until)]
    assert found.evidence["type"] == "PAGE"
    assert page.frowns == [], "no token in an address"


def test_an_end_of_the_token_is_told_and_zero_is_never(account: MemoryAccess, page: Sandbox) -> None:
    page.tokens[TOKEN].expires_at = page.clock() + 9 * DAY
    page.tokens[TOKEN].data_access_expires_at = 0
    found = checked(account)
    assert [ending.what for ending in found.endings] == [health.TOKEN_ENDS]
    assert found.expires_at is not None
    assert timedelta(days=8) < found.expires_at - datetime.now(UTC) < timedelta(days=10)


def test_the_version_has_its_end_and_its_warning(server: SandboxServer) -> None:
    account = account_on(server, graph_version="v21.0")
    account.later = datetime(2026, 11, 24, tzinfo=UTC) - datetime.now(UTC)
    found = checked(account)
    assert found.ok
    assert (health.VERSION_ENDS, datetime(2027, 1, 21, tzinfo=UTC)) in [(one.what, one.at) for one in found.endings]
    assert len(found.warnings) == 1
    assert "v21.0" in found.warnings[0].vi


def test_a_version_that_another_one_answers_for_is_told(server: SandboxServer, page: Sandbox) -> None:
    page.oldest, page.drifts = "v23.0", True
    found = checked(account_on(server, graph_version="v22.0"))
    assert found.ok
    assert any("v23.0" in told.en for told in found.warnings)


@pytest.mark.parametrize("missing", ["pages_manage_posts", "pages_read_engagement"])
def test_a_right_that_is_lacking_is_named(missing: str, account: MemoryAccess, page: Sandbox) -> None:
    page.tokens[TOKEN].scopes.remove(missing)
    found = checked(account)
    assert (found.ok, found.missing) == (False, (missing,))
    assert found.say is not None
    assert missing in found.say.en


def test_a_right_given_for_other_pages_only_is_lacking() -> None:
    token = {
        "scopes": ["pages_manage_posts", "pages_read_engagement"],
        "granular_scopes": [
            {"scope": "pages_manage_posts", "target_ids": ["9"]},
            {"scope": "pages_read_engagement", "target_ids": ["9", PAGE_ID]},
        ],
    }
    assert health.granted(token, PAGE_ID) == ("pages_read_engagement",)
    assert health.granted({**token, "granular_scopes": [{"scope": "pages_manage_posts"}, "x"]}, PAGE_ID) == tuple(
        token["scopes"]
    )
    assert health.granted({}, PAGE_ID) is None


def test_a_token_that_may_only_read_is_not_enough(server: SandboxServer) -> None:
    assert checked(account_on(server, token=READER_TOKEN)).missing == ("pages_manage_posts",)


@pytest.mark.parametrize(
    ("token", "words"),
    [
        *((token, "kết nối lại") for token in (*REFUSED_TOKENS, "nonsense")),
        (OTHER_TOKEN, "page_id"),
        (USER_TOKEN, "Trang"),
    ],
)
def test_a_token_that_cannot_be_used_here_says_why(
    token: str, words: str, server: SandboxServer, page: Sandbox
) -> None:
    found = checked(account_on(server, token=token))
    assert not found.ok
    assert found.say is not None
    assert words in found.say.vi
    assert page.frowns == []


def test_a_password_that_was_changed_is_told_by_the_row_of_its_code(account: MemoryAccess, page: Sandbox) -> None:
    page.tokens[TOKEN].is_valid, page.tokens[TOKEN].subcode = False, 459
    found = checked(account)
    assert found.say is not None
    assert "facebook.com" in found.say.en


@pytest.mark.parametrize("without", [{"app_id": ""}, {"app_secret": ""}])
def test_without_app_or_secret_the_page_is_read_and_the_rest_is_said_to_be_unknown(
    without: dict[str, str], server: SandboxServer, page: Sandbox
) -> None:
    found = checked(account_on(server, **without))
    assert (found.ok, found.name, found.may, found.missing) == (True, PAGE_NAME, (), ())
    assert found.warnings == (health.NO_APP,)


@pytest.mark.parametrize(
    "fault",
    [
        "batch-null",
        "item-190",
        "190",
        "refuse-500",
        "refuse-502",
        "drop",
        "accept-then-html",
        "100",
        "accept-then-truncate",
    ],
)
def test_an_answer_that_is_no_batch_falls_back_on_the_page_and_puts_no_token_anywhere(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("batch", fault)
    found = checked(account)
    assert (found.ok, found.warnings) == (True, (health.NOT_EXAMINED,))
    assert page.frowns == []


def test_a_secret_that_is_not_the_apps_is_told(server: SandboxServer) -> None:
    found = checked(account_on(server, app_secret="wrong"))
    assert not found.ok
    assert found.say is not None
    assert "app_secret" in found.say.en


def test_an_app_that_demands_the_proof_gets_it_with_the_check_too(account: MemoryAccess, page: Sandbox) -> None:
    page.require_proof = True
    assert checked(account).ok


@pytest.mark.parametrize(
    ("token", "ok"),
    [
        ({}, True),
        ({"is_valid": "true", "expires_at": "0", "data_access_expires_at": "soon"}, True),
        ({"is_valid": "false"}, False),
        ({"error": {"code": "190", "error_subcode": "463"}}, False),
        ({"type": "USER"}, False),
        ({"profile_id": 42}, False),
        ({"profile_id": int(PAGE_ID), "type": "PAGE"}, True),
    ],
)
def test_what_is_told_of_a_token_is_read_in_every_form(token: dict[str, Any], ok: bool) -> None:
    assert (health._at_fault(token, PAGE_ID) is None) is ok
    assert list(health._endings(token, "v27.0")) == []
