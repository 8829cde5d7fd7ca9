"""Commands about deliveries: what becomes of an item on each account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from formatters.sentence import Sentence
from scheduler import broadcast as scheduler_broadcast
from scheduler import rounds
from scheduler.models import Delivery
from scheduler.states import State
from scheduler.waits import Wait, waits
from syndication.cli import out, read
from syndication.cli.instance import Json
from syndication.desk import approve as desk_approve
from syndication.desk import people
from syndication.desk import resolve as desk_resolve
from syndication.desk.make_ready import make_next

As = Annotated[str, typer.Option("--as", help="The user in whose name; by default the person at the keyboard.")]


def deliveries(
    state: Annotated[str, typer.Option(help="Only those in this state.")] = "",
    json: Json = False,
) -> None:
    """Every delivery and where it stands.

    Example: syndication deliveries --state held --json
    """
    if state and state not in set(State):
        raise out.Mistake(f"there is no state {state!r}; there are {', '.join(State)}")
    _print(rows().filter(state=state) if state else rows(), json)


def approve(
    words: Annotated[list[str] | None, typer.Argument(metavar="DELIVERY…", help="Ids of deliveries.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that waits for an approval.")] = False,
    name: As = "",
    json: Json = False,
) -> None:
    """Approve what waits for it: `proposed` becomes `planned` once its approvals are complete. All that is named, or none.

    Example: syndication approve 3 4 --as lan
    """
    if bool(words) == everything:
        raise out.Mistake("name the deliveries to approve, or --all")
    named = {row.pk: row for row in map(read.delivery_named, words or [])}
    with (
        transaction.atomic()
    ):  # all that was named or none: a mistake in the last one must not leave the others approved
        person = read.user_named(name) if name else people.at_the_keyboard()
        chosen = desk_approve.awaiting() if everything else list(named.values())
        for row in chosen:
            try:
                desk_approve.approve(row, person, now=timezone.now())
            except desk_approve.AlreadyApproved:
                if not everything:
                    raise
            except desk_approve.CannotApprove as error:
                raise out.Mistake(
                    Sentence(
                        f"Bản gửi {row.pk}: {error.say.vi} Chưa duyệt bản nào.",
                        f"Delivery {row.pk}: {error.say.en} Nothing was approved.",
                    )
                ) from error
    show([row.pk for row in chosen], json)


def resolve(
    word: Annotated[str, typer.Argument(metavar="DELIVERY", help="The id of a held delivery.")],
    after: Annotated[str, typer.Option("--as", help="planned, live, withdrawn, retracted, revising or retracting.")],
    reason: Annotated[str, typer.Option(help="Why; it is recorded.")],
    json: Json = False,
) -> None:
    """Decide on a held delivery, within what its state allows.

    Example: syndication resolve 7 --as live --reason "seen on the page"
    """
    row = read.delivery_named(word)
    who = people.name_at_the_keyboard()
    desk_resolve.resolve(row, after, reason=reason, who=who, now=timezone.now())
    show([row.pk], json)


def broadcast(
    word: Annotated[str, typer.Argument(metavar="DELIVERY", help="The id of a live delivery.")],
    again: Annotated[bool, typer.Option("--again", help="Also when it has been pushed before.")] = False,
) -> None:
    """Push what is live to the channel's followers (Zalo). It cannot be taken back, so it is done only when asked for.

    Example: syndication broadcast 7
    """
    row = read.delivery_named(word)
    scheduler_broadcast.broadcast(row.pk, who=people.name_at_the_keyboard(), again=again)
    out.line(f"pushed: delivery {row.pk} on {row.account.name}")


def run(
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False, json: Json = False
) -> None:
    """Make films ready that channels wait for, dispatch and settle everything due, in the foreground, without a worker.

    Example: syndication run --once --json
    """
    _once(once, "run")
    films = sum(1 for _ in iter(lambda: make_next(clock=timezone.now), None))
    counts = dict(rounds.run_once()) | ({"films": films} if films else {})
    out.document(counts) if json else out.table([counts], sorted(counts)) if counts else out.line("nothing was due")


def reconcile(
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False, json: Json = False
) -> None:
    """Settle everything unknown, processing or stalled, in the foreground.

    Example: syndication reconcile --once --json
    """
    _once(once, "reconcile")
    counts = dict(rounds.reconcile_once())
    out.document(counts) if json else out.table([counts], sorted(counts)) if counts else out.line("nothing was open")


def _once(once: bool, name: str) -> None:
    if not once:
        raise out.Mistake(f"write: syndication {name} --once; to go on and on there is: syndication up")


def rows() -> Any:
    """Every delivery with its account and the count of its attempts."""
    return Delivery.objects.select_related("account").annotate(tries_made=Count("attempts")).order_by("pk")


def show(ids: list[int], json: bool) -> None:
    """Print these deliveries as they are now."""
    _print(rows().filter(pk__in=ids), json)


def _print(found: Any, json: bool) -> None:
    shown = as_documents(found)
    if json:
        out.document(shown)
    else:
        out.table(shown, ["id", "item", "account", "channel", "state", "attempts", "due_at", "url", "reason"])
        for row in shown:
            if row["awaits_approval"] and row["state"] == "live":
                out.line(f"delivery {row['id']}: the change waits for approval")
            if row["waits_for"]:
                out.line(f"delivery {row['id']}: {row['waits_for']} ({row['expected_at'] or '—'})")
            for finding in row["preflight"] if row["state"] in ("proposed", "planned") else ():
                out.line(f"delivery {row['id']}: {finding}")


def as_documents(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Deliveries as scripts read them, each with what it waits for; they come from `rows`."""
    listed = list(found)
    waiting = waits(listed, timezone.now())
    return [_as_json(row, waiting.get(row.pk)) for row in listed]


def _as_json(row: Any, wait: Wait | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "item": row.item,
        "guid": row.guid,
        "title": row.title,
        "revision": row.shown_revision or row.coming_revision,
        "coming_revision": row.coming_revision,
        "account": row.account.name,
        "channel": row.account.channel,
        "state": row.state,
        "remote_id": row.remote_id,
        "url": row.url,
        "due_at": out.moment(row.due_at),
        "urgent": row.urgent,
        "settled_at": out.moment(row.settled_at),
        "attempts": row.tries_made,
        "held_from": row.held_from,
        "reason_code": row.reason_code,
        "reason": out.in_their_language(row.why) if row.reason else "",
        "waits_for": out.in_their_language(wait.why) if wait else "",
        "expected_at": out.moment(wait.at) if wait else None,
        "todo": out.in_their_language(row.left_to_do) if row.todo else "",
        "preflight": [out.in_their_language(finding) for finding in row.foreseen],
        "awaits_approval": not row.ready and row.coming_digest != row.shown_digest,
        "withdraw": row.withdraw,
    }
