"""Commands about items."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from django.utils import timezone

from formatters.films.names import described
from scheduler import clock
from syndication.cli import deliveries, out, read
from syndication.cli.command import Commands
from syndication.cli.instance import Json
from syndication.desk import behind as desk_behind
from syndication.desk import correct as desk_correct
from syndication.desk import label as desk_label
from syndication.desk import pair as desk_pair
from syndication.desk import people
from syndication.desk import plan as desk_plan
from syndication.desk import withdraw as desk_withdraw
from syndication.desk.film_again import film_again
from syndication.desk.preflight import preflight
from syndication.gate.models import Verdict
from syndication.items.behind import Behind, behind
from syndication.items.models import Item
from syndication.items.story import story_of

LONGEST_CODE = 40  # characters

item = Commands("Items.")


@item.command("list")
def item_list(json: Json = False) -> None:
    """Every item, newest first.

    Example: syndication item list --json
    """
    items = list(Item.objects.order_by("-pk"))
    late = behind([row.pk for row in items if row.twin_id])
    rows = [_item(row, late.get(row.pk)) for row in items]
    if json:
        out.document(rows)
    else:
        shown = [{**row, "state": f"{row['state']}, behind" if row["behind"] else row["state"]} for row in rows]
        out.table(shown, ["id", "state", "revision", "language", "title", "url"])


@item.command("show")
def item_show(
    word: Annotated[str, typer.Argument(metavar="ID", help="Its id, guid or address.")], json: Json = False
) -> None:
    """One item: its revisions, findings and deliveries.

    Example: syndication item show 12
    """
    row = read.item_named(word)
    verdicts = {verdict.revision: verdict for verdict in Verdict.objects.filter(item=row.pk)}
    film = story_of(row, row.revision).film if row.latest else None
    shown = {
        **_item(row, late := behind([row.pk]).get(row.pk)),
        "film": film.facts.to_json() if film and film.facts else None,
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
        "deliveries": deliveries.as_documents(deliveries.rows().filter(item=row.pk)),
    }
    if json:
        out.document(shown)
        return
    for name in ("id", "title", "state", "language", "category", "guid", "url"):
        out.line(f"{name:10} {shown[name]}")
    if film and film.facts:
        out.line(f"{'film':10} {described(film.facts)}")
    if late is not None:
        out.line(f"behind its original, item {late.original}, which was updated {out.moment(late.since)}")
    for missing in row.untold:
        out.line(f"not told on {missing['account']}: {missing['en']}")
    for revision in shown["revisions"]:
        out.line(f"revision {revision['number']}: {revision['title']} ({revision['modified']})")
        for finding in revision["findings"]:
            out.line(f"  {finding['article']} {finding['en']}".rstrip())
    out.table(shown["deliveries"], ["id", "account", "state", "revision", "url"])


@item.command("film")
def item_film(word: Annotated[str, typer.Argument(metavar="ID", help="Its id, guid or address.")]) -> None:
    """Try once more to make an item's film into what a channel takes, where that failed.

    Example: syndication item film 12
    """
    out.line(f"to be made ready again: {film_again(read.item_named(word))}")


@item.command("label")
def item_label(
    word: Annotated[str, typer.Argument(metavar="ID", help="Its id, guid or address.")],
    ai: Annotated[str, typer.Option(help="none, assisted (edited with AI) or generated (made by AI).")],
) -> None:
    """Say whether AI made or edited an item's material; it is told with it on every channel.

    Example: syndication item label 12 --ai assisted
    """
    row = read.item_named(word)
    made = desk_label.label(row, ai, who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"item {row.pk}, revision {made.number}: {made.synthetic}")


@item.command("pair")
def item_pair(
    word: Annotated[str, typer.Argument(metavar="ID", help="Its id, guid or address.")],
    twin: Annotated[str, typer.Argument(metavar="TWIN", help="The same thing in another language.")],
) -> None:
    """Pair an item with its twin in another language; a video then carries both languages.

    Example: syndication item pair 12 15
    """
    first, second = read.item_named(word), read.item_named(twin)
    desk_pair.pair(first, second, who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"paired: {first.pk} ({first.language}) and {second.pk} ({second.language})")


@item.command("part")
def item_part(word: Annotated[str, typer.Argument(metavar="ID", help="Its id, guid or address.")]) -> None:
    """Part an item from its twin.

    Example: syndication item part 12
    """
    row = read.item_named(word)
    desk_pair.part(row, who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"parted: {row.pk}")


@item.command("still-right")
def item_still_right(word: Annotated[str, typer.Argument(metavar="ID", help="Its id, guid or address.")]) -> None:
    """Say that a translation is still right although its Vietnamese original was updated.

    Example: syndication item still-right 15
    """
    row = read.item_named(word)
    found = desk_behind.still_right(row, who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"still right: {row.pk}, with revision {found.revision} of item {found.original}")


def _item(row: Item, late: Behind | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "guid": row.guid,
        "source": row.source,
        "title": row.revision.title,
        "language": row.language,
        "category": row.category,
        "unit": row.unit,
        "revision": row.latest,
        "state": row.state,
        "synthetic": row.revision.synthetic,
        "twin": row.twin_id,
        "behind": {"original": late.original, "revision": late.revision, "since": out.moment(late.since)}
        if late
        else None,
        "url": row.link,
    }


def plan(
    word: Annotated[str, typer.Argument(metavar="ITEM", help="Its id, guid or address.")],
    account: Annotated[str, typer.Option(help="The account's name.")],
    at: Annotated[str, typer.Option(help="ISO 8601; without a zone it is Hà Nội's; now by default.")] = "",
    urgent: Annotated[
        bool, typer.Option("--urgent", help="Ask neither for posting slots nor for quiet hours.")
    ] = False,
    json: Json = False,
) -> None:
    """Schedule one delivery; it waits for one approval. What would keep it from going is said at once.

    Approved after its time, it takes the account's next free slot; in quiet hours it waits for their end, unless it is urgent.

    Example: syndication plan 12 --account facebook-bnv --at 2026-11-25T09:30
    """
    now = timezone.now()
    delivery, made = desk_plan.plan_by_hand(
        read.item_named(word),
        read.account_named(account),
        at=read.instant(at) if at else now,
        approvals_needed=1,
        who=people.name_at_the_keyboard(),
        now=now,
        urgent=urgent,
    )
    if not made:
        raise out.Mistake(f"this item is on {account} already: delivery {delivery.pk} is {delivery.state}")
    preflight(delivery, now=now)
    deliveries.show([delivery.pk], json)
    quiet = clock.quiet_at(delivery.account, delivery.due_at or now)
    if quiet is not None and not urgent and not json:
        out.line(out.in_their_language(quiet))


def correct(
    word: Annotated[str, typer.Argument(metavar="ITEM", help="Its id, guid or address.")],
    note: Annotated[str, typer.Option(help="What is corrected, as readers will see it.")],
    json: Json = False,
) -> None:
    """Correct an item (đính chính): the text of the correction goes to every channel where it is live.

    Example: syndication correct 12 --note "Hội nghị diễn ra ngày 22/11, không phải 23/11."
    """
    row, who = read.item_named(word), people.name_at_the_keyboard()
    rows = desk_correct.correct(row, note, who=who, now=timezone.now())
    deliveries.show([delivery.pk for delivery in rows], json)


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
    deliveries.show([delivery.pk for delivery in rows], json)
