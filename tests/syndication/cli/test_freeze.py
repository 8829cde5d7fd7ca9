"""Freezing by command."""

from __future__ import annotations

import pytest

from tests.support import instance
from tests.support.desk import done, say

pytestmark = pytest.mark.django_db


def test_a_freeze_shows_what_it_holds_is_listed_and_ends_with_new_questions() -> None:
    where = instance.account("feed", language="vi", slug="t")
    row = instance.approved(instance.delivery(instance.item(category="Tin tức"), where), instance.person("approver"))
    (held,) = done("freeze", "on", "--topic", "tin-tuc", "--reason", "Quốc tang", "--json").json
    assert (held["id"], held["state"], held["reason_code"]) == (row.pk, "held", "frozen")
    (standing,) = done("freeze", "list", "--json").json
    assert (standing["topic"], standing["reason"], standing["holds"]) == ("tin-tuc", "Quốc tang", 1)
    (asked,) = done("freeze", "off", "--topic", "tin-tuc", "--reason", "Hết", "--json").json
    assert (asked["id"], asked["state"]) == (row.pk, "proposed")
    assert done("freeze", "list", "--json").json == []


def test_ending_what_is_not_frozen_is_a_mistake_in_one_sentence() -> None:
    said = say("freeze", "off", "--reason", "x")
    assert said.code == 2
    assert said.err.count("\n") == 1
