"""Every row of the error table, ordered at the sandbox and met by the adapter over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.facebook.adapter import Facebook
from channels.facebook.client import GraphError
from channels.facebook.codes import TABLE, Row
from channels.facebook.judging import judged
from channels.facebook.sandbox import Sandbox
from tests.channels.facebook.conftest import KEY, told
from tests.support.access import MemoryAccess

EXPECTED: dict[str, type[ChannelError]] = {
    **dict.fromkeys(
        ["1", "1/99", "2", "506", "100/1366051", "1366051", "transient", "100/1363047", "6001"], OutcomeUnknown
    ),
    **dict.fromkeys(["4", "17", "32", "341", "613", "80001", "368", "368/1390008", "368/1346003"], Throttled),
    **dict.fromkeys(
        ["3", "10", "102", "104", "190", "200", "210", "240", "283", "299", "2635", "100/33"], AccountBroken
    ),
    **dict.fromkeys([f"190/{sub}" for sub in (458, 459, 460, 463, 464, 467, 490, 492)], AccountBroken),
    **dict.fromkeys(["100/1404078", "100/4854002", "200/1404078"], AccountBroken),
    **dict.fromkeys(["100", "324", "100/1366046", "100/2069019", "100/1609005", "1609005", "100/1609008"], Refused),
    **dict.fromkeys(["100/2061006", "100/1349125", "100/1404102", "4711", "413"], Refused),
    **dict.fromkeys(["382", "389", "6000"], Refused),
    **dict.fromkeys(["100/1609010", "6001/1363037", "6000/1363041"], Unavailable),
}


@pytest.mark.parametrize(("fault", "then"), EXPECTED.items(), ids=EXPECTED)
def test_what_meta_answers_to_a_publish_is_named_by_what_to_do(
    fault: str, then: type[ChannelError], account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("feed.create", fault)
    with pytest.raises(ChannelError) as caught:
        Facebook().publish(told(), KEY, account)
    assert type(caught.value) is then
    assert caught.value.say.vi
    assert caught.value.say.en
    assert caught.value.evidence["status"] >= 400
    assert page.objects() == []


def test_every_row_of_the_table_is_tried() -> None:
    tried = {tuple(int(part) for part in fault.split("/")) for fault in EXPECTED if fault[0].isdigit()}
    untried = [row for row in TABLE if not any(row.matches(*(*pair, None)[:2]) for pair in tried)]
    assert untried == []


def test_no_row_is_hidden_by_one_above_it() -> None:
    def pair(row: Row) -> tuple[int | None, int | None]:
        if row.code is None:
            return 100, row.subcode
        return row.code[0] if isinstance(row.code, range) else row.code, row.subcode

    assert [row for row in TABLE if next(first for first in TABLE if first.matches(*pair(row))) is not row] == []


def test_every_row_says_where_it_comes_from() -> None:
    assert all(row.source and row.say.vi and row.say.en for row in TABLE)


def test_a_limit_waits_as_long_as_meta_says(account: MemoryAccess, order: Callable[..., None]) -> None:
    order("feed.create", "throttle")
    with pytest.raises(Throttled) as caught:
        Facebook().publish(told(), KEY, account)
    assert caught.value.after == timedelta(minutes=7)


@pytest.mark.parametrize(("fault", "hours"), [("368/1390008", 2), ("368/1346003", 24), ("368", 6)])
def test_a_block_waits_for_hours(fault: str, hours: int, account: MemoryAccess, order: Callable[..., None]) -> None:
    order("feed.create", fault)
    with pytest.raises(Throttled) as caught:
        Facebook().publish(told(), KEY, account)
    assert caught.value.after == timedelta(hours=hours)


@pytest.mark.parametrize("header", ["", "nonsense", "[]", "{}", '{"1":[{"estimated_time_to_regain_access":0}]}'])
def test_a_limit_without_a_time_says_none(header: str) -> None:
    judgement = judged(_answer(403, 80001, headers={"x-business-use-case-usage": header}), reading=False)
    assert isinstance(judgement, Throttled)
    assert judgement.after is None


def test_the_longest_of_several_waits_counts() -> None:
    usage = '{"1":[{"estimated_time_to_regain_access":3},{"estimated_time_to_regain_access":90}],"2":[{}]}'
    judgement = judged(_answer(400, 4, headers={"x-business-use-case-usage": usage}), reading=False)
    assert isinstance(judgement, Throttled)
    assert judgement.after == timedelta(minutes=90)


@pytest.mark.parametrize("code", [190, 324, 80001, 100, None])
def test_behind_a_5xx_a_write_is_unknown_whatever_the_code(code: int | None) -> None:
    assert type(judged(_answer(503, code), reading=False)) is OutcomeUnknown


@pytest.mark.parametrize(
    ("status", "then"),
    [(200, OutcomeUnknown), (302, OutcomeUnknown), (408, OutcomeUnknown), (429, Throttled), (403, Unavailable)],
)
def test_a_body_without_a_code_is_judged_by_its_status(status: int, then: type[ChannelError]) -> None:
    assert type(judged(_answer(status, None), reading=False)) is then


def test_an_error_within_a_200_is_judged_by_its_code_and_unknown_without_a_row() -> None:
    assert type(judged(_answer(200, 190), reading=False)) is AccountBroken
    assert type(judged(_answer(200, 4711), reading=False)) is OutcomeUnknown


def test_a_transient_limit_stays_a_limit() -> None:
    assert type(judged(_answer(403, 4, transient=True), reading=False)) is Throttled


@pytest.mark.parametrize("code", [1, 2, 100, 324, 506, 1366051, 4711, None])
@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_read_is_never_refused_and_never_in_doubt(status: int, code: int | None) -> None:
    assert type(judged(_answer(status, code), reading=True)) is Unavailable


def test_an_empty_413_to_a_photo_refuses_the_picture(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("photos.create", "413")
    with pytest.raises(Refused) as caught:
        Facebook().publish(told("red"), KEY, account)
    assert "ảnh" in caught.value.say.vi


def _answer(
    status: int, code: int | None, *, headers: dict[str, str] | None = None, transient: bool = False
) -> GraphError:
    body = {"error": {"code": code, "message": "as told", "is_transient": transient}} if code is not None else None
    return GraphError(status, headers or {}, body, readable=code is not None)
