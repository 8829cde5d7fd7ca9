"""Films are made ready one at a time, by whichever worker is free; who waited for one is planned when it is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from formatters.films.words import CUT_OFF, NOT_MADE, TOO_HARD, UnusableFilm
from formatters.sentence import Sentence
from formatters.story import FilmFacts
from scheduler import blobs
from scheduler.lease import Heartbeat
from scheduler.ledger import LEASE
from syndication.desk.films import apart
from syndication.desk.films.look import keep_copy
from syndication.desk.plan import plan_routes
from syndication.items.models import FilmCopy, Item, Media

log = logging.getLogger(__name__)

MOST_TRIES = 3  # a film at which three workers ended is not tried by a fourth
LEAST_SECONDS, MOST_SECONDS = 600.0, 6 * 3600.0  # that the making may take
TIMES_ITS_LENGTH = 8.0  # on a slow machine, between these two
MISSING = 0.05  # the share of the film's length that its copy may lack: what could not be decoded


class _Turn:
    """The turn to make one copy: a lease on its row, known by the end it was given."""

    def __init__(self, copy: FilmCopy) -> None:
        self._id = copy.pk
        self._until = copy.leased_until

    def renew(self, now: datetime) -> bool:
        """Take it, or keep it; False when somebody else has it."""
        until = now + LEASE
        kept = self._mine().update(leased_until=until)
        self._until = until
        return bool(kept)

    def end(self, **found: object) -> bool:
        """Write what came of it; False, and nothing is written, when the turn was lost meanwhile."""
        return bool(self._mine().update(leased_until=None, **found))

    def _mine(self) -> QuerySet[FilmCopy]:
        return FilmCopy.objects.filter(pk=self._id, leased_until=self._until, state=FilmCopy.State.WANTED)


def next_wanted(now: datetime) -> FilmCopy | None:
    """The copy that is to be made next; None when there is none, or one is being made."""
    wanted = FilmCopy.objects.filter(state=FilmCopy.State.WANTED)
    if wanted.filter(leased_until__gt=now).exists():
        return None
    return wanted.order_by("tries", "wanted_at", "pk").first()


def make_next(*, clock: Callable[[], datetime]) -> FilmCopy | None:
    """Make the copy that was wanted first, unless one is being made already; then plan the items that waited for it.

    The copy as it is then; None when there was nothing to do, or nothing came of it yet. `clock` tells the time, for it may take
    hours.
    """
    now = clock()
    copy = next_wanted(now)
    if copy is None:
        return None
    turn = _Turn(copy)
    if not turn.renew(now):
        return None
    blobs.sweep(now)  # what killed makers leave behind is as large as films are
    FilmCopy.objects.filter(pk=copy.pk).update(tries=copy.tries + 1)
    if not _take(copy, turn):
        return None
    for item in Item.objects.filter(awaits_film=copy.source, routed=False).order_by("pk"):
        try:
            plan_routes(item, now=clock())
        except Exception:  # the sweep meets it again
            log.exception("item %s could not be planned after its film was made ready", item.pk)
    return FilmCopy.objects.get(pk=copy.pk)


def _take(copy: FilmCopy, turn: _Turn) -> bool:
    """Make it; whether something came of it that is written down."""
    if copy.tries >= MOST_TRIES:
        return turn.end(state=FilmCopy.State.FAILED, why=NOT_MADE.to_json())
    with Heartbeat(turn.renew) as beat:
        try:
            sha256 = _make(copy, beat)
        except UnusableFilm as error:
            if error.why == TOO_HARD and copy.tries + 1 < MOST_TRIES:
                return False  # it may have been the machine: once more, when the lease is over
            found = {"state": FilmCopy.State.FAILED, "why": _because(error.why).to_json()}
        except (apart.Interrupted, OSError) as error:
            # The machine's trouble (a full disk, a lost database) is none of the film's: it does not count as a try.
            log.warning("the copy of the film %s was not made: %s", copy.source, error)
            FilmCopy.objects.filter(pk=copy.pk).update(tries=copy.tries)
            return False
        else:
            found = {"state": FilmCopy.State.MADE, "made": sha256}
    return turn.end(**found)


def _make(copy: FilmCopy, beat: Heartbeat) -> str:
    media = Media.objects.get(pk=copy.source)
    facts = FilmFacts.from_json(media.facts["film"])
    seconds = min(max(LEAST_SECONDS, facts.seconds * TIMES_ITS_LENGTH), MOST_SECONDS)
    with blobs.spool() as file:
        asked = {
            "place": str(blobs.place(copy.source)),
            "facts": facts.to_json(),
            "recipe": copy.recipe,
            "target": file.name,
        }
        apart.ask("make", asked, seconds=seconds, may_go_on=beat.alive)
        made = keep_copy(file, "video/mp4")
    kept = Media.objects.get(pk=made).facts["film"]["seconds"]
    if facts.seconds - kept > max(1.0, facts.seconds * MISSING):
        raise UnusableFilm(CUT_OFF)
    return made


def _because(why: Sentence) -> Sentence:
    return Sentence(f"{NOT_MADE.vi} ({why.vi})", f"{NOT_MADE.en} ({why.en})") if why != NOT_MADE else why
