"""What staff write of an item for one account: shown, written, dropped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from formatters.override import Chosen, Override, draft
from formatters.rendition import CannotTell
from scheduler.models import Account
from syndication.cli import out, read
from syndication.cli.instance import Json
from syndication.cli.out import Mistake
from syndication.desk import override as desk_override
from syndication.desk import people
from syndication.desk.tell import limits_of, story_for
from syndication.items.models import Item
from syndication.items.overrides import newest, standing

NONE = "none"
MOST_BYTES = 1024 * 1024  # of a file with words


def override(
    word: Annotated[str, typer.Argument(metavar="ID", help="Its id, guid or address.")],
    account: Annotated[str, typer.Option(help="The account's name.")],
    title: Annotated[str, typer.Option(help="The title there.")] = "",
    summary: Annotated[str, typer.Option(help="The summary there, where the channel has one; @file reads it.")] = "",
    text: Annotated[
        str, typer.Option(help="The text there, plain, a blank line between paragraphs; @file reads it.")
    ] = "",
    pictures: Annotated[
        str, typer.Option(help="Which pictures, in order, by their numbers: 3,1. “none” shows none.")
    ] = "",
    focus: Annotated[
        list[str] | None,
        typer.Option(help="The point of a picture that stays in sight, as shares from the upper left: 1=0.5,0.25."),
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Show the item as it is again.")] = False,
    json: Json = False,
) -> None:
    """Rewrite what one account shows of an item; without anything to write, show what was written and the pictures' numbers.

    What is planned or live there follows and asks for its approvals anew. The attribution is added by itself and stays.

    Example: syndication item override 12 --account facebook-bnv --title "Lịch nghỉ Tết" --text @tet.txt --pictures 2,1 --focus 2=0.5,0.3
    """
    row, where = read.item_named(word), read.account_named(account)
    given = {"title": title, "summary": summary, "text": text, "pictures": pictures}
    written = bool(any(given.values()) or focus)
    if drop and written:
        raise Mistake("either write something or --drop it")
    who, now = people.name_at_the_keyboard(), timezone.now()
    if drop:
        desk_override.drop(row, where, who=who, now=now)
    elif written:
        _look_first(row, where, given)
        last = newest(row, where)
        before = last.override if last else Override()
        wanted = Override(
            title=title or before.title,
            summary=_words(summary) or before.summary,
            text=_words(text) or before.text,
            pictures=_pictures(row, pictures, focus or [], before),
        )
        seen = last.number if last else 0
        desk_override.rewrite(row, where, wanted, revision=row.latest, seen=seen, who=who, now=now)
    _show(row, where, json)


def _look_first(row: Item, where: Account, given: dict[str, str]) -> None:
    """Mistake when something would be kept unseen that the item has changed since."""
    stands = standing(row, row.revision, where)
    unseen = [part for part in (stands.outdated if stands else ()) if not given[part]]
    if unseen:
        named = ", ".join(f"--{part}" for part in unseen)
        raise Mistake(f"the item has changed since this was written; give {named} again too, or --drop it first")


def _words(given: str) -> str:
    """The words themselves, or those in the file that @ names."""
    if not given.startswith("@"):
        return given
    try:
        with Path(given[1:]).open(encoding="utf-8") as file:
            words = file.read(MOST_BYTES + 1)
    except UnicodeDecodeError:
        raise Mistake(f"{given[1:]} is not UTF-8 text") from None
    if not words.strip() or len(words) > MOST_BYTES:
        raise Mistake(f"{given[1:]} is empty, or too large to be a text")
    return words


def _pictures(row: Item, given: str, focus: list[str], before: Override) -> tuple[Chosen, ...] | None:
    """The pictures with these numbers in this order, or those chosen before; each with the focus that is given or was."""
    if not given and not focus:
        return before.pictures
    known = _known(row)
    points = {known[_number(name, known)]: _point(value) for name, value in read.pairs(focus).items()}
    kept = {one.sha256: one.focus for one in before.pictures or ()}
    if given:
        chosen = [] if given.strip() == NONE else [known[_number(name, known)] for name in given.split(",")]
    else:
        chosen = [one.sha256 for one in before.pictures] if before.pictures is not None else known
    for sha256 in points:
        if sha256 not in chosen:
            raise Mistake(f"picture {known.index(sha256) + 1} has a focus and is not among the pictures")
    return tuple(Chosen(sha256, points.get(sha256, kept.get(sha256))) for sha256 in chosen)


def _known(row: Item) -> list[str]:
    return [one["sha256"] for one in row.revision.media if one["role"] == "picture" and one["sha256"]]


def _number(word: str, known: list[str]) -> int:
    """The place of the picture with this number."""
    word = word.strip()
    if not re.fullmatch(r"[0-9]{1,4}", word) or not 1 <= int(word) <= len(known):
        there = f"they are numbered 1 to {len(known)}" if known else "the item has no pictures"
        raise Mistake(f"there is no picture {word!r}; {there}")
    return int(word) - 1


def _point(text: str) -> tuple[float, float]:
    found = re.fullmatch(r"\s*(0|1|[01]?\.[0-9]{1,6})\s*,\s*(0|1|[01]?\.[0-9]{1,6})\s*", text)
    point = (float(found[1]), float(found[2])) if found else (2.0, 2.0)
    if max(point) > 1:
        raise Mistake(f"{text!r} is no point of a picture; write two shares from 0 to 1: 0.5,0.25")
    return point


def _show(row: Item, where: Account, json: bool) -> None:
    revision = row.revision
    stands = standing(row, revision, where)
    form, limits = where.manifest.form, limits_of(where)
    try:
        own = draft(form, story_for(row, revision, where), limits)
    except CannotTell as error:
        raise Mistake(error.why) from error
    version = stands.version if stands else None
    shown: dict[str, Any] = {
        "item": row.pk,
        "account": where.name,
        "revision": revision.number,
        "override": version.told if version else {},
        "number": version.number if version else 0,
        "written_for": version.revision if version else None,
        "who": version.who if version else "",
        "at": version.at if version else None,
        "outdated": list(stands.outdated) if stands else [],
        "own": own.to_json(),
        "pictures": [
            {"number": index, "sha256": one["sha256"], "url": one["url"], "alt": one["alt"]}
            for index, one in enumerate((one for one in revision.media if one["sha256"] in _known(row)), 1)
        ],
    }
    if json:
        out.document(shown)
        return
    if version is None:
        out.line(f"nothing is written for {where.name}; it shows item {row.pk} as it is")
    else:
        out.line(
            f"version {version.number}, by {version.who}, {out.moment(version.at)}, for revision {version.revision}"
        )
        for part in version.override.parts:
            out.line(f"{part}: {_line(version.override, part)}")
        if stands and stands.outdated:
            out.line(
                f"not told: the item has changed its {', '.join(stands.outdated)}; look at it and write it again, or --drop it"
            )
    out.table(shown["pictures"], ["number", "alt", "url"])


def _line(told: Override, part: str) -> str:
    if part != "pictures":
        return str(getattr(told, part))
    return ", ".join(one.sha256[:10] + (f" at {one.focus}" if one.focus else "") for one in told.pictures or ()) or NONE
