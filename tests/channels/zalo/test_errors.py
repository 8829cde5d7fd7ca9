"""Every code leads to the class that says what to do next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from channels.errors import (
    AccountBroken,
    ChannelError,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unavailable,
    Unsupported,
)
from channels.zalo.codes import BROADCAST, TABLE, TOKENS, row_of
from channels.zalo.errors import Said, named, says_not_there

NOON = datetime(2026, 11, 23, 5, 0, 20, tzinfo=UTC)  # 12:00:20 in Hà Nội


def said(code: int, message: str = "", *, changes: bool = True) -> ChannelError:
    return named(Said(code, message, {}, changes=changes), NOON)


@pytest.mark.parametrize(
    ("codes", "error"),
    [
        ([-100, -201, -210, -213, -217, -218, -227, -230, -232, -233, -244, -248], Refused),
        ([-204, -205, -209, -212, -216, -219, -220, -221, -223, -224, -235, -242, -320, -321], AccountBroken),
        ([-32, -211, -234], Throttled),
        ([-214], Unavailable),
        ([-200, -999999, 112], OutcomeUnknown),
        ([-240], Unsupported),
    ],
)
def test_each_code_is_treated_as_the_table_says(codes: list[int], error: type[ChannelError]) -> None:
    assert {type(said(code)) for code in codes} == {error}


def test_a_field_that_is_no_picture_address_is_refused_for_good() -> None:
    assert isinstance(said(-201, "title is invalid!"), Refused)
    assert isinstance(said(-201, "photo_url is invalid!"), Unavailable)


def test_a_code_of_unclear_meaning_is_unavailable_when_only_a_question_was_asked() -> None:
    assert {type(said(code, changes=False)) for code in (-200, -999999)} == {Unavailable}


def test_223_is_a_missing_permission_or_a_used_up_quota_by_its_text() -> None:
    assert isinstance(said(-223, "Official Account has not authorized this API"), AccountBroken)
    quota = said(-223, "Your OA has reach the limit quota create article")
    assert isinstance(quota, Throttled)
    assert quota.after == timedelta(hours=11, minutes=59, seconds=40)


def test_32_tells_the_account_from_the_application_by_its_text() -> None:
    account, application = said(-32, "Your OA reached limit call api"), said(-32, "Your application reached limit")
    assert (account.say.en.split()[1], application.say.en.split()[1]) == ("Official", "application")


def test_only_an_answer_about_the_object_itself_says_that_it_is_not_there() -> None:
    assert says_not_there(said(-201, "id is invalid!", changes=False))
    assert says_not_there(said(-404, "article not found", changes=False))
    assert not any(says_not_there(said(code, changes=False)) for code in (-32, -200, -214, -216, -224, -999999))
    assert not says_not_there(Unavailable("no answer"))


def test_every_error_tells_a_person_in_both_languages() -> None:
    for row in (*TABLE, *BROADCAST):
        error = said(row.code, row.text)
        assert error.say.vi
        assert error.say.en
        assert error.evidence["code"] == row.code


def test_every_row_names_the_address_of_its_source() -> None:
    assert all(row.source.startswith("https://") for row in (*TABLE, *BROADCAST, *TOKENS))


def test_a_row_that_looks_at_the_text_stands_before_the_one_that_does_not() -> None:
    """Otherwise it would never be found."""
    for rows in (TABLE, TOKENS):
        for row in rows:
            assert row_of(row.code, row.text, rows) is row


def test_a_used_up_quota_of_broadcasts_waits_for_the_month_and_does_not_speak_of_articles() -> None:
    error = named(Said(-211, "Out of quota", {}, changes=True), NOON, BROADCAST)
    assert isinstance(error, Throttled)
    assert error.after == timedelta(days=7, hours=11, minutes=59, seconds=40)
    assert "broadcast" in error.say.en
