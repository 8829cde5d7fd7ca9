"""The commands as a whole: all or nothing, what the world does to them, how they explain themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, ProgrammingError

from channels.errors import AccountBroken
from scheduler.ledger import Conflict
from scheduler.models import Account, Delivery
from syndication.cli import deliveries as door
from syndication.cli.app import app
from syndication.desk import approve as desk_approve
from syndication.gate.models import Approval, Mandate
from syndication.items.models import Item
from tests.support import instance as made
from tests.support.desk import done, say
from tests.support.mistakes import MANDATE, Rows, refused

pytestmark = pytest.mark.django_db
# These need something that is not there here: a channel that people connect (test_connect.py), a freeze (test_freeze.py).
ELSEWHERE = {("account", "connect"), ("freeze", "off")}
NEEDS = {
    ("partner", "add"): ("Báo Nhân Dân",),
    ("account", "check"): ("feed",),
    ("item", "show"): ("{item}",),
    ("item", "override"): ("{item}", "--account", "feed"),
    ("run",): ("--once",),
    ("reconcile",): ("--once",),
}
NEEDS |= {
    ("approve",): ("--all",),
    ("plan",): ("{bare}", "--account", "feed"),
    ("resolve",): ("{held}", "--as", "planned", "--reason", "x"),
    ("correct",): ("{item}", "--note", "x"),
    ("withdraw",): ("{item}", "--reason", "R1d"),
    ("source", "try"): ("/no/such",),
    ("freeze", "on"): ("--reason", "x"),
}


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

    monkeypatch.setattr(door.desk_approve, "approve", overtaken)
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

    monkeypatch.setattr(door.desk_approve, "approve", fails)
    monkeypatch.setattr(door.rounds, "run_once", fails)
    assert told in refused(*command)


def test_a_fault_of_ours_is_not_dressed_up_as_a_mistake_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise KeyError("ours")

    monkeypatch.setattr(door.rounds, "run_once", fails)
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


@pytest.mark.parametrize(
    "path",
    [
        path
        for path, command in commands()
        if any(one.name == "json" for one in command.params) and path not in ELSEWHERE
    ],
    ids=" ".join,
)
def test_with_json_exactly_one_document_is_printed(rows: Rows, path: tuple[str, ...]) -> None:
    known = {"{item}": rows.waiting.item, "{bare}": Item.objects.get(link="").pk, "{held}": rows.held.pk}
    Account.objects.update(paused=True)  # nothing leaves this machine
    said = say(*path, *(str(known.get(word, word)) for word in NEEDS.get(path, ())), "--json")
    assert said.code in (0, 1), said
    assert isinstance(said.json, dict | list)
    assert said.err == ""
