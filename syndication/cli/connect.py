"""`account connect`: a person consents in a browser, or pastes what they were given; each step also without a person."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

import typer
from django.utils import timezone

from channels.consent import Choice
from scheduler.models import Account
from syndication.cli import out, read
from syndication.cli.accounts import Owner, found, tell_health
from syndication.cli.instance import Json
from syndication.desk import accounts as desk_accounts
from syndication.desk import connect as desk
from syndication.desk import people
from syndication.desk.connect import Chooseable, Connected

LONGEST_ANSWER = 20_000  # characters


def connect(
    name: Annotated[str, typer.Argument(help="Its name.")],
    paste: Annotated[
        bool, typer.Option("--paste", help="Give its secrets by hand, one a line on standard input, instead.")
    ] = False,
    owner: Owner = "",
    answer: Annotated[
        str, typer.Option(metavar="URL", help="The address that the browser was sent to, with its code.")
    ] = "",
    choose: Annotated[str, typer.Option(metavar="ID", help="Which one, when there are several.")] = "",
    json: Json = False,
) -> None:
    """Connect an account: prints the address to consent at, and waits for the one that the browser is sent to.

    With --json it never waits: the document says what is still to be done, with --answer or --choose. Exit code 1 when
    the account is not connected yet, or does not work.

    Example: syndication account connect facebook-bnv --owner lan
    """
    row, who, now = read.account_named(name), people.name_at_the_keyboard(), timezone.now()
    if paste and answer:
        raise out.Mistake("either --paste or --answer, not both")
    if owner:
        desk_accounts.set_account(row, settings={}, secrets={}, owner=owner)
        row.refresh_from_db()
    waiting = desk.waiting_choice(row, who=who, now=now) if choose and not (paste or answer) else None
    if waiting is not None:
        _end(desk.choose(waiting, choose, who=who, now=now), json)
    elif paste:
        _go_on(desk.paste(row, _pasted(row), who=who, now=now), choose, who, json)
    elif answer:
        _go_on(desk.finish(_parsed(answer), who=who, now=now, account=row), choose, who, json)
    else:
        _ask(row, choose, who, now, json)


def _ask(row: Account, choose: str, who: str, now: datetime, json: bool) -> None:
    begun = desk.begin(row, who=who, now=now)
    if json:
        out.document({"account": row.name, "connected": False, "address": begun.url, "choices": []})
        raise typer.Exit(1)
    out.line("Open this address in a browser, sign in there, and agree:")
    out.line(f"  {begun.url}")
    out.line("Then paste the address that the browser was sent to (or the code in it), and press Enter:")
    sys.stdout.flush()
    typed = _line()
    if not typed:
        out.line(
            f"not connected yet; within 30 minutes go on with: syndication account connect {row.name} --answer URL"
        )
        raise typer.Exit(1)
    answer = _parsed(typed)
    answer.setdefault("state", begun.state)
    _go_on(desk.finish(answer, who=who, now=timezone.now(), account=row), choose, who, json)


def _go_on(came: Connected | Chooseable, choose: str, who: str, json: bool) -> None:
    """To the choice when there are several, and to the end."""
    if isinstance(came, Connected):
        _end(came, json)
        return
    name = came.account.name
    if not choose:
        if json:
            choices = [{"id": choice.id, "label": choice.label} for choice in came.choices]
            out.document({"account": name, "connected": False, "address": "", "choices": choices})
            raise typer.Exit(1)
        out.table([_described(choice) for choice in came.choices], ["id", "label", "lacks"])
        out.line("Which one? Type its id and press Enter:")
        sys.stdout.flush()
        choose = _line()
        if not choose:
            out.line(f"nothing chosen; within 30 minutes go on with: syndication account connect {name} --choose ID")
            raise typer.Exit(1)
    _end(desk.choose(came.row, choose, who=who, now=timezone.now()), json)


def _described(choice: Choice) -> dict[str, str]:
    return {"id": choice.id, "label": choice.label, "lacks": ", ".join(choice.missing)}


def _end(came: Connected, json: bool) -> None:
    """Say as whom, what was granted, what is missing, what ends when."""
    row = came.account
    answer: dict[str, Any] = {
        **found(row, came.health),
        "connected": True,
        "connected_as": row.connected_as,
        "granted": list(came.choice.granted),
        "not_granted": list(came.choice.missing),
        "owner": row.owner,
        "resumed": came.resumed,
        "released": came.released,
    }
    if json:
        out.document(answer)
    else:
        out.line(f"connected: {row.name} as {row.connected_as}")
        for label, text in (
            ("granted", ", ".join(came.choice.granted)),
            ("not granted, but needed", ", ".join(came.choice.missing)),
            ("owner", row.owner or "nobody yet: give one with --owner"),
        ):
            if text:
                out.line(f"{label}: {text}")
        tell_health(answer)
        if came.resumed:
            out.line(f"resumed: {row.name}; {came.released} held deliveries go on")
    raise typer.Exit(0 if came.health.ok else 1)


def _pasted(row: Account) -> Mapping[str, str]:
    """The secrets, one a line in the manifest's order; an empty line leaves one out."""
    manifest = row.manifest
    if not manifest.pasted:
        raise out.Mistake(f"nothing is pasted for {manifest.kind}; give its secrets with: syndication account set")
    needed = {setting.name for setting in manifest.schema if setting.required}
    given: dict[str, str] = {}
    for name in manifest.pasted:
        optional = "" if name in needed else " (Enter leaves it as it is)"
        value = getpass.getpass(f"{name}{optional}: ") if sys.stdin.isatty() else _line()
        if value.strip():
            given[name] = value.strip()
    if not given:
        raise out.Mistake(f"no secret came on standard input; give, a line each: {', '.join(manifest.pasted)}")
    return given


def _line() -> str:
    try:
        return sys.stdin.readline().strip()
    except UnicodeDecodeError:
        raise out.Mistake("what came on standard input is not UTF-8 text") from None


def _parsed(typed: str) -> dict[str, str]:
    """The query of an address, or a code by itself. Mistakes never repeat it."""
    typed = typed.strip()
    if len(typed) > LONGEST_ANSWER:
        raise out.Mistake("the answer is too long to be an address")
    if "://" not in typed and "=" not in typed:
        return {"code": typed}
    try:
        query = urlsplit(typed).query if "://" in typed else typed.lstrip("?").partition("#")[0]
        answer = dict(parse_qsl(query))
    except ValueError:
        answer = {}
    if not answer:
        raise out.Mistake("the address holds no answer; paste all of it, from http to its end")
    return answer
