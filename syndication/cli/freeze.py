"""Commands that hold everything, or one topic, and let it go on."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils import timezone

from syndication.cli import deliveries, out
from syndication.cli.command import Commands
from syndication.cli.instance import Json
from syndication.desk import freeze as desk
from syndication.desk import people
from syndication.gate import freezes

freeze = Commands("Hold everything, or one topic: a solemn time, a crisis.")

Topic = Annotated[str, typer.Option(metavar="SLUG", help="A category or tag; everything when it is left out.")]


@freeze.command("on")
def on(
    reason: Annotated[str, typer.Option(help="Why; it is shown with what is held.")],
    topic: Topic = "",
    json: Json = False,
) -> None:
    """Hold what is planned, and what will be. What is live stays; withdrawals go on.

    Example: syndication freeze on --reason "Quốc tang"
    """
    frozen = desk.freeze(topic, reason, who=people.name_at_the_keyboard(), now=timezone.now())
    deliveries.show([row.pk for row in frozen.deliveries], json)


@freeze.command("off")
def off(
    reason: Annotated[str, typer.Option(help="Why it may go on; it is recorded.")],
    topic: Topic = "",
    json: Json = False,
) -> None:
    """End it. What it held asks for its approvals again.

    Example: syndication freeze off --reason "Hết quốc tang"
    """
    resumed = desk.resume(topic, reason, who=people.name_at_the_keyboard(), now=timezone.now())
    deliveries.show([row.pk for row in resumed.deliveries], json)


@freeze.command("list")
def standing(json: Json = False) -> None:
    """What is frozen now, and how many deliveries that holds.

    Example: syndication freeze list
    """
    held = desk.held_ones()
    rows = [
        {
            "topic": one.topic,
            "reason": one.reason,
            "began_at": out.moment(one.began_at),
            "began_by": one.began_by,
            "holds": sum(not one.topic or freezes.slug(one.topic) in freezes.topics_of(row) for row in held),
        }
        for one in freezes.standing()
    ]
    out.document(rows) if json else out.table(rows, ["topic", "reason", "began_at", "began_by", "holds"])
