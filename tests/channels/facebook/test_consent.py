"""A person connects a Page: the dialog, the code, the long-lived token, the choice; no secret in any address."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from channels.consent import Asked, Asking, Granted
from channels.errors import AccountBroken, Unavailable
from channels.facebook import CHANNEL
from channels.facebook.consent import AGAIN, NEED_APP, NO_PAGES, NOT_GIVEN, FacebookConsent
from channels.facebook.sandbox import (
    APP_ID,
    APP_SECRET,
    OTHER_PAGE_ID,
    OTHER_TOKEN,
    PAGE_ID,
    PAGE_NAME,
    TOKEN,
    USER_TOKEN,
    WATCHED_PAGE_ID,
    Sandbox,
)
from channels.sandbox.server import SandboxServer
from channels.wire import Guard, Wire

BACK = "http://127.0.0.1:8000/accounts/connected/"
consent = FacebookConsent()


@pytest.fixture
def asking(server: SandboxServer) -> Asking:
    base = f"{server.url}/facebook"
    settings = CHANNEL.settle_settings({"page_id": PAGE_ID, "graph_url": base, "dialog_url": base, "app_id": APP_ID})
    wire = Wire(Guard(["127.0.0.1"]), timeout=5, pause=0.01)
    return Asking(settings, {"app_secret": APP_SECRET}, wire, datetime.now(UTC), BACK)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def decided(asked: Asked, decision: str = "continue") -> dict[str, str]:
    """What the person's browser brings back from the dialog."""
    opener = urllib.request.build_opener(_Stay)
    try:
        opener.open(f"{asked.url}&{urlencode({'decision': decision})}")
    except HTTPError as error:
        with error:
            return dict(parse_qsl(urlsplit(error.headers["Location"]).query))
    raise AssertionError("the dialog leads nowhere")


def connected(asking: Asking, decision: str = "continue") -> Granted:
    asked = consent.ask(asking, "state-1")
    return consent.redeem(asking, asked.kept, decided(asked, decision))


def test_the_dialogs_address_asks_for_what_is_needed_and_holds_no_secret(asking: Asking) -> None:
    asked = consent.ask(replace(asking, settings={**asking.settings, "dialog_url": "https://www.facebook.com/"}), "s-1")
    parts = urlsplit(asked.url)
    assert asked.url.startswith("https://www.facebook.com/v27.0/dialog/oauth?")
    assert {name: value[0] for name, value in parse_qs(parts.query).items()} == {
        "client_id": APP_ID,
        "redirect_uri": BACK,
        "state": "s-1",
        "response_type": "code",
        "scope": "pages_manage_posts,pages_read_engagement,pages_show_list",
    }
    assert APP_SECRET not in asked.url


def test_each_page_is_a_choice_with_a_token_of_its_own_that_has_no_end(asking: Asking, page: Sandbox) -> None:
    granted = connected(asking)
    assert granted.owner == "Tài khoản thử nghiệm"
    chosen = {choice.id: choice for choice in granted.choices}
    assert set(chosen) == {PAGE_ID, OTHER_PAGE_ID, WATCHED_PAGE_ID}
    ours = chosen[PAGE_ID]
    assert (ours.label, ours.settings, ours.missing) == (PAGE_NAME, {"page_id": PAGE_ID}, ())
    assert ours.granted == ("pages_manage_posts", "pages_read_engagement", "pages_show_list", "CREATE_CONTENT")
    token = page.tokens[ours.secrets["access_token"]]
    assert (token.type, token.page, token.expires_at) == ("PAGE", PAGE_ID, 0)
    assert chosen[WATCHED_PAGE_ID].missing == ("CREATE_CONTENT",)
    assert page.frowns == []
    assert all(secret not in repr(granted) for secret in (*page.tokens, APP_SECRET))


def test_a_right_that_was_declined_is_named(asking: Asking) -> None:
    (ours, *_) = connected(asking, "fewer").choices
    assert ours.missing == ("pages_manage_posts",)


def test_one_page_alone_is_one_choice(asking: Asking) -> None:
    assert [choice.id for choice in connected(asking, "one-page").choices] == [PAGE_ID]


def test_pages_beyond_the_first_list_are_choices_too(asking: Asking, page: Sandbox) -> None:
    page.empty_pages = 2
    assert len(connected(asking).choices) == 3


def test_whoever_cancels_has_not_consented(asking: Asking) -> None:
    with pytest.raises(AccountBroken) as caught:
        connected(asking, "cancel")
    assert caught.value.say == NOT_GIVEN


def test_without_a_page_there_is_nothing_to_connect(asking: Asking, page: Sandbox) -> None:
    page.pages.clear()
    with pytest.raises(AccountBroken) as caught:
        connected(asking)
    assert caught.value.say == NO_PAGES


def test_a_code_is_good_only_once(asking: Asking, page: Sandbox) -> None:
    asked = consent.ask(asking, "s")
    answer = decided(asked)
    consent.redeem(asking, asked.kept, answer)
    with pytest.raises(Unavailable) as caught:
        consent.redeem(asking, asked.kept, answer)
    assert caught.value.say == AGAIN


@pytest.mark.parametrize(
    "fault", ["accept-then-drop", "accept-then-500", "accept-then-html", "drop", "refuse-502", "100"]
)
def test_a_lost_exchange_says_to_begin_again(fault: str, asking: Asking, order: Callable[..., None]) -> None:
    order("token.exchange", fault)
    with pytest.raises(Unavailable) as caught:
        connected(asking)
    assert caught.value.say == AGAIN
    assert "EAA" not in f"{caught.value} {caught.value.evidence}"


def test_a_wrong_secret_of_the_app_is_said_and_not_repeated(asking: Asking) -> None:
    wrong = replace(asking, secrets={"app_secret": "wrong-secret-wrong"})
    with pytest.raises(Unavailable) as caught:
        connected(wrong)
    assert "app_secret" in caught.value.say.en
    assert "wrong-secret-wrong" not in f"{caught.value} {caught.value.evidence} {caught.value!r}"


@pytest.mark.parametrize("lacking", ["app_id", "app_secret"])
def test_the_app_must_be_set_first(lacking: str, asking: Asking) -> None:
    settings = {**asking.settings, **({"app_id": None} if lacking == "app_id" else {})}
    secrets = {} if lacking == "app_secret" else asking.secrets
    with pytest.raises(AccountBroken) as caught:
        consent.ask(replace(asking, settings=settings, secrets=secrets), "s")
    assert caught.value.say == NEED_APP


def test_a_pasted_token_of_the_page_is_taken_as_it_is(asking: Asking, page: Sandbox) -> None:
    (choice,) = consent.redeem(asking, {}, {"access_token": f" {TOKEN} "}).choices
    assert (choice.id, choice.label, choice.secrets) == (PAGE_ID, PAGE_NAME, {"access_token": TOKEN})
    assert page.frowns == []


def test_a_pasted_token_of_another_page_names_that_page(asking: Asking) -> None:
    (choice,) = consent.redeem(asking, {}, {"access_token": OTHER_TOKEN}).choices
    assert choice.settings == {"page_id": OTHER_PAGE_ID}


def test_a_pasted_token_of_a_person_gives_their_pages(asking: Asking) -> None:
    granted = consent.redeem(asking, {}, {"access_token": USER_TOKEN})
    assert PAGE_ID in [choice.id for choice in granted.choices]
    assert all(choice.secrets["access_token"] != USER_TOKEN for choice in granted.choices)


def test_a_pasted_token_needs_no_app(asking: Asking) -> None:
    bare = replace(asking, settings={**asking.settings, "app_id": None}, secrets={})
    assert consent.redeem(bare, {}, {"access_token": TOKEN}).choices


def test_a_pasted_token_that_is_none_breaks(asking: Asking) -> None:
    with pytest.raises(AccountBroken):
        consent.redeem(asking, {}, {"access_token": "nonsense"})
