"""Commands about items and their deliveries."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from formatters.sentence import Sentence
from scheduler import rounds
from scheduler.models import Delivery
from scheduler.states import State
from syndication.cli import out, read
from syndication.cli.command import Commands
from syndication.cli.instance import Json
from syndication.desk import approve as desk_approve
from syndication.desk import people
from syndication.desk import plan as desk_plan
from syndication.desk import resolve as desk_resolve
from syndication.desk import withdraw as desk_withdraw
from syndication.gate.models import Verdict
from syndication.items.models import Item

LONGEST_CODE = 40  # characters

item = Commands("Items.")
As = Annotated[str, typer.Option("--as", help="The user in whose name; by default the person at the keyboard.")]


@item.command("list")
def item_list(json: Json = False) -> None:
    """Every item, newest first.

    Example: syndication item list --json
    """
    rows = [_item(row) for row in Item.objects.order_by("-pk")]
    if json:
        out.document(rows)
    else:
        out.table(rows, ["id", "state", "revision", "language", "title", "url"])


@item.command("show")
def item_show(
    word: Annotated[str, typer.Argument(metavar="ID", help="Its id, guid or address.")], json: Json = False
) -> None:
    """One item: its revisions, findings and deliveries.

    Example: syndication item show 12
    """
    row = read.item_named(word)
    verdicts = {verdict.revision: verdict for verdict in Verdict.objects.filter(item=row.pk)}
    shown = {
        **_item(row),
        "untold": row.untold,
        "revisions": [
            {
                "number": revision.number,
                "title": revision.title,
                "modified": out.moment(revision.modified),
                "passed": verdicts[revision.number].passed if revision.number in verdicts else None,
                "findings": verdicts[revision.number].findings if revision.number in verdicts else [],
            }
            for revision in row.revisions.all()
        ],
        "deliveries": [_delivery(delivery) for delivery in _deliveries().filter(item=row.pk)],
    }
    if json:
        out.document(shown)
        return
    for name in ("id", "title", "state", "language", "category", "guid", "url"):
        out.line(f"{name:10} {shown[name]}")
    for missing in row.untold:
        out.line(f"not told on {missing['account']}: {missing['en']}")
    out.table(shown["deliveries"], ["id", "account", "state", "revision", "url"])


def _item(row: Item) -> dict[str, Any]:
    return {
        "id": row.pk,
        "guid": row.guid,
        "source": row.source,
        "title": row.revision.title,
        "language": row.language,
        "category": row.category,
        "revision": row.latest,
        "state": row.state,
        "url": row.link,
    }


def plan(
    word: Annotated[str, typer.Argument(metavar="ITEM", help="Its id, guid or address.")],
    account: Annotated[str, typer.Option(help="The account's name.")],
    at: Annotated[str, typer.Option(help="ISO 8601; now by default.")] = "",
    json: Json = False,
) -> None:
    """Schedule one delivery; it waits for one approval.

    Example: syndication plan 12 --account facebook-bnv --at 2026-11-25T09:30
    """
    now = timezone.now()
    delivery, made = desk_plan.plan(
        read.item_named(word),
        read.account_named(account),
        at=read.instant(at) if at else now,
        approvals_needed=1,
        who=people.name_at_the_keyboard(),
        why="planned",
        now=now,
    )
    if not made:
        raise out.Mistake(f"this item is on {account} already: delivery {delivery.pk} is {delivery.state}")
    _show([delivery.pk], json)


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
    with transaction.atomic():  # all of them or none: a mistake in the last one must not leave the others approved
        person = read.user_named(name) if name else people.at_the_keyboard()
        rows = desk_approve.awaiting() if everything else list(named.values())
        for row in rows:
            try:
                desk_approve.approve(row, person, now=timezone.now())
            except desk_approve.CannotApprove as error:
                raise out.Mistake(
                    Sentence(
                        f"Bản gửi {row.pk}: {error.say.vi} Chưa duyệt bản nào.",
                        f"Delivery {row.pk}: {error.say.en} Nothing was approved.",
                    )
                ) from error
    _show([row.pk for row in rows], json)


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
    _show([row.pk], json)


def withdraw(
    word: Annotated[str, typer.Argument(metavar="ITEM", help="Its id, guid or address.")],
    reason: Annotated[str, typer.Option(help="The code of the reason, for instance R1d.")],
    note: Annotated[str, typer.Option(help="What readers and the record are told.")] = "",
    json: Json = False,
) -> None:
    """Take an item back from every channel.

    Example: syndication withdraw 12 --reason R1d --note "sai sự thật"
    """
    row = read.item_named(word)
    if len(reason) > LONGEST_CODE:
        raise out.Mistake(f"the code of a reason has at most {LONGEST_CODE} characters; say the rest with --note")
    who = people.name_at_the_keyboard()
    rows = desk_withdraw.withdraw(row, reason=reason, note=note, who=who, now=timezone.now())
    _show([delivery.pk for delivery in rows], json)


def deliveries(
    state: Annotated[str, typer.Option(help="Only those in this state.")] = "",
    json: Json = False,
) -> None:
    """Every delivery and where it stands.

    Example: syndication deliveries --state held --json
    """
    if state and state not in set(State):
        raise out.Mistake(f"there is no state {state!r}; there are {', '.join(State)}")
    rows = _deliveries().filter(state=state) if state else _deliveries()
    _print(rows, json)


def run(
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False, json: Json = False
) -> None:
    """Dispatch and settle everything due, in the foreground, without a worker.

    Example: syndication run --once --json
    """
    _once(once, "run")
    counts = dict(rounds.run_once())
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


def _deliveries() -> Any:
    return Delivery.objects.select_related("account").annotate(tries_made=Count("attempts")).order_by("pk")


def _show(ids: list[int], json: bool) -> None:
    _print(_deliveries().filter(pk__in=ids), json)


def _print(rows: Any, json: bool) -> None:
    shown = [_delivery(row) for row in rows]
    if json:
        out.document(shown)
    else:
        out.table(shown, ["id", "item", "account", "channel", "state", "attempts", "due_at", "url", "reason"])


def _delivery(row: Any) -> dict[str, Any]:
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
        "settled_at": out.moment(row.settled_at),
        "attempts": row.tries_made,
        "held_from": row.held_from,
        "reason_code": row.reason_code,
        "reason": out.in_their_language(row.why) if row.reason else "",
        "todo": out.in_their_language(row.left_to_do) if row.todo else "",
        "awaits_approval": not row.ready and row.coming_digest != row.shown_digest,
        "withdraw": row.withdraw,
    }
