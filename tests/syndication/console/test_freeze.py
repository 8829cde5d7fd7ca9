"""The page of freezes: who may press, what is shown, and what became of it."""

from __future__ import annotations

import pytest

from scheduler.models import Delivery
from scheduler.states import State
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn

pytestmark = pytest.mark.django_db


def test_an_approver_freezes_sees_what_is_held_and_ends_it(signed_in: SignedIn) -> None:
    row = make.approved(
        make.delivery(make.item("Tin sẽ bị giữ"), make.account("feed", language="vi", slug="t")),
        make.person("approver", "lan"),
    )
    approver = signed_in("approver")
    assert approver.post("/freeze/begin/", {"topic": "", "reason": "Quốc tang"}).status_code == 302
    shown = approver.get("/freeze/").content.decode()
    assert "Quốc tang" in shown
    assert "Tin sẽ bị giữ" in shown
    assert "Quốc tang" in approver.get("/").content.decode(), "the inbox says so too"
    approver.post("/freeze/end/", {"topic": "", "reason": "Hết quốc tang"})
    assert Delivery.objects.get(pk=row.pk).state == State.PROPOSED


@pytest.mark.parametrize("role", ["reader", "editor", "operator"])
def test_others_look_and_press_nothing(role: str, signed_in: SignedIn) -> None:
    person = signed_in(role)
    assert person.get("/freeze/").status_code == 200
    assert person.post("/freeze/begin/", {"reason": "x"}).status_code == 403


def test_without_a_reason_nothing_is_frozen_and_a_sentence_says_so(signed_in: SignedIn) -> None:
    answer = signed_in("leader").post("/freeze/begin/", {"topic": "", "reason": " "}, follow=True)
    assert "Hãy ghi lý do" in answer.content.decode()
