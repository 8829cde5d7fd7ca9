"""Commands about sources and routes."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from django.utils import timezone
from typer.core import TyperCommand

from formatters.sentence import Sentence
from syndication.cli import out, read
from syndication.cli.command import Commands
from syndication.cli.instance import Json
from syndication.cli.trying import tried
from syndication.desk import people
from syndication.desk import sources as desk
from syndication.desk.pull import pull_now
from syndication.sources.models import Source, Subscription

source = Commands("Where items come from.")
route = Commands("What goes where by itself after publish.")


@source.command("add")
def source_add(
    name: Annotated[str, typer.Argument(help="A short name for it.")],
    url: Annotated[str, typer.Argument(help="The address of its feed, or of the web page that names it.")],
    kind: Annotated[str, typer.Option(help="feed")] = "feed",
    language: Annotated[str, typer.Option(help="vi or en")] = "vi",
    category: Annotated[str, typer.Option(help="The category of items that bring none.")] = "",
    unit: Annotated[str, typer.Option(help="The unit of the ministry whose items these are: “Vụ Pháp chế”.")] = "",
    every: Annotated[str, typer.Option(help="How often it is pulled: 30s, 5m, 1h.")] = "5m",
    baseline: Annotated[
        bool, typer.Option("--baseline/--no-baseline", help="Whether the first pull only learns what is there already.")
    ] = True,
    canonical_host: Annotated[str, typer.Option(help="The host of its items' addresses, when it is another one.")] = "",
    own: Annotated[
        bool | None,
        typer.Option("--own/--collected", help="Whether it is the ministry's; by default its host decides."),
    ] = None,
) -> None:
    """Add a source.

    Example: syndication source add cong-moha https://moha.gov.vn/rss --every 5m
    """
    made = desk.add_source(
        name,
        url,
        kind=kind,
        language=language,
        category=category,
        unit=unit,
        every=read.duration(every),
        baseline=baseline,
        canonical_host=canonical_host,
        own=own,
    )
    out.line(f"added: {made.name} ({'the ministry’s own' if made.own else 'collected: never automatic'})")


@source.command("list")
def source_list(json: Json = False) -> None:
    """Every source and how its last pull went.

    Example: syndication source list
    """
    rows = [
        {
            "name": row.name,
            "url": row.url,
            "kind": row.kind,
            "language": row.language,
            "category": row.category,
            "unit": row.unit,
            "every": row.every,
            "own": row.own,
            "canonical_host": row.canonical_host,
            "pulled_at": out.moment(row.pulled_at),
            "next_pull_at": None if row.stopped or row.paused else out.moment(row.next_pull_at),
            "paused": row.paused,
            "stopped": row.stopped,
            "moved_to": row.moved_to,
            "before": row.before,
            "found_on": row.found_on,
            "hub": _hub(row),
            "error": _error(row.error),
        }
        for row in Source.objects.order_by("name")
    ]
    if json:
        out.document(rows)
    else:
        out.table(rows, ["name", "language", "every", "own", "paused", "stopped", "pulled_at", "error", "url"])


@source.command("set")
def source_set(
    name: Annotated[str, typer.Argument(help="Its name.")],
    url: Annotated[str, typer.Option(help="The address of its feed, when it has moved.")] = "",
    every: Annotated[str, typer.Option(help="How often it is pulled: 30s, 5m, 1h.")] = "",
    category: Annotated[str | None, typer.Option(help="The category of items that bring none.")] = None,
    unit: Annotated[
        str | None, typer.Option(help="The unit of the ministry whose items these are, from now on.")
    ] = None,
    language: Annotated[str, typer.Option(help="vi or en")] = "",
    canonical_host: Annotated[str, typer.Option(help="The host of its items' addresses, when it is another one.")] = "",
) -> None:
    """Change a source; what is not named stays. It is asked at once, even if it was stopped.

    Example: syndication source set cong-moha --url https://moha.gov.vn/rss/tin-moi --every 2m
    """
    desk.set_source(
        read.source_named(name),
        url=url,
        every=read.duration(every) if every else None,
        category=category,
        unit=unit,
        language=language,
        canonical_host=canonical_host,
        now=timezone.now(),
    )
    out.line(f"changed: {name}")


@source.command("pause")
def source_pause(name: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Do not ask it by itself any more, until it is resumed; `source pull NAME` still does.

    Example: syndication source pause cong-moha
    """
    desk.pause_source(read.source_named(name))
    out.line(f"paused: {name}")


@source.command("resume")
def source_resume(name: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Ask it again, at once: one that was paused, or that was stopped because it said that it is gone.

    Example: syndication source resume cong-moha
    """
    desk.resume_source(read.source_named(name), now=timezone.now())
    out.line(f"resumed: {name}")


@source.command("pull")
def source_pull(
    names: Annotated[list[str] | None, typer.Argument(help="All of them by default.")] = None, json: Json = False
) -> None:
    """Fetch now, in the foreground: receive, judge, route and plan; and say what came.

    Example: syndication source pull cong-moha --json
    """
    rows = [read.source_named(name) for name in names] if names else list(Source.objects.order_by("name"))
    who = people.name_at_the_keyboard()
    answers: list[dict[str, Any]] = []
    before = {row.pk: row.url for row in rows}
    for row in rows:
        pulled = pull_now(row, who=who).to_json()
        answers.append({**pulled, "error": _error(pulled["error"])})
    if json:
        out.document(answers)
    else:
        out.table(answers, ["source", "new", "revised", "unchanged", "withdrawn", "refused", "error"])
        for row in rows:
            if row.url != before[row.pk]:
                out.line(f"{row.name}: its address is now {row.url}")


@source.command("try", cls=TyperCommand)  # an empty word is an input like any other: it is answered
def source_try(
    inputs: Annotated[list[str], typer.Argument(metavar="URL|FILE…", help="Addresses or files.")], json: Json = False
) -> None:
    """Read and show what would come; store nothing. Every input is answered, whatever is wrong with it.

    Example: syndication source try https://moha.gov.vn/rss ./saved.xml --json
    """
    answers = [tried(word) for word in inputs]
    if json:
        out.document(answers)
    else:
        out.table(answers, ["input", "kind", "entries", "title", "error"])
        for answer in answers:
            for finding in answer["findings"]:
                out.line(f"{answer['input']}: {finding}")


@route.command("add")
def route_add(
    source_name: Annotated[str, typer.Option("--source", help="The source's name.")],
    account_name: Annotated[str, typer.Option("--account", help="The account's name.")],
    category: Annotated[list[str] | None, typer.Option(help="Only items of this category; may be repeated.")] = None,
    approval: Annotated[str, typer.Option(help="auto, one or two.")] = "one",
    delay: Annotated[str, typer.Option(help="How long after publish: 0m, 10m.")] = "0m",
) -> None:
    """What goes where by itself after publish. Adding it again changes it.

    Example: syndication route add --source cong-moha --account facebook-bnv --approval one
    """
    made_now = desk.add_route(
        read.source_named(source_name),
        read.account_named(account_name),
        categories=category or [],
        approval=approval,
        delay=read.duration(delay),
    )[1]
    out.line(f"{'added' if made_now else 'changed'}: {source_name} → {account_name} ({approval})")


def _hub(row: Source) -> dict[str, Any] | None:
    """How the hub is that its feed names."""
    hub = Subscription.objects.filter(source=row).defer("secret", "token").first()
    if hub is None:
        return None
    return {
        "address": hub.hub,
        "state": hub.state,
        "lease_until": out.moment(hub.lease_until),
        "last_push_at": out.moment(hub.last_push_at),
        "problem": _error(hub.problem),
    }


def _error(error: dict[str, str] | None) -> str | None:
    return out.in_their_language(Sentence.from_json(error)) if error else None
