"""Wrong invocations: one clear sentence, exit code 2, nothing on standard output, nothing changed."""

from __future__ import annotations

import getpass
import io
import os
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from syndication.desk import people
from syndication.items.models import Item
from tests.support.desk import done
from tests.support.mistakes import MANDATE, TWINS, Rows, refused

pytestmark = pytest.mark.django_db
LONG = "9" * 5000
SOURCE = ("source", "add", "x")

EMPTY = [
    ("withdraw", "", "--reason", "R1d"),
    ("withdraw", " ", "--reason", "R1d"),
    ("withdraw", "1", "--reason", ""),
    ("withdraw", "1", "--reason", "R1d", "--note", ""),
    ("item", "show", ""),
    ("plan", "", "--account", "feed"),
    ("plan", "1", "--account", ""),
    ("plan", "1", "--account", "feed", "--at", ""),
    ("approve", ""),
    ("approve", "--all", "--as", ""),
    ("resolve", "", "--as", "planned", "--reason", "x"),
    ("resolve", "1", "--as", "", "--reason", "x"),
    ("resolve", "1", "--as", "planned", "--reason", ""),
    ("deliveries", "--state", ""),
    ("user", "add", "", "--role", "reader"),
    ("user", "add", "x", "--role", ""),
    ("source", "add", "", "http://a.example/rss"),
    ("source", "add", "x", ""),
    (*SOURCE, "http://a.example/rss", "--language", ""),
    (*SOURCE, "http://a.example/rss", "--category", ""),
    (*SOURCE, "http://a.example/rss", "--every", ""),
    (*SOURCE, "http://a.example/rss", "--canonical-host", ""),
    ("source", "pull", ""),
    ("account", "add", "", "--channel", "feed", "--set", "slug=x"),
    ("account", "add", "x", "--channel", ""),
    ("account", "set", "feed", "--mode", ""),
    ("account", "set", "feed", "--set", ""),
    ("account", "pause", ""),
    ("account", "resume", ""),
    ("account", "check", "", "--json"),
    ("route", "add", "--source", "", "--account", "feed"),
    ("route", "add", "--source", "cong", "--account", "feed", "--category", ""),
    ("route", "add", "--source", "cong", "--account", "feed", "--delay", ""),
    (*MANDATE, "--account", "", "--decision", "1", "--signed-by", "x"),
    (*MANDATE, "--account", "feed", "--decision", "", "--signed-by", "x"),
    (*MANDATE, "--account", "feed", "--decision", "1", "--signed-by", ""),
    (*MANDATE, "--account", "feed", "--decision", "1", "--signed-by", "x", "--expires", ""),
    (*MANDATE, "--language", "", "--decision", "1", "--signed-by", "x"),
    ("worker", "--queues", ""),
    ("web", "--host", ""),
]

WRONG = [
    # things that are not there, and numbers that are none
    (("withdraw", "²", "--reason", "R1d"), "there is no item '²'"),
    (("withdraw", "0", "--reason", "R1d"), "there is no item '0'"),
    (("withdraw", "-1", "--reason", "R1d"), "No such option"),
    (("item", "show", LONG), "there is no item"),
    (("item", "show", "99999999999999999999", "--json"), "there is no item '99999999999999999999'"),
    (("approve", "²"), "there is no delivery '²'"),
    (("approve", "9223372036854775808"), "there is no delivery '9223372036854775808'"),
    (("approve", LONG), "there is no delivery"),
    (("approve",), "name the deliveries to approve, or --all"),
    (("approve", "--all", "--as", "nobody"), "there is no user 'nobody'"),
    (("resolve", "9", "--as", "planned", "--reason", "x"), "there is no delivery '9'"),
    (("source", "pull", "cong", "nosuch", "--json"), "there is no source 'nosuch'"),
    (("account", "pause", "nosuch"), "there is no account 'nosuch'; there are: facebook, feed"),
    (("deliveries", "--state", "gone"), "there is no state 'gone'; there are proposed"),
    (("worker", "--queues", ","), "names no queue; there are clock, desk"),
    (("worker", "--queues", "desk,nosuch"), "there is no queue 'nosuch'"),
    (("run", "--json"), "write: syndication run --once"),
    (("reconcile",), "write: syndication reconcile --once"),
    (("nosuch",), "No such command 'nosuch'"),
    (("item", "list", "--nosuch"), "No such option"),
    (("withdraw", "{bare}", "--reason", "r" * 41), "the code of a reason has at most 40 characters"),
    # times
    (("plan", "{bare}", "--account", "feed", "--at", "soon"), "'soon' is not a time"),
    (("plan", "{bare}", "--account", "feed", "--at", "0001-01-01"), "not in the years 2000 to 2100"),
    (("plan", "{bare}", "--account", "feed", "--at", "9999-12-31T23:59-12:00"), "not in the years 2000 to 2100"),
    ((*SOURCE, "http://a.example/rss", "--every", "99999999999999d"), "a duration is at most 3650d"),
    ((*SOURCE, "http://a.example/rss", "--every", LONG), "a duration is at most 3650d"),
    ((*SOURCE, "http://a.example/rss", "--every", "3651d"), "a duration is at most 3650d"),
    ((*SOURCE, "http://a.example/rss", "--every", "²"), "is not a duration"),
    ((*SOURCE, "http://a.example/rss", "--every", "0"), "every 5 seconds at most"),
    (("route", "add", "--source", "cong", "--account", "feed", "--delay", "99999999999999d"), "at most 3650d"),
    (("route", "add", "--source", "cong", "--account", "feed", "--approval", "three"), "auto, one, two"),
    # names
    (("user", "add", "a" * 151, "--role", "reader"), "the name of a user has 1 to 150 characters, not 151"),
    (("user", "add", "a\tb", "--role", "reader"), "a character that cannot be seen"),
    (("user", "add", "lan", "--role", "boss"), "There is no role 'boss'; there are reader"),
    (("source", "add", "a" * 101, "http://a.example/"), "the name of a source has 1 to 100 characters, not 101"),
    (("source", "add", " x", "http://a.example/"), "begins or ends with a space"),
    (("source", "add", "a\nb", "http://a.example/"), "a character that cannot be seen"),
    (("source", "add", "a\udcffb", "http://a.example/"), "a character that cannot be seen"),
    (("source", "add", "cong", "http://a.example/"), "there is a source 'cong' already"),
    (("account", "add", "x ", "--channel", "feed", "--set", "slug=x"), "begins or ends with a space"),
    (("account", "add", "a" * 101, "--channel", "feed", "--set", "slug=x"), "1 to 100 characters, not 101"),
    (("account", "add", "feed", "--channel", "feed", "--set", "slug=x"), "there is an account 'feed' already"),
    # addresses
    ((*SOURCE, "http://a:port/rss"), "is not an http or https address"),
    ((*SOURCE, "http://a:0/rss"), "is not an http or https address"),
    ((*SOURCE, "http://a:65536/rss"), "is not an http or https address"),
    ((*SOURCE, "http://["), "is not an http or https address"),
    ((*SOURCE, "http:///rss"), "is not an http or https address"),
    ((*SOURCE, "ftp://a.example/rss"), "is not an http or https address"),
    ((*SOURCE, "notaurl"), "is not an http or https address"),
    ((*SOURCE, "http://a b.example/rss"), "is not an http or https address"),
    ((*SOURCE, "http://cdn..example/rss"), "a part of its host's name is empty or too long"),
    ((*SOURCE, f"http://{'a' * 64}.example/rss"), "a part of its host's name is empty or too long"),
    ((*SOURCE, f"http://a.example/{'a' * 2000}"), "an address has at most 2000 characters"),
    ((*SOURCE, "http://a.example/rss", "--canonical-host", "http://b.example"), "is not the name of a host"),
    ((*SOURCE, "http://a.example/rss", "--canonical-host", "b.example:80"), "is not the name of a host"),
    ((*SOURCE, "http://a.example/rss", "--language", "fr"), "the language is vi or en, not 'fr'"),
    ((*SOURCE, "http://a.example/rss", "--category", "a" * 201), "a category has at most 200 characters"),
    # settings and secrets
    (("account", "set", "feed", "--set", "language=xx"), "the setting 'language' is vi or en, not 'xx'"),
    (("account", "set", "feed", "--set", "slug=a/b"), "cannot stand in an address"),
    (("account", "set", "feed", "--set", "slug=newer"), "is already that of the account newer"),
    (("account", "set", "feed", "--set", "slug"), "'slug' is not key=value"),
    (("account", "set", "feed", "--set", "slug=a\nb"), "a character that cannot be seen"),
    (("account", "set", "feed", "--set", "nosuch=1"), "feed has no setting 'nosuch'; it has"),
    (("account", "set", "feed", "--mode", "dead"), "the mode is live or sandbox, not 'dead'"),
    (("account", "set", "facebook", "--set", "graph_url=notaurl"), "'graph_url' is an http or https address"),
    (("account", "set", "facebook", "--set", "timeout_seconds=0"), "a whole number from 1 to 600, not '0'"),
    (("account", "set", "facebook", "--set", "settle_seconds=-1"), "a whole number from 0 to 604800"),
    (("account", "set", "facebook", "--set", f"retry_seconds={10**30}"), "a whole number from 1 to 86400"),
    (("account", "set", "facebook", "--secret", "nosuch=1"), "facebook has no secret 'nosuch'"),
    (("account", "set", "facebook", "--secret", "access_token="), "the secret 'access_token' is empty"),
    (("account", "set", "facebook", "--secret", "access_token=@/no/such"), "cannot be read: No such file"),
    (("account", "set", "facebook", "--secret", "access_token=env:NO_SUCH"), "NO_SUCH for the secret"),
    (("account", "add", "x", "--channel", "myspace"), "there is no channel 'myspace'; there are"),
    # mandates
    ((*MANDATE, "--language", "zz", "--decision", "1", "--signed-by", "x"), "vi or en, not 'zz'"),
    ((*MANDATE, "--language", "EN", "--decision", "1", "--signed-by", "x"), "vi or en, not 'EN'"),
    ((*MANDATE, "--decision", "1", "--signed-by", "x"), "for one account or for one language"),
    ((*MANDATE, "--language", "en", "--decision", "1" * 101, "--signed-by", "x"), "its decision in 1 to 100"),
    ((*MANDATE, "--language", "en", "--decision", "1", "--signed-by", "x" * 201), "its signer in 1 to 200"),
    ((*MANDATE, "--language", "en", "--decision", "1", "--signed-by", "x", "--expires", "9999-01-01"), "2000 to 2100"),
    (
        (*MANDATE, "--language", "en", "--decision", "1", "--signed-by", "x", "--expires", "2026-09-30"),
        "expires before",
    ),
    ((*MANDATE, "--language", "en", "--decision", "1", "--signed-by", "x", "--file", "/dev/null"), "is not a file"),
    # ports
    (("web", "--port", "99999999"), "65535"),
    (("up", "--port", "0"), "1"),
    (("web", "--port", "http"), "valid integer"),
    (("up", "--demo", "--port", "65535"), "at most 65533"),
    (("web", "--host", "nosuch..example"), "cannot listen on port 8000 of 'nosuch..example'"),
    (("web", "--host", f"{'a' * 64}.example"), "cannot listen on port 8000"),
]


@pytest.mark.parametrize("words", EMPTY, ids=" ".join)
def test_an_empty_word_is_a_mistake_and_never_means_not_given(rows: Rows, words: tuple[str, ...]) -> None:
    assert "is empty" in refused(*words)


@pytest.mark.parametrize(
    ("words", "told"), WRONG, ids=lambda part: " ".join(part)[:60] if isinstance(part, tuple) else ""
)
def test_a_mistake_is_told_in_one_sentence_and_changes_nothing(rows: Rows, words: tuple[str, ...], told: str) -> None:
    bare = str(Item.objects.get(link="").pk)
    assert told in refused(*[word.replace("{bare}", bare) for word in words])


def test_an_item_without_an_address_is_not_found_by_an_empty_word(rows: Rows) -> None:
    from syndication.cli import read
    from syndication.cli.out import Mistake

    for word in ("", " "):
        with pytest.raises(Mistake, match="named by its id, guid or address"):
            read.item_named(word)
        with pytest.raises(Mistake):
            read.delivery_named(word)


def test_a_guid_that_several_items_share_is_refused_with_their_ids(rows: Rows) -> None:
    ids = ", ".join(str(row.pk) for row in Item.objects.filter(guid=TWINS).order_by("pk"))
    assert (
        refused("withdraw", TWINS, "--reason", "R1d")
        == f"'{TWINS}' names several items; name one of them by its id: {ids}"
    )


def test_an_id_is_believed_before_a_guid_that_looks_like_one(rows: Rows) -> None:
    first, *_rest, last = Item.objects.order_by("pk")
    Item.objects.filter(pk=last.pk).update(guid=str(first.pk))
    assert done("item", "show", str(first.pk), "--json").json["id"] == first.pk


def test_a_secret_in_a_file_that_is_no_text_is_not_shown(rows: Rows, tmp_path: Path) -> None:
    file = tmp_path / "key.bin"
    file.write_bytes(b"hush\xff\xfe")
    told = refused("account", "set", "facebook", "--secret", f"access_token=@{file}")
    assert told == "the file for the secret 'access_token' is not UTF-8 text"
    file.write_bytes(b"\n")
    assert "is empty" in refused("account", "set", "facebook", "--secret", f"access_token=@{file}")


def test_a_secret_given_as_a_setting_is_not_shown(rows: Rows) -> None:
    assert "hush" not in refused("account", "set", "facebook", "--set", "access_token=hush")


@pytest.mark.parametrize("typed", [b"", b"\n", b"\xff\xfe\n"])
def test_a_password_that_is_none_makes_no_user(monkeypatch: pytest.MonkeyPatch, typed: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
    assert "on standard input" in refused("user", "add", "new", "--role", "reader", "--password-stdin")


@pytest.mark.parametrize("error", [KeyError("uid not found"), OSError("No username set")])
def test_a_user_of_the_machine_without_a_name_is_known_by_number(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def nameless() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert people.name_at_the_keyboard() == f"cli:uid-{os.getuid()}"
    assert people.at_the_keyboard() == User.objects.get(username=f"cli:uid-{os.getuid()}")
