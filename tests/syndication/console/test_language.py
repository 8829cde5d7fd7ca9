"""Vietnamese by default, English by choice; every word there is in both."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from scheduler.states import FINAL, State
from syndication.console import words
from syndication.desk.people import ROLES
from syndication.items.models import Item
from tests.support import catalogue
from tests.syndication.console.conftest import SignedIn


def test_a_page_is_vietnamese_whatever_the_browser_prefers(db: None, client: Client) -> None:
    page = client.get("/login/", headers={"Accept-Language": "en-GB,en"}).content.decode()
    assert '<html lang="vi">' in page
    assert "Đăng nhập" in page


def test_english_is_chosen_once_and_kept(signed_in: SignedIn) -> None:
    client = signed_in("reader")
    answer = client.post("/language/", {"language": "en", "next": "/deliveries/"})
    assert answer["Location"] == "/deliveries/"
    page = client.get("/").content.decode()
    assert '<html lang="en">' in page
    assert "Awaiting" in page or "All items" in page
    client.post("/language/", {"language": "vi", "next": "/"})
    assert "Tất cả tin, bài" in client.get("/").content.decode()


def test_a_language_that_nobody_speaks_here_is_not_spoken(signed_in: SignedIn) -> None:
    client = signed_in("reader")
    client.cookies["django_language"] = "xx"
    assert '<html lang="vi">' in client.get("/").content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_state_has_a_word_and_a_meaning_in_both_languages(language: str) -> None:
    with translation.override(language):
        named = {state: str(words.state(state).name) for state in State}
        assert all(str(words.state(state).meaning) for state in State)
    assert len(set(named.values())) == len(State), "two states may not sound the same"
    if language == "vi":
        with translation.override("en"):
            assert all(named[state] != str(words.state(state).name) for state in State)


def test_every_role_and_item_state_has_a_word() -> None:
    assert set(words.ROLES) == set(ROLES)
    assert set(words.ITEM_STATES) == set(Item.State.values)
    assert {words.STATES[state].tone for state in FINAL} == {"gone", "bad"}


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_everything_the_console_says_is_translated(language: str) -> None:
    kept = catalogue.kept(language)
    missing = [message.id for message in catalogue.wanted() if message.id and kept.get(message.id) is None]
    assert not missing, f"run: python -m tests.support.catalogue ({missing[:5]})"
    assert not catalogue.untranslated(kept)


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    assert catalogue.place(language).with_suffix(".mo").read_bytes() == catalogue.compiled(catalogue.kept(language))
