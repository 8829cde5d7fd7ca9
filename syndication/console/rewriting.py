"""The form in which staff write for one account: what it begins with, what was typed into it, and what came of that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from formatters.forms.tail import tail
from formatters.override import IN_ONE, Chosen, Override, apply, draft, outdated, rooms
from formatters.rendition import TextLimit
from formatters.sentence import Sentence
from formatters.story import Picture, Story
from formatters.text import length, nfc
from scheduler.models import Account
from syndication.console import words
from syndication.desk.override import CannotRewrite
from syndication.desk.tell import limits_of, story_for
from syndication.items.models import Item
from syndication.items.story import story_of

FIELDS = ("title", "summary", "text")
NOT_A_POINT = Sentence(
    "Điểm chính của ảnh là hai số từ 0 đến 100 (% tính từ góc trên bên trái); để trống cả hai thì tự chọn.",
    "A picture's main point is two numbers from 0 to 100 (% from the upper left corner); leave both empty to have it chosen.",
)


@dataclass(frozen=True, slots=True)
class Field:
    """One text of the form: what stands in it, what the item says itself, and how much there is room for."""

    name: str
    label: str | Promise
    value: str
    own: str
    limit: TextLimit | None
    theirs: str | None = None  # what somebody else has kept meanwhile
    outdated: bool = False

    @property
    def used(self) -> int:
        """How long it is as the platform counts; in characters where nothing limits it."""
        unit = self.limit.unit if self.limit else TextLimit(0).unit
        return length(nfc(self.value.replace("\r\n", "\n")).strip(), unit)

    @property
    def unit(self) -> str:
        """What is counted, as a word."""
        return str(words.UNITS[self.limit.unit if self.limit else TextLimit(0).unit])


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of the item: whether it is chosen, its place among those, and its main point in %, "" where none is set."""

    picture: Picture
    chosen: bool
    order: int
    across: str
    down: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Everything that the form shows."""

    fields: list[Field]
    pictures: list[Shown]
    tail: str
    most_pictures: int
    language: str
    outdated: tuple[str, ...]


def form_of(
    item: Item, account: Account, value: Override, *, theirs: Override | None = None, looked_at: int = 0
) -> Rewriting:
    """The form with `value` in it, over what the item says now. `looked_at` is the revision that its writer has seen.

    CannotTell where the account does not tell this item.
    """
    channel, limits = account.manifest, limits_of(account)
    story = story_for(item, item.revision, account)
    own = draft(channel.form, story, limits)
    stale = _outdated(item, value, story, looked_at)
    room = rooms(channel.form, apply(story, value, channel.form), limits)
    fields = [
        Field(
            name=name,
            label=words.WRITTEN[name],
            value=str(getattr(value, name) if getattr(value, name) is not None else getattr(own, name)),
            own=str(getattr(own, name)),
            limit=room[name],
            theirs=getattr(theirs, name) if theirs else None,
            outdated=name in stale,
        )
        for name in FIELDS
        if name != "summary" or channel.form not in IN_ONE
    ]
    return Rewriting(
        fields=fields,
        pictures=_pictures(story, value),
        tail=tail(story, limits),
        most_pictures=max(limits.max_gallery, 1 if limits.cover else 0),
        language=item.language,
        outdated=stale,
    )


def typed(posted: Mapping[str, str], known: list[str], *, strict: bool = True) -> Override:
    """What was typed. CannotRewrite for a main point that is none (not `strict`: it is left out); the rest is the desk's to judge."""
    chosen: list[tuple[int, int, Chosen]] = []
    for place, sha256 in enumerate(known):
        if posted.get(f"show-{sha256}") == "yes":
            order = posted.get(f"order-{sha256}", "").strip()
            at = int(order) if re.fullmatch(r"[0-9]{1,4}", order) else len(known) + 1
            chosen.append((at, place, Chosen(sha256, _point(posted, sha256, strict))))
    told = {name: posted[name] for name in FIELDS if name in posted}
    return Override(**told, pictures=tuple(one for _at, _place, one in sorted(chosen, key=lambda row: row[:2])))


def known_pictures(item: Item) -> list[str]:
    """The pictures of the newest revision that are kept, in their order, each once."""
    return list(dict.fromkeys(picture.sha256 for picture in story_of(item, item.revision).pictures))


def _point(posted: Mapping[str, str], sha256: str, strict: bool) -> tuple[float, float] | None:
    across, down = (posted.get(f"{axis}-{sha256}", "").strip().replace(",", ".") for axis in ("x", "y"))
    if not across and not down:
        return None
    if not all(re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", share) and float(share) <= 100 for share in (across, down)):
        if strict:
            raise CannotRewrite(NOT_A_POINT)
        return None
    return float(across) / 100, float(down) / 100


def _outdated(item: Item, value: Override, now: Story, looked_at: int) -> tuple[str, ...]:
    before = item.revisions.filter(number=looked_at).first()
    if before is None or before.number == item.latest:
        return ()
    return outdated(value, story_of(item, before), now)


def _pictures(story: Story, value: Override) -> list[Shown]:
    """Those that are chosen, in their order, then the others."""
    by_digest = {picture.sha256: picture for picture in story.pictures}
    chosen = list(by_digest) if value.pictures is None else [one.sha256 for one in value.pictures]
    points = {one.sha256: one.focus for one in value.pictures or ()}
    order = [sha256 for sha256 in chosen if sha256 in by_digest]
    shown = []
    for place, sha256 in enumerate([*order, *(other for other in by_digest if other not in order)], 1):
        picture = by_digest[sha256]
        focus = points.get(sha256) or picture.focus
        across, down = (f"{share * 100:g}" for share in focus) if focus else ("", "")
        shown.append(Shown(picture, sha256 in order, place, across, down))
    return shown
