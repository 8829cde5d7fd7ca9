"""Who sees what, and who may do what."""

from __future__ import annotations

import pytest
from django.test import Client

from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk.people import ROLES
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn

PAGES = ["/", "/items/{item}/", "/items/{item}/states/", "/deliveries/", "/deliveries/{delivery}/", "/accounts/"]
# What each button needs: the roles beyond those listed are refused.
DOORS = {
    "/items/{item}/approve/": {"approver", "leader"},
    "/items/{item}/withdraw/": {"approver", "leader"},
    "/items/{item}/plan/": {"editor", "approver", "leader", "operator"},
    "/items/{item}/accounts/{account}/": {"editor", "approver", "leader", "operator"},
    "/deliveries/{delivery}/reschedule/": {"editor", "approver", "leader", "operator"},
    "/deliveries/{delivery}/resolve/": {"operator"},
    "/accounts/{account}/check/": {"operator"},
    "/accounts/{account}/pause/": {"operator"},
    "/accounts/{account}/resume/": {"operator"},
}
ASKED_FIRST = (
    "/items/{item}/withdraw/",
    "/items/{item}/accounts/{account}/",
)  # a page of their own comes before the act


def _at(address: str, delivery: Delivery) -> str:
    return address.format(item=delivery.item, delivery=delivery.pk, account=delivery.account_id)


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_is_asked_to_sign_in(address: str, delivery: Delivery, client: Client) -> None:
    answer = client.get(_at(address, delivery))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_every_page(role: str, address: str, delivery: Delivery, signed_in: SignedIn) -> None:
    assert signed_in(role).get(_at(address, delivery)).status_code == 200


@pytest.mark.parametrize(
    ("role", "address"), [(role, address) for address, may in DOORS.items() for role in ROLES if role not in may]
)
def test_what_a_role_lacks_is_refused_in_both_languages_and_changes_nothing(
    role: str, address: str, delivery: Delivery, signed_in: SignedIn
) -> None:
    answer = signed_in(role).post(_at(address, delivery), {"reason": "R1d", "as": "live"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Bạn không có quyền làm việc này" in page
    assert "You may not do this" in page
    assert "người vận hành" in page
    assert "operator" in page
    fresh = Delivery.objects.select_related("account").get(pk=delivery.pk)
    assert (fresh.state, fresh.version, fresh.account.paused) == (State.PROPOSED, delivery.version, False)


def test_a_reader_is_shown_no_button(delivery: Delivery, signed_in: SignedIn) -> None:
    reader = signed_in("reader")
    for address in PAGES:
        page = reader.get(_at(address, delivery)).content.decode()
        actions = set(page.split('action="')[1:])
        assert all(action.startswith(("/language/", "/logout/")) for action in actions), address


def test_somebody_without_a_role_sees_nothing(delivery: Delivery, signed_in: SignedIn) -> None:
    client = signed_in("reader")
    make.User.objects.get(username="reader").groups.clear()
    assert client.get("/").status_code == 403


def test_a_button_is_never_pressed_by_looking(delivery: Delivery, signed_in: SignedIn) -> None:
    for address, roles in DOORS.items():
        allowed = signed_in("leader" if "leader" in roles else "operator")
        assert allowed.get(_at(address, delivery)).status_code == (200 if address in ASKED_FIRST else 405)


def test_a_form_without_its_token_is_refused(delivery: Delivery) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person("operator"))
    answer = client.post(f"/items/{delivery.item}/approve/", {"seen": f"{delivery.pk}:{delivery.coming_digest}"})
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hạn" in answer.content.decode()


def test_signing_in_and_out(db: None, client: Client) -> None:
    make.person("reader", "lan")
    wrong = client.post("/login/", {"username": "lan", "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in wrong.content.decode()
    right = client.post("/login/", {"username": "lan", "password": make.PASSWORD})
    assert right["Location"] == "/"
    assert "lan" in client.get("/").content.decode()
    client.post("/logout/")
    assert client.get("/").status_code == 302


def test_nothing_from_elsewhere_may_run_on_a_page(delivery: Delivery, signed_in: SignedIn) -> None:
    policy = signed_in("reader").get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
