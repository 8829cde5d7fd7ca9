"""The instance of the demonstration: everything is there once, and what the portal publishes takes its road."""

from __future__ import annotations

from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone

from channels.registry import all_channels
from channels.sandbox.server import SandboxServer
from scheduler.models import Account, Delivery
from scheduler.vault import AccountVault
from syndication.demo.stage import set_stage
from syndication.desk.accounts import check
from syndication.desk.people import ROLES
from syndication.desk.pull import pull_now
from syndication.desk.sources import add_source
from syndication.desk.take_in import Pulled
from syndication.gate.models import Mandate, Refusal
from syndication.items.models import Item
from syndication.sources.models import Route, Source
from tests.syndication.demo.conftest import Visitor

pytestmark = pytest.mark.django_db

SANDBOX, PORTAL = "http://127.0.0.1:1", "http://127.0.0.1:2"
OTHERS = sorted(set(all_channels()) - {"facebook", "zalo", "youtube", "govportal", "feed"})  # seated by their stand-ins


def counts() -> Counter[str]:
    return Counter({model.__name__: model.objects.count() for model in (User, Source, Account, Route, Mandate)})


def pull(name: str) -> Pulled:
    return pull_now(Source.objects.get(name=name), who="test")


def test_there_is_a_person_of_every_role_who_can_sign_in_with_the_password_that_was_told() -> None:
    people = set_stage(SANDBOX, PORTAL)
    assert [role for _, role, _ in people] == list(ROLES)
    assert len({password for _, _, password in people}) == len(ROLES)
    for name, role, password in people:
        user = authenticate(username=name, password=password)
        assert user is not None
        assert list(user.groups.values_list("name", flat=True)) == [role]


def test_setting_the_stage_twice_makes_nothing_twice_and_tells_no_password_again() -> None:
    set_stage(SANDBOX, PORTAL)
    before = counts()
    kept = dict(User.objects.values_list("username", "password"))
    assert set_stage(SANDBOX, PORTAL) == []
    assert (
        counts()
        == before
        == {"User": 5, "Source": 2, "Account": 6 + len(OTHERS), "Route": 6 + len(OTHERS), "Mandate": 2}
    )
    assert dict(User.objects.values_list("username", "password")) == kept


def test_every_channel_has_an_account_in_sandbox_mode_and_none_of_them_reaches_a_platform() -> None:
    set_stage(SANDBOX, PORTAL)
    assert set(Account.objects.values_list("channel", flat=True)) == set(all_channels())
    for account in Account.objects.all():
        assert account.mode == "sandbox"
        addresses = [value for name, value in account.settings.items() if name.endswith("url")]
        assert all(value.startswith(SANDBOX) for value in addresses)
        assert account.settings["settle_seconds"] == "5"


def test_other_ports_the_next_time_move_the_accounts_and_the_sources() -> None:
    set_stage(SANDBOX, PORTAL)
    Source.objects.update(etag='"old"', next_pull_at=timezone.now())
    set_stage("http://127.0.0.1:3/", "http://127.0.0.1:4/")
    assert Account.objects.get(name="zalo-bnv").settings["api_url"] == "http://127.0.0.1:3/zalo"
    moved = Source.objects.get(name="cong-moha")
    assert (moved.url, moved.etag, moved.next_pull_at) == ("http://127.0.0.1:4/rss", "", None)
    assert AccountVault(Account.objects.get(name="zalo-bnv").pk).read()["access_token"]


def test_the_routes_ask_a_person_for_the_platforms_and_none_for_our_own_feed_and_the_government_portal() -> None:
    set_stage(SANDBOX, PORTAL)
    told = {route.account.name: route.approvals for route in Route.objects.select_related("account")}
    asked = {"facebook-bnv": 1, "zalo-bnv": 1, "youtube-bnv": 1, "feed-en": 1, **dict.fromkeys(OTHERS, 1)}
    assert told == {**asked, "cong-chinh-phu": 0, "feed-vi": 0}


@override_settings(SYNDICATION_ALLOW_PRIVATE_HOSTS=["127.0.0.1"])
@pytest.mark.parametrize(
    "name", ["facebook-bnv", "zalo-bnv", "youtube-bnv", "cong-chinh-phu", "feed-vi", "feed-en", *OTHERS]
)
def test_the_credentials_of_every_account_work_on_its_sandbox(name: str, sandbox: SandboxServer) -> None:
    set_stage(sandbox.url, PORTAL)
    health = check(Account.objects.get(name=name))
    assert health.ok, health


@override_settings(SYNDICATION_ALLOW_PRIVATE_HOSTS=["127.0.0.1"])
def test_what_the_portal_publishes_is_proposed_or_planned_and_followed(portal: Visitor) -> None:
    set_stage(SANDBOX, portal.url)
    first = pull("cong-moha")
    assert (first.new, first.refused, first.error) == (4, 0, None)
    planned = Counter(Delivery.objects.values_list("account__name", "state"))
    assert planned == {
        ("facebook-bnv", "proposed"): 4,
        ("zalo-bnv", "proposed"): 4,
        ("youtube-bnv", "proposed"): 1,
        ("cong-chinh-phu", "planned"): 4,
        ("feed-vi", "planned"): 4,
        **{(name, "proposed"): 4 for name in OTHERS},
    }
    portal.later = 150
    second = pull("cong-moha")
    assert (second.new, second.revised, second.refused) == (1, 1, 1)  # Tết, the edited one, the one with the stamp
    portal.later = 240
    third = pull("cong-moha")
    assert (third.new, third.withdrawn) == (1, 1)
    assert Item.objects.get(guid="moha-57702").state == Item.State.WITHDRAWN
    assert set(Delivery.objects.filter(guid="moha-57702").values_list("state", flat=True)) == {"withdrawn"}


@override_settings(SYNDICATION_ALLOW_PRIVATE_HOSTS=["127.0.0.1"])
def test_the_stamped_one_and_the_copy_are_refused_and_all_others_come_in(whole_portal: Visitor) -> None:
    add_source("cong", f"{whole_portal.url}/rss", baseline=False)
    pulled = pull("cong")
    assert (pulled.new, pulled.refused, pulled.error) == (15, 2, None)
    assert sorted(Refusal.objects.values_list("code", flat=True)) == ["R1e", "R2a"]
    without = [item.guid for item in Item.objects.all() if any(not file["sha256"] for file in item.revision.media)]
    assert without == ["moha-57713"]
