"""Commands about accounts and the mandates that let them be used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from django.db import transaction
from django.utils import timezone

from channels.channel import Ending, Health
from scheduler.models import Account
from syndication.cli import out, read
from syndication.cli.command import Commands
from syndication.cli.instance import Json
from syndication.desk import accounts as desk
from syndication.desk import people
from syndication.desk.health import endings_of
from syndication.feeds import build
from syndication.feeds.settings_of import settings_of

account = Commands("Accounts: configured destinations.")
mandate = Commands("The leadership's recorded decisions.")

Settings = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting; may be repeated.")]
Secrets = Annotated[
    list[str] | None,
    typer.Option(
        "--secret", metavar="KEY=VALUE", help="A secret: key=value, key=@file or key=env:VAR; may be repeated."
    ),
]
Mode = Annotated[str, typer.Option(help="live or sandbox.")]
Owner = Annotated[str, typer.Option(metavar="PERSON", help="Who is answerable for it: a user is told by mail.")]


@account.command("add")
def account_add(
    name: Annotated[str, typer.Argument(help="A short name for it.")],
    channel: Annotated[str, typer.Option(help="The kind of channel.")],
    settings: Settings = None,
    secrets: Secrets = None,
    mode: Mode = "sandbox",
    owner: Owner = "",
) -> None:
    """Add an account.

    Example: syndication account add facebook-bnv --channel facebook --set page_id=123 --secret access_token=env:FB_TOKEN
    """
    given, hidden = read.pairs(settings or []), read.secrets(secrets or [])
    with transaction.atomic():
        made = desk.add_account(name, channel, settings=given, secrets=hidden, mode=mode, owner=owner)
        _is_a_feed_of_its_own(made)
    out.line(f"added: {made.name} ({made.channel}, {made.mode})")


@account.command("set")
def account_set(
    name: Annotated[str, typer.Argument(help="Its name.")],
    settings: Settings = None,
    secrets: Secrets = None,
    mode: Mode = "",
    owner: Owner = "",
) -> None:
    """Change settings, secrets or the owner; what is not named stays.

    Example: syndication account set facebook-bnv --set settle_seconds=300
    """
    row, given, hidden = read.account_named(name), read.pairs(settings or []), read.secrets(secrets or [])
    with transaction.atomic():
        _is_a_feed_of_its_own(desk.set_account(row, settings=given, secrets=hidden, mode=mode, owner=owner))
    out.line(f"changed: {name}")


def _is_a_feed_of_its_own(made: Account) -> None:
    """ValueError when a feed's slug cannot stand in an address or is another feed's already."""
    if made.channel == build.KIND:
        slug = settings_of(made).slug
        # Of two that have it the older builds: it must not take the address of a newer one, whose readers would get other news.
        other = Account.objects.filter(channel=build.KIND, settings__slug=slug).exclude(pk=made.pk).first()
        if other is not None:
            raise ValueError(f"the slug {slug!r} is already that of the account {other}; choose another")


@account.command("list")
def account_list(json: Json = False) -> None:
    """Every account; secrets are never shown.

    Example: syndication account list --json
    """
    rows = [
        {
            "name": row.name,
            "channel": row.channel,
            "mode": row.mode,
            "paused": row.paused,
            "why_paused": out.in_their_language(row.why_paused),
            "settings": row.settings,
            "owner": row.owner,
            "connected_as": row.connected_as,
            "connected_at": out.moment(row.connected_at),
            "checked_at": out.moment(row.checked_at),
            "ok": row.health.get("ok"),
            "endings": [_told(ending) for ending in endings_of(row)],
        }
        for row in Account.objects.order_by("name")
    ]
    if json:
        out.document(rows)
    else:
        out.table(rows, ["name", "channel", "mode", "owner", "paused", "why_paused"])


@account.command("check")
def account_check(name: Annotated[str, typer.Argument(help="Its name.")], json: Json = False) -> None:
    """Ask the channel whether the credentials work, what they may do and when they end; exit code 1 when they do not.

    Example: syndication account check facebook-bnv
    """
    row = read.account_named(name)
    health = desk.check(row)
    if json:
        out.document(found(row, health))
    else:
        tell_health(found(row, health))
    raise typer.Exit(0 if health.ok else 1)


def found(row: Account, health: Health) -> dict[str, Any]:
    """What a check found, as the commands say it."""
    return {
        "account": row.name,
        "ok": health.ok,
        "name": health.name,
        "may": list(health.may),
        "missing": list(health.missing),
        "expires_at": out.moment(health.expires_at),
        "endings": [_told(ending) for ending in health.endings],
        "warnings": [out.in_their_language(warning) for warning in health.warnings],
        "say": out.in_their_language(health.say) if health.say else "",
    }


def tell_health(answer: Mapping[str, Any]) -> None:
    """The same in lines."""
    works = "works" if answer["ok"] else "does not work"
    out.line(f"{answer['account']}: {works} {answer['name']} {answer['say']}".rstrip())
    for label in ("may", "missing"):
        if answer[label]:
            out.line(f"{label}: {', '.join(answer[label])}")
    for ending in answer["endings"]:
        out.line(f"ends: {ending['at']} {ending['what']}")
    for warning in answer["warnings"]:
        out.line(f"warning: {warning}")


def _told(ending: Ending) -> dict[str, str | None]:
    return {"what": out.in_their_language(ending.what), "at": out.moment(ending.at)}


@account.command("pause")
def account_pause(name: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Let nothing leave on it until it is resumed.

    Example: syndication account pause facebook-bnv
    """
    desk.pause(read.account_named(name), who=people.name_at_the_keyboard())
    out.line(f"paused: {name}")


@account.command("resume")
def account_resume(name: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Let it go on, with the deliveries that were held because it was broken.

    Example: syndication account resume facebook-bnv
    """
    released = desk.resume(read.account_named(name), who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"resumed: {name}; {released} held deliveries go on")


@mandate.command("record")
def mandate_record(
    decision: Annotated[str, typer.Option(help="The number of the decision.")],
    signed_by: Annotated[str, typer.Option(help="Who signed it.")],
    signed_on: Annotated[str, typer.Option(help="YYYY-MM-DD.")],
    account_name: Annotated[str, typer.Option("--account", help="The account it allows.")] = "",
    language: Annotated[
        str, typer.Option(help="Or the language it allows: en (Vietnamese needs none, vi is taken all the same).")
    ] = "",
    expires: Annotated[str, typer.Option(help="YYYY-MM-DD; never by default.")] = "",
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="The scan.")] = None,
) -> None:
    """Record the ministry leadership's decision that an account or a language may be used (Điều 4).

    Example: syndication mandate record --account facebook-bnv --decision 123/QĐ-BNV --signed-by "Thứ trưởng" --signed-on 2026-10-01
    """
    if file is not None and not file.is_file():
        raise out.Mistake(f"{str(file)!r} is not a file")
    _, released = desk.record_mandate(
        account=read.account_named(account_name) if account_name else None,
        language=language,
        decision=decision,
        signed_by=signed_by,
        signed_on=read.day(signed_on),
        expires=read.day(expires) if expires else None,
        file=file,
        who=people.name_at_the_keyboard(),
        now=timezone.now(),
    )
    out.line(f"recorded: {decision}; {released} held deliveries go on")
