"""Every fault in the table can be ordered, and does what its line says."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from channels.sandbox.faults import FAULTS
from channels.zalo.sandbox.faults import SAID_INSTEAD
from channels.zalo.sandbox.refusals import SAYINGS

CREATE = "article.create"


def posted(bench: Any, timeout: float = 5) -> requests.Response:
    url, headers = f"{bench.url}/v2.0/article/create", {"access_token": bench.token}
    return requests.post(url, json=bench.body(), headers=headers, timeout=timeout)


def test_each_fault_is_documented(bench: Any) -> None:
    told = bench.stage.own_faults
    assert set(SAID_INSTEAD) <= set(told)
    assert {"lost-rotation", "accept-then-error", "switch:hotlink=<value>", "switch:film_ends=<value>"} <= set(told)
    assert all(told.values())
    assert not set(told) & set(FAULTS)


@pytest.mark.parametrize("name", sorted(SAID_INSTEAD))
def test_a_code_can_be_said_instead_of_an_answer(bench: Any, name: str) -> None:
    bench.order(CREATE, name)
    code, text = SAID_INSTEAD[name]
    assert bench.create() == {"error": code, "message": text or SAYINGS[code]}
    assert "X-RateLimit-Limit" in bench.last.headers
    assert bench.stage.objects() == []
    assert bench.create()["error"] == 0


def test_any_code_can_be_said_by_its_number(bench: Any) -> None:
    bench.order(CREATE, "code:-205")
    assert bench.create() == {"error": -205, "message": "Offical Account is not exist"}
    bench.order(CREATE, "code:-9999")
    assert bench.create()["error"] == -9999


def test_the_two_meanings_of_223_and_32_differ_in_their_words(bench: Any) -> None:
    for name in ("quota", "unauthorized", "throttle", "oa-throttle"):
        bench.order(CREATE, name)
    said = [bench.create() for _ in range(4)]
    assert [one["error"] for one in said] == [-223, -223, -32, -32]
    assert len({one["message"] for one in said}) == 4


@pytest.mark.parametrize("name", ["accept-then-500", "accept-then-502", "accept-then-drop", "accept-then-truncate"])
def test_an_answer_can_be_lost_after_the_article_was_made(bench: Any, name: str) -> None:
    bench.order(CREATE, name)
    try:
        said: Any = posted(bench)
        said.json()
    except requests.RequestException:
        said = None
    assert said is None or said.status_code >= 500
    assert len(bench.stage.objects()) == 1


def test_an_answer_can_hang_or_come_late(bench: Any) -> None:
    bench.order(CREATE, "accept-then-hang", seconds=1)
    with pytest.raises(requests.Timeout):
        posted(bench, timeout=0.3)
    bench.order(CREATE, "accept-then-slow", seconds=0.4)
    got = posted(bench)
    assert (got.json()["error"], got.elapsed.total_seconds() >= 0.4) == (0, True)
    assert len(bench.stage.objects()) == 2


def test_success_can_be_told_as_an_error_as_a_page_or_without_data(bench: Any) -> None:
    bench.order(CREATE, "accept-then-error")
    assert bench.create() == {"error": -200, "message": "Send message failed"}
    bench.order(CREATE, "accept-without-data")
    assert bench.create() == {"error": 0, "message": "Success"}
    bench.order(CREATE, "accept-then-page")
    got = posted(bench)
    assert (got.status_code, got.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    assert len(bench.stage.objects()) == 3


@pytest.mark.parametrize(("name", "status"), [("refuse-500", 500), ("refuse-502", 502)])
def test_a_refusal_by_the_gateway_makes_nothing(bench: Any, name: str, status: int) -> None:
    bench.order(CREATE, name)
    assert posted(bench).status_code == status
    assert bench.stage.objects() == []


def test_a_switch_ordered_as_a_fault_holds_until_the_reset(bench: Any) -> None:
    bench.order("*", "switch:article_quota=0")
    assert [bench.create()["error"] for _ in range(2)] == [-223, -223]
    bench.server.app.reset()
    bench.stage = bench.server.app.stage["zalo"]
    assert bench.create()["error"] == 0


def test_a_switch_that_does_not_exist_is_told_of(bench: Any) -> None:
    got = requests.post(f"{bench.url}/_switches", json={"hotlink": "on", "warp": 9}, timeout=5)
    assert (got.status_code, "no switch 'warp'" in got.json()["error"]) == (400, True)
    assert bench.stage.switches.hotlink is False
    got = requests.post(f"{bench.url}/_switches", json={"pending": "nhiều"}, timeout=5)
    assert (got.status_code, "is int" in got.json()["error"]) == (400, True)
    assert requests.get(f"{bench.url}/_switches", timeout=5).json()["pending"] == 1
