"""Commands about the instance itself: set up, users, health, feeds."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Annotated

import typer
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from formatters.sentence import Sentence
from scheduler import clock
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.cli import out
from syndication.cli.command import Commands
from syndication.cli.redis import can_reach
from syndication.desk import calendar, people
from syndication.feeds import build
from syndication.notices.board import open_notices
from syndication.sources.models import Source

user = Commands("People and their roles.")
feeds = Commands("Feeds out.")
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def init() -> None:
    """Create or upgrade the instance; safe to repeat.

    Example: syndication init
    """
    settings.HOME.make()
    call_command("migrate", interactive=False, verbosity=0)
    out.line(f"ready: {settings.HOME.root}")


@user.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[str, typer.Option(help="reader, editor, approver, leader or operator.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    email: Annotated[str, typer.Option(help="Where notices are mailed to.")] = "",
) -> None:
    """Add a user, or give an existing one another role, password or mail address.

    Example: echo "$PASSWORD" | syndication user add lan --role approver --email lan@moha.gov.vn --password-stdin
    """
    try:
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    except UnicodeDecodeError:
        raise out.Mistake("the password on standard input is not UTF-8 text") from None
    if password_stdin and not password:
        raise out.Mistake("no password came on standard input")
    person, made = people.add_user(name, role, password, email)
    out.line(f"{'added' if made else 'changed'}: {person.username} ({role})")


@feeds.command("build")
def feeds_build() -> None:
    """Render every feed anew from what the ledger holds live.

    Example: syndication feeds build
    """
    out.line(f"built: {len(build.build_all())} files changed")


def doctor(json: Json = False) -> None:
    """Say what is wrong with this instance and what to do about it; exit code 1 if anything is.

    Example: syndication doctor
    """
    findings = list(_findings())
    if json:
        out.document(findings)
    else:
        for finding in findings:
            out.line(f"{finding['what']} → {finding['do']}")
        if not findings:
            out.line("nothing is wrong")
        if not settings.SYNDICATION_SENDS_MAIL:
            out.line("by the way: no notices are mailed, they are in the console; for mail set SYNDICATION_EMAIL_URL")
    raise typer.Exit(1 if findings else 0)


def _what_to_do(account: Account) -> str:
    """What an operator can do about a paused account: what it has no consent for cannot be connected."""
    name = account.name
    if account.paused_reason.get("by"):
        return f"a person paused it; when it may go on: syndication account resume {name}"
    way = (
        f"syndication account connect {name}"
        if account.manifest.consent
        else f"syndication account set {name} --secret …"
    )
    return f"give it what works: {way}; then: syndication account resume {name}"


def _findings() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def finding(what: str, do: str) -> None:
        found.append({"what": what, "do": do})

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        finding("the database is not up to date", "run: syndication init")
        return found
    for message in run_checks():
        if message.is_serious():
            finding(message.msg, message.hint or "correct the setting it names")
    if settings.HOME.keys_file.exists() and settings.HOME.keys_file.stat().st_mode & 0o077:
        finding(f"others can read {settings.HOME.keys_file}", f"run: chmod 600 {settings.HOME.keys_file}")
    if settings.REDIS_URL and not can_reach(settings.CELERY_BROKER_URL):
        finding("Redis at REDIS_URL does not answer", "start it, or correct REDIS_URL")
    for account in Account.objects.filter(paused=True):
        finding(
            f"the account {account.name} is paused: {account.why_paused.en}",
            _what_to_do(account),
        )
    paused = Account.objects.filter(paused=True).values("name")
    for notice in open_notices().exclude(kind="broken", account__in=paused).exclude(kind=calendar.NOTICE):
        finding(
            notice.sentence.en,
            f"run: syndication account connect {notice.account}, or syndication account check {notice.account}",
        )
    say = clock.missing(timezone.now())
    if say is not None:
        finding(say.en, "look at: syndication calendar show")
    unsent = open_notices().exclude(mail_error="").count()
    if unsent:
        finding(
            f"{unsent} notices could not be mailed", "correct SYNDICATION_EMAIL_URL; they are sent again by themselves"
        )
    for source in Source.objects.exclude(error={}):
        finding(
            f"the source {source.name} cannot be read: {Sentence.from_json(source.error).en}",
            f"correct it, then: syndication source pull {source.name}",
        )
    held = Delivery.objects.filter(state=State.HELD).count()
    if held:
        finding(f"{held} deliveries are held", "look at: syndication deliveries --state held")
    overdue = Delivery.objects.filter(
        state=State.PLANNED, due_at__lt=timezone.now() - timedelta(minutes=10), account__paused=False
    ).count()
    if overdue:
        finding(f"{overdue} deliveries are more than ten minutes overdue", "is a worker running? syndication up")
    return found
