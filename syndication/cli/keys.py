"""Commands about the instance's secret keys."""

from __future__ import annotations

from typing import Annotated

import typer

from syndication.cli import out
from syndication.cli.command import Commands
from syndication.cli.instance import Json
from syndication.desk import rekey
from syndication.home.keys import new_key

key = Commands("The secret keys that credentials are encrypted with.")


@key.command("rotate")
def rotate(
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Let go of the older keys once nothing is encrypted with them.")
    ] = False,
    json: Json = False,
) -> None:
    """Make a new key and encrypt everything with it, while everything runs; older keys stay unless they are dropped.

    Dropping older keys signs everybody out who signed in with them; addresses of pictures that were given out stay good.

    Example: syndication key rotate
    """
    done = rekey.rotate(drop_old=drop_old)
    say = out.in_their_language(done.say) if done.say else ""
    counts = done.resealed
    if json:
        out.document(
            {
                "made": done.made,
                "accounts": counts.accounts,
                "memos": counts.memos,
                "consents": counts.consents,
                "subscriptions": counts.others,
                "left": counts.left,
                "keys": done.keys,
                "dropped": done.dropped,
                "say": say,
            }
        )
    else:
        if done.made:
            out.line(f"made: a new key, the first of {done.keys + done.dropped}")
        out.line(
            f"encrypted anew: {counts.accounts} accounts, {counts.memos} memos of deliveries, "
            f"{counts.consents} consents under way, {counts.others} subscriptions at hubs"
        )
        if done.dropped:
            out.line(f"dropped: {done.dropped} older keys")
        if counts.left:
            out.line(f"not encrypted anew, because no key opens them: {', '.join(counts.left)}")
        if say:
            out.line(say)
    raise typer.Exit(1 if counts.left else 0)


@key.command("new")
def new() -> None:
    """Print a new key, for SYNDICATION_SECRET_KEYS; nothing is changed.

    Example: syndication key new
    """
    out.line(new_key())
