"""How long until a source is asked again. Pure: what is known of it → a span."""

from __future__ import annotations

from datetime import timedelta

LONGEST = timedelta(hours=1)  # nobody is made to wait longer than this by what a feed says, or because it is quiet
LONGEST_OWN = timedelta(minutes=15)  # after failures of the ministry's own
OFTEN = 20  # a source that changed an hour ago is asked every three minutes
MOST_DOUBLINGS = 20


def until_next(*, every: timedelta, own: bool, quiet: timedelta | None, pace: timedelta | None) -> timedelta:
    """After an answer. `every` is what the operator asked for, and is kept exactly for the ministry's own.

    What is collected is asked less often while it is quiet: a twentieth of the time since it last changed (`quiet`; None when that is
    not known), and never more often than it says that it changes (`pace`); either makes it an hour at most.
    """
    if own:
        return every
    longest = max(every, LONGEST)
    return max(every, min((quiet or every) / OFTEN, longest), min(pace or every, longest))


def after_failure(*, every: timedelta, own: bool, failures: int, asked: timedelta | None = None) -> timedelta:
    """After so many failures in a row, 1 or more: doubled with each, up to an hour, 15 minutes for the ministry's own.

    Never sooner than `every`, nor than the server itself has `asked` for.
    """
    doubled: timedelta = every * 2 ** min(failures, MOST_DOUBLINGS)
    return max(every, min(doubled, LONGEST_OWN if own else LONGEST), asked or timedelta(0))
