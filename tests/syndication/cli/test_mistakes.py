"""Wrong invocations: one clear sentence, exit code 2, nothing on standard output, nothing changed."""

from __future__ import annotations

import getpass
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, ProgrammingError

from channels.errors import AccountBroken
from formatters.sentence import Sentence
from scheduler.ledger import Conflict
from scheduler.models import Account, Delivery
from syndication.cli import items
from syndication.cli.app import app
from syndication.desk import approve as desk_approve
from syndication.desk import people
from syndication.gate.models import Approval, Mandate
from syndication.home import BadSetting, find_home, positive_seconds
from syndication.items.models import Item
from syndication.sources.models import Source
from tests.support import instance as made
from tests.support.desk import Said, done, say
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db
TWINS = "moha-57695"
LONG = "9" * 5000
MANDATE = ("mandate", "record", "--signed-on", "2026-10-01")
SOURCE = ("source", "add", "x")


@dataclass
class Rows:
    """What is there before each mistake: two items that share a guid, and a third without an address."""

    waiting: Delivery
    planned: Delivery
    held: Delivery


@pytest.fixture(autouse=True)
def _stays_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake that is not noticed must not turn the test run into a web server."""

    def becomes(*words: Any) -> None:
        pytest.fail(f"it was not refused: {words}")

    monkeypatch.setattr(os, "execv", becomes)


@pytest.fixture
def rows() -> Rows:
    person, _ = people.add_user("lan", "approver", None)
    people.add_user("an", "reader", None)
    Source.objects.create(name="cong", url="http://127.0.0.1:1/rss", canonical_host="127.0.0.1")
    facebook, feed = made.account("facebook"), made.account("feed", language="vi", slug="tin-tuc")
    item, twin, bare = made.item("Một"), made.item("Hai"), made.item("Ba")
    Item.objects.filter(pk__in=(item.pk, twin.pk)).update(guid=TWINS)
    Item.objects.filter(pk=bare.pk).update(link="")
    waiting, planned = made.delivery(item, facebook), made.approved(made.delivery(twin, facebook), person)
    held = made.held(made.approved(made.delivery(item, feed), person), Sentence("Chờ.", "Waits."))
    return Rows(waiting, planned, held)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in apps.get_models()}


def refused(*words: str) -> str:
    """The one sentence that this mistake gets; nothing changes."""
    before = everything()
    said = say(*words)
    assert said.code == 2, said
    assert said.out == ""
    assert everything() == before
    return sentence(said)


def sentence(said: Said) -> str:
    (line,) = said.err.splitlines()
    assert line.startswith("error: ")
    assert "Traceback" not in line
    return line.removeprefix("error: ")


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


@pytest.mark.parametrize("words", EMPTY, ids=" ".join)
def test_an_empty_word_is_a_mistake_and_never_means_not_given(rows: Rows, words: tuple[str, ...]) -> None:
    assert "is empty" in refused(*words)


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
    (("worker", "--queues", ","), "names no queue; there are desk"),
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


def test_all_that_is_named_is_approved_or_none_of_it(rows: Rows) -> None:
    told = refused("approve", str(rows.waiting.pk), str(rows.planned.pk), "--as", "lan")
    assert told.startswith(f"Delivery {rows.planned.pk}: Nothing waits for approval")
    assert told.endswith("Nothing was approved.")
    twice = (str(rows.waiting.pk), str(rows.waiting.pk))
    assert [row["state"] for row in done("approve", *twice, "--as", "lan", "--json").json] == ["planned"]


def test_who_may_not_approve_approves_nothing(rows: Rows) -> None:
    assert "does not have a role that approves" in refused("approve", "--all", "--as", "an")


def test_what_moved_while_it_was_approved_leaves_all_of_them_as_they_were(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of two is moved by somebody else between our look and our write."""
    other = made.delivery(Item.objects.get(link=""), Account.objects.get(name="facebook"))
    honest, before = desk_approve.approve, Approval.objects.count()

    def overtaken(row: Delivery, *words: Any, **more: Any) -> Delivery:
        if row.pk == other.pk:
            Delivery.objects.filter(pk=row.pk).update(version=row.version + 1)
        return honest(row, *words, **more)

    monkeypatch.setattr(items.desk_approve, "approve", overtaken)
    assert (
        refused("approve", str(rows.waiting.pk), str(other.pk), "--as", "lan")
        == "It changed meanwhile; look again and repeat."
    )
    assert Approval.objects.count() == before


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Conflict("delivery 1 is no longer planned"), "It changed meanwhile; look again and repeat."),
        (OverflowError("date value out of range"), "A number or a time is too large."),
        (OSError(28, "No space left on device", "/x"), "The operating system says: No space left on device: /x."),
        (OperationalError("no such table: x"), "The database is not ready (no such table: x). Run: syndication init"),
        (
            ProgrammingError('relation "x"\ndoes not exist'),
            'is not ready (relation "x" does not exist). Run: syndication init',
        ),
        (
            DatabaseError("file is not a database"),
            "The database cannot be used (file is not a database). Check DATABASE_URL",
        ),
        (ImproperlyConfigured("no driver"), "The database cannot be used (no driver). Check DATABASE_URL"),
        (UnicodeDecodeError("utf-8", b"\xff\xfe", 0, 1, "invalid"), "A word or a file is not UTF-8 text."),
        (AccountBroken("no key"), "The account no longer works; connect it again."),
    ],
    ids=lambda part: type(part).__name__ if isinstance(part, Exception) else "",
)
@pytest.mark.parametrize("command", [("approve", "--all"), ("run", "--once", "--json")], ids=" ".join)
def test_what_the_world_does_to_a_command_is_one_sentence(
    rows: Rows, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str, command: tuple[str, ...]
) -> None:
    def fails(*_words: Any, **_more: Any) -> None:
        raise error

    monkeypatch.setattr(items.desk_approve, "approve", fails)
    monkeypatch.setattr(items.rounds, "run_once", fails)
    assert told in refused(*command)


def test_a_fault_of_ours_is_not_dressed_up_as_a_mistake_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise KeyError("ours")

    monkeypatch.setattr(items.rounds, "run_once", fails)
    with pytest.raises(KeyError):
        say("run", "--once")


def test_a_resumed_account_is_not_half_resumed(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    from syndication.desk import accounts

    Delivery.objects.filter(pk=rows.held.pk).update(reason_code="accountbroken")
    done("account", "pause", "feed")

    def fails(*_words: Any, **_more: Any) -> int:
        raise Conflict("moved")

    monkeypatch.setattr(accounts, "release", fails)
    refused("account", "resume", "feed")
    refused(*MANDATE, "--account", "feed", "--decision", "1", "--signed-by", "x")
    assert Mandate.objects.count() == 0


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


def test_every_input_is_answered_in_order_whatever_is_wrong_with_each(tmp_path: Path) -> None:
    noise, large = tmp_path / "noise.bin", tmp_path / "large.xml"
    noise.write_bytes(bytes(range(256)))
    with large.open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    with Portal() as portal:
        portal.articles = [Article(1, guid="moha-1")]
        inputs = [
            *("http://[", "", f"{portal.url}/rss", "http://a:port/", "http://cdn..example/", "ftp://a.example/"),
            *(
                "http://10.0.0.1/rss",
                f"{portal.url}/nothing",
                str(noise),
                str(large),
                str(tmp_path),
                "/no/such",
                "a\udcff",
            ),
        ]
        said = done("source", "try", *inputs, "--json")
    answers = said.json
    assert [one["input"] for one in answers] == inputs
    sound = answers.pop(2)
    assert (sound["entries"], sound["error"]) == (1, None)
    assert all(one["error"] and one["entries"] is None and "\n" not in one["error"] for one in answers)
    assert "Traceback" not in said.err


def test_an_input_that_meets_a_fault_of_ours_does_not_silence_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from syndication.cli import sources

    file = tmp_path / "a.xml"
    file.write_text("<rss/>")

    def fails(*_words: Any) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(sources, "parse", fails)
    answers = done("source", "try", str(file), "/no/such", "--json").json
    assert [one["error"] for one in answers] == [
        "It cannot be read because of a fault of ours.",
        "The file cannot be read: No such file or directory.",
    ]


@pytest.mark.parametrize("url", ["http://[", "http://a:port/rss", "http://cdn..example/rss"])
def test_a_source_whose_address_has_gone_bad_does_not_silence_the_others(url: str) -> None:
    with Portal() as portal:
        portal.articles = [Article(1, guid="moha-1")]
        Source.objects.create(name="bad", url=url, canonical_host="a")
        done("source", "add", "good", f"{portal.url}/rss", "--no-baseline")
        bad, good = done("source", "pull", "--json").json
    assert (bad["source"], bad["new"]) == ("bad", 0)
    assert bad["error"]
    assert (good["source"], good["new"], good["error"]) == ("good", 1, None)


def test_a_picture_with_a_malformed_address_costs_the_picture_and_not_the_item() -> None:
    with Portal() as portal:
        portal.articles = [Article(1, guid="moha-1", pictures=("http://cdn..example/x.jpg", "http://[/y.jpg"))]
        done("source", "add", "good", f"{portal.url}/rss", "--no-baseline")
        (pulled,) = done("source", "pull", "--json").json
    assert (pulled["new"], pulled["error"]) == (1, None)


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command there is, with the words that lead to it."""
    for name, command in sorted((group or typer.main.get_command(app)).commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_every_command_explains_itself_with_an_example(path: tuple[str, ...]) -> None:
    said = say(*path, "--help")
    assert said.code == 0
    assert "Example: " in said.out
    assert f"syndication {' '.join(path)}" in said.out.partition("Example: ")[2]


@pytest.mark.parametrize("path", [(), *sorted({path[:-1] for path, _ in commands() if path[1:]})], ids=" ".join)
def test_a_group_without_a_command_says_how_it_is_used(path: tuple[str, ...]) -> None:
    said = say(*path)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: syndication")
    assert say(*path, "--help").code == 0


NEEDS = {
    ("account", "check"): ("feed",),
    ("item", "show"): ("{item}",),
    ("run",): ("--once",),
    ("reconcile",): ("--once",),
}
NEEDS |= {
    ("approve",): ("--all",),
    ("plan",): ("{bare}", "--account", "feed"),
    ("resolve",): ("{held}", "--as", "planned", "--reason", "x"),
    ("withdraw",): ("{item}", "--reason", "R1d"),
    ("source", "try"): ("/no/such",),
}


@pytest.mark.parametrize(
    "path", [path for path, command in commands() if any(one.name == "json" for one in command.params)], ids=" ".join
)
def test_with_json_exactly_one_document_is_printed(rows: Rows, path: tuple[str, ...]) -> None:
    known = {"{item}": rows.waiting.item, "{bare}": Item.objects.get(link="").pk, "{held}": rows.held.pk}
    Account.objects.update(paused=True)  # nothing leaves this machine
    said = say(*path, *(str(known.get(word, word)) for word in NEEDS.get(path, ())), "--json")
    assert said.code in (0, 1), said
    assert isinstance(said.json, dict | list)
    assert said.err == ""


def test_what_the_terminal_has_no_letters_for_is_still_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    from syndication.cli import out

    printed = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", printed)
    out.document({"title": "Bộ Nội vụ \udcff"})
    out.line("Bộ")
    printed.seek(0)
    *document, last = printed.read().splitlines()
    assert json.loads("\n".join(document)) == {"title": "Bộ Nội vụ \udcff"}
    assert last == "B\\u1ed9"


@pytest.mark.parametrize("text", ["abc", "0", "-1", "nan", "inf", "86401"])
def test_a_setting_that_is_no_number_of_seconds_is_named_and_its_value_is_not_shown(text: str) -> None:
    home = find_home({"SYNDICATION_LEASE_SECONDS": text})
    with pytest.raises(BadSetting, match="the setting SYNDICATION_LEASE_SECONDS is not a number of seconds above 0"):
        home.read("SYNDICATION_LEASE_SECONDS", positive_seconds, "60", "a number of seconds above 0")
    assert find_home({}).read("SYNDICATION_LEASE_SECONDS", positive_seconds, "60", "x") == 60


def test_files_of_the_home_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"\xff\xfe")
    with pytest.raises(BadSetting, match="keys is not UTF-8 text"):
        find_home({"SYNDICATION_HOME": str(tmp_path)}).secret_keys()
    (tmp_path / "keys").write_bytes(b"\n")
    with pytest.raises(BadSetting, match="keys holds no key"):
        find_home({"SYNDICATION_HOME": str(tmp_path)}).secret_keys()
    (tmp_path / ".env").write_bytes(b"A=\xff")
    with pytest.raises(BadSetting, match=r"\.env is not UTF-8 text"):
        find_home({"SYNDICATION_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"SYNDICATION_LEASE_SECONDS": "abc"}, "the setting SYNDICATION_LEASE_SECONDS is not a number of seconds"),
        ({"DATABASE_URL": "garbage-with-a-password"}, "the setting DATABASE_URL is not the address of a database"),
        ({"DATABASE_URL": "sqlite:///{home}/noise"}, "file is not a database"),
        ({"SYNDICATION_HOME": "{home}/noise"}, "the home cannot be used"),
        ({"SYNDICATION_HOME": "{home}/noise/below"}, "the home cannot be used"),
        ({"SYNDICATION_LOG_LEVEL": "loud"}, "Unknown level: 'loud'"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, dict) else "",
)
def test_an_instance_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, environment: dict[str, str], told: str
) -> None:
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 20)
    given = {name: value.replace("{home}", str(tmp_path)) for name, value in environment.items()}
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ended = subprocess.run(
        [sys.executable, "-m", "syndication", "item", "list", "--json"],
        env={**clean, "SYNDICATION_HOME": str(tmp_path), **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert told in sentence(Said(ended.returncode, ended.stdout, ended.stderr))
    assert "with-a-password" not in ended.stderr
