"""The page of partners: who may press, what is shown, and that a key is shown once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from syndication.feeds import build, partners
from tests.support.ledger import account_of, live, story_of
from tests.syndication.console.conftest import SignedIn

pytestmark = pytest.mark.django_db


def added(operator: Client, name: str = "Báo Nhân Dân") -> tuple[str, str]:
    """A partner made by pressing the button: the page that came, and the key on it."""
    answer = operator.post("/partners/add/", {"name": name})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    found = re.search(r"/feeds/p/([\w-]+)/", page)
    assert found
    return page, found[1]


def test_an_operator_adds_a_partner_sees_its_key_once_and_what_it_fetches(signed_in: SignedIn, client: Client) -> None:
    account = account_of(slug="tin", language="vi")
    live(account, story_of(1, language="vi"))
    build.build_all()
    operator = signed_in("operator")
    page, key = added(operator)
    assert f"http://127.0.0.1:8000/feeds/p/{key}/tin.rss" in page
    client.get(f"/feeds/p/{key}/tin.rss")
    shown = operator.get("/partners/").content.decode()
    assert key not in shown
    assert "Báo Nhân Dân" in shown
    assert "tin.rss" in shown
    assert "bản mới nhất" in shown
    live(account, story_of(2, language="vi"))
    build.build_all()
    assert "bản cũ" in operator.get("/partners/").content.decode()


def test_a_revoked_partner_stays_on_the_page_with_who_did_it(signed_in: SignedIn, client: Client) -> None:
    account_of(slug="tin", language="vi")
    build.build_all()
    operator = signed_in("operator")
    _, key = added(operator)
    operator.post("/partners/revoke/", {"name": "Báo Nhân Dân"})
    shown = operator.get("/partners/").content.decode()
    assert "đã thu hồi" in shown
    assert "operator thu hồi" in shown
    assert 'action="/partners/revoke/"' not in shown
    assert client.get(f"/feeds/p/{key}/tin.rss").status_code == 410


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "leader"])
def test_others_look_and_press_nothing(role: str, signed_in: SignedIn) -> None:
    added(signed_in("operator"))
    person = signed_in(role)
    shown = person.get("/partners/").content.decode()
    assert "Báo Nhân Dân" in shown
    assert '<form method="post" action="/partners/' not in shown
    assert person.post("/partners/add/", {"name": "x"}).status_code == 403
    assert person.post("/partners/revoke/", {"name": "Báo Nhân Dân"}).status_code == 403
    assert not partners.fetches()[0][0].revoked_at


def test_a_name_that_cannot_be_is_a_sentence(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    added(operator)
    for name, said in (("Báo Nhân Dân", "Đã có đối tác tên"), (" ", "Hãy đặt tên cho đối tác")):
        assert said in operator.post("/partners/add/", {"name": name}, follow=True).content.decode()
    assert "Không có đối tác nào" in operator.post("/partners/revoke/", {"name": "?"}, follow=True).content.decode()


def test_whoever_is_not_signed_in_sees_no_partner(client: Client) -> None:
    assert client.get("/partners/").status_code == 302
