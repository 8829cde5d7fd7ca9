"""What comes to an end: calls, and versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from channels.facebook.sandbox import APP_TOKEN, PAGE_ID, TOKEN, USER_TOKEN, Sandbox
from tests.channels.facebook.sandbox.conftest import Ask, Later, code

HEADERS = {"X-App-Usage", "X-Business-Use-Case-Usage", "X-Page-Usage"}


def test_little_used_is_told_by_no_header(ask: Ask) -> None:
    assert not HEADERS & set(ask("GET", PAGE_ID).headers)


def test_much_used_is_told_in_each_header_and_refuses_nothing_yet(ask: Ask, page: Sandbox) -> None:
    page.usage, page.regain = 95, 3
    answer = ask("POST", f"{PAGE_ID}/feed", data={"message": "x"})
    assert answer.ok
    assert json.loads(answer.headers["X-App-Usage"])["call_count"] == 95
    assert json.loads(answer.headers["X-Page-Usage"]).keys() == {"call_count", "total_time", "total_cputime"}
    (told,) = json.loads(answer.headers["X-Business-Use-Case-Usage"])[PAGE_ID]
    assert (told["type"], told["call_count"], told["estimated_time_to_regain_access"]) == ("pages", 95, 3)


@pytest.mark.parametrize(
    ("wanted", "name"), [("app", "X-App-Usage"), ("business", "X-Business-Use-Case-Usage"), ("page", "X-Page-Usage")]
)
def test_only_one_of_the_headers_may_come(wanted: str, name: str, ask: Ask, page: Sandbox) -> None:
    page.usage, page.usage_headers = 80, wanted
    assert HEADERS & set(ask("GET", PAGE_ID).headers) == {name}


def test_a_persons_token_gets_the_apps_header_only(ask: Ask, page: Sandbox) -> None:
    page.usage = 95
    assert HEADERS & set(ask("GET", "me", token=USER_TOKEN).headers) == {"X-App-Usage"}


def test_all_used_refuses_and_each_further_call_makes_the_wait_longer(ask: Ask, page: Sandbox) -> None:
    page.usage, page.regain = 100, 5
    for wait in (6, 7):
        answer = ask("POST", f"{PAGE_ID}/feed", data={"message": "x"})
        assert code(answer) == (403, 80001, None)
        (told,) = json.loads(answer.headers["X-Business-Use-Case-Usage"])[PAGE_ID]
        assert told["estimated_time_to_regain_access"] == wait
    assert page.objects() == []
    assert len(page.frowns) == 2
    page.usage = 0
    assert ask("GET", PAGE_ID).ok


def test_a_budget_is_counted_over_a_day_and_items_of_a_batch_count_each(ask: Ask, page: Sandbox, later: Later) -> None:
    page.budget = 10
    items = json.dumps([{"relative_url": PAGE_ID}] * 8)
    assert ask("POST", "", data={"batch": items}).ok
    answer = ask("GET", PAGE_ID)
    assert json.loads(answer.headers["X-Page-Usage"])["call_count"] == 90
    assert ask("GET", PAGE_ID).ok
    assert code(ask("GET", PAGE_ID)) == (403, 80001, None)
    assert ask("GET", "debug_token", token=APP_TOKEN, params={"input_token": TOKEN}).ok, (
        "the app's calls are another count"
    )
    later(24 * 3600 + 1)
    assert ask("GET", PAGE_ID).ok


def test_the_switch_can_be_ordered_like_a_fault(ask: Ask, order: Callable[..., None]) -> None:
    order("page.read", "usage=95")
    assert "X-App-Usage" in ask("GET", PAGE_ID).headers
    assert "X-App-Usage" in ask("GET", f"{PAGE_ID}/published_posts").headers


@pytest.mark.parametrize("fault", ["4", "17", "32", "613", "80001"])
def test_each_kind_of_too_many_calls_can_be_ordered(fault: str, ask: Ask, order: Callable[..., None]) -> None:
    order("feed.create", fault)
    assert code(ask("POST", f"{PAGE_ID}/feed", data={"message": "x"})) == (403, int(fault), None)


def test_every_answer_names_the_version_that_served_it(ask: Ask) -> None:
    for version in ("v24.0", "v27.0"):
        assert ask("GET", PAGE_ID, version=version).headers["facebook-api-version"] == version
    assert ask("GET", "nothing").headers["facebook-api-version"] == "v27.0"


def test_a_version_is_there_until_its_day_and_not_on_it(ask: Ask, page: Sandbox) -> None:
    page.version_dates = True
    last = datetime(2027, 1, 20, 23, 59, tzinfo=UTC).timestamp()
    page.tokens[TOKEN].expires_at = 0
    page.clock = lambda: last
    assert ask("GET", PAGE_ID, version="v21.0").ok
    page.clock = lambda: last + 60
    assert code(ask("GET", PAGE_ID, version="v21.0")) == (400, 2635, None)
    assert ask("GET", PAGE_ID, version="v22.0").ok


def test_older_versions_can_be_ended_at_once(ask: Ask, page: Sandbox) -> None:
    page.oldest = "v27.0"
    assert code(ask("GET", PAGE_ID, version="v26.0")) == (400, 2635, None)
    assert ask("GET", PAGE_ID).ok


def test_a_call_may_drift_to_another_version_and_the_header_tells(ask: Ask, page: Sandbox) -> None:
    page.oldest, page.drifts = "v26.0", True
    answer = ask("GET", PAGE_ID, version="v24.0")
    assert (answer.status_code, answer.headers["facebook-api-version"]) == (200, "v26.0")


def test_a_call_without_a_version_drifts_to_the_oldest_and_is_frowned_at(ask: Ask, page: Sandbox) -> None:
    told = {"batch": json.dumps([{"relative_url": PAGE_ID}])}
    assert ask("POST", "", version="", data=told).headers["facebook-api-version"] == "v21.0"
    assert page.frowns
