"""Partners by command."""

from __future__ import annotations

import pytest
from django.test import Client

from syndication.feeds import build
from syndication.feeds.models import Partner
from tests.support.desk import done, say
from tests.support.ledger import account_of

pytestmark = pytest.mark.django_db


def test_a_partner_is_added_fetches_is_listed_and_revoked(client: Client) -> None:
    account_of(slug="tin", language="vi")
    build.build_all()
    made = done("partner", "add", "Báo Nhân Dân", "--json").json
    assert f"http://127.0.0.1:8000/feeds/p/{made['key']}/tin.rss" in made["addresses"]
    path = made["addresses"][0].removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    (listed,) = done("partner", "list", "--json").json
    assert (listed["name"], listed["revoked_at"]) == ("Báo Nhân Dân", None)
    (fetched,) = listed["fetched"]
    assert (fetched["times"], fetched["status"], fetched["stale"]) == (1, 200, False)
    assert "newest" in done("partner", "list").out
    assert done("partner", "revoke", "Báo Nhân Dân").out == "revoked: Báo Nhân Dân\n"
    assert client.get(path).status_code == 410
    assert done("partner", "list", "--json").json[0]["revoked_at"]


def test_the_key_is_printed_once_with_the_addresses_and_never_again() -> None:
    out = done("partner", "add", "Báo").out
    key = next(line for line in out.splitlines() if line.startswith("key: ")).removeprefix("key: ")
    assert f"/feeds/p/{key}/<slug>.rss" in out
    assert key not in done("partner", "list").out + done("partner", "list", "--json").out
    assert key not in repr(Partner.objects.values_list())


@pytest.mark.parametrize("words", [("add", ""), ("add", "a\u200bb"), ("revoke", "nobody")])
def test_what_cannot_be_is_a_mistake_in_one_sentence(words: tuple[str, str]) -> None:
    said = say("partner", *words)
    assert said.code == 2
    assert said.err.count("\n") == 1
