"""The life of a delivery as a table: pure, and checked when this module is imported."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands."""

    PROPOSED = "proposed"  # waits for its approvals
    PLANNED = "planned"  # the only state that is ever due; a retry is "planned again, later"
    SENDING = "sending"  # leased by one worker, its attempt open
    PROCESSING = "processing"  # the channel has it and is still working on it
    UNKNOWN = "unknown"  # it left and no answer came: only evidence may move it
    HELD = "held"  # needs a person
    LIVE = "live"  # the public can see it
    REVISING = "revising"  # live, and being changed
    RETRACTING = "retracting"  # being taken away
    REFUSED = "refused"  # the channel does not accept it
    EXPIRED = "expired"  # its time passed
    WITHDRAWN = "withdrawn"  # taken back before it was ever public
    RETRACTED = "retracted"  # taken away from the public


_S = State

CALLED = {  # in Vietnamese, for sentences that people read; the English word is the state's own
    _S.PROPOSED: "chờ duyệt",
    _S.PLANNED: "đã lên lịch",
    _S.SENDING: "đang gửi",
    _S.PROCESSING: "kênh đang xử lý",
    _S.UNKNOWN: "chưa rõ",
    _S.HELD: "đang giữ",
    _S.LIVE: "đã đăng",
    _S.REVISING: "đang sửa",
    _S.RETRACTING: "đang gỡ",
    _S.REFUSED: "bị từ chối",
    _S.EXPIRED: "quá hạn",
    _S.WITHDRAWN: "đã thu hồi",
    _S.RETRACTED: "đã gỡ",
}

MOVES: dict[State, frozenset[State]] = {
    _S.PROPOSED: frozenset({_S.PLANNED, _S.WITHDRAWN, _S.EXPIRED}),
    _S.PLANNED: frozenset({_S.SENDING, _S.PROPOSED, _S.WITHDRAWN, _S.EXPIRED, _S.HELD}),
    _S.SENDING: frozenset({_S.LIVE, _S.PROCESSING, _S.PLANNED, _S.REFUSED, _S.HELD, _S.UNKNOWN}),
    _S.PROCESSING: frozenset({_S.LIVE, _S.REFUSED, _S.HELD, _S.UNKNOWN, _S.RETRACTING}),
    _S.UNKNOWN: frozenset({_S.LIVE, _S.PROCESSING, _S.PLANNED, _S.HELD}),
    _S.HELD: frozenset({_S.PROPOSED, _S.PLANNED, _S.WITHDRAWN, _S.LIVE, _S.REVISING, _S.RETRACTING, _S.RETRACTED}),
    _S.LIVE: frozenset({_S.REVISING, _S.RETRACTING}),
    _S.REVISING: frozenset({_S.LIVE, _S.HELD}),
    _S.RETRACTING: frozenset({_S.RETRACTED, _S.LIVE, _S.HELD}),
    _S.REFUSED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.RETRACTED: frozenset(),
}

FINAL = frozenset(state for state, moves in MOVES.items() if not moves)
ONCE_LIVE = frozenset({_S.LIVE, _S.REVISING, _S.RETRACTING})

# What a person may decide on a held delivery, by where it was held from.
RELEASES: dict[State, frozenset[State]] = {
    _S.PLANNED: frozenset({_S.PROPOSED, _S.PLANNED, _S.WITHDRAWN}),
    _S.SENDING: frozenset({_S.PROPOSED, _S.PLANNED, _S.WITHDRAWN}),
    _S.PROCESSING: frozenset({_S.LIVE, _S.RETRACTED, _S.RETRACTING}),
    _S.UNKNOWN: frozenset({_S.LIVE, _S.PLANNED, _S.WITHDRAWN}),
    _S.REVISING: frozenset({_S.REVISING, _S.RETRACTING, _S.LIVE, _S.RETRACTED}),
    # Not live: its item was withdrawn, and nothing withdrawn stays public by a decision on one channel.
    _S.RETRACTING: frozenset({_S.RETRACTING, _S.RETRACTED}),
}


class NotAllowed(ValueError):
    """A move that the table does not have."""


def check(before: State, after: State) -> None:
    """NotAllowed unless the table has the move."""
    if after not in MOVES[before]:
        raise NotAllowed(f"a delivery does not go from {before} to {after}")


def _validate() -> None:
    if set(MOVES) != set(State):
        raise AssertionError("every state has its row")
    if frozenset({_S.REFUSED, _S.EXPIRED, _S.WITHDRAWN, _S.RETRACTED}) != FINAL:
        raise AssertionError("exactly four states are final")
    reachable, frontier = {_S.PROPOSED, _S.PLANNED}, [_S.PROPOSED, _S.PLANNED]
    while frontier:
        for state in MOVES[frontier.pop()] - reachable:
            reachable.add(state)
            frontier.append(state)
    if reachable != set(State):
        raise AssertionError("every state can be reached")
    if _S.PLANNED in MOVES[_S.PROCESSING] | MOVES[_S.LIVE] | MOVES[_S.REVISING]:
        raise AssertionError("what a channel has is never planned again")
    for held_from, releases in RELEASES.items():
        if _S.HELD not in MOVES[held_from] or not releases <= MOVES[_S.HELD]:
            raise AssertionError(f"releases of {held_from} must be moves of held")


_validate()
