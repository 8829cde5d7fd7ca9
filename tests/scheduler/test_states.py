"""The table of states is what the house says, and nothing can slip past it."""

from __future__ import annotations

import pytest

from scheduler.states import FINAL, MOVES, RELEASES, NotAllowed, State, check


def test_every_state_has_its_row() -> None:
    assert set(MOVES) == set(State)


def test_exactly_four_states_are_final() -> None:
    assert {State.REFUSED, State.EXPIRED, State.WITHDRAWN, State.RETRACTED} == FINAL


@pytest.mark.parametrize("state", [State.PROCESSING, State.LIVE, State.REVISING, State.RETRACTING, State.RETRACTED])
def test_what_a_channel_has_is_never_planned_again(state: State) -> None:
    with pytest.raises(NotAllowed):
        check(state, State.PLANNED)


def test_only_planned_leads_to_sending() -> None:
    assert [state for state in State if State.SENDING in MOVES[state]] == [State.PLANNED]


def test_unknown_is_left_only_towards_what_evidence_can_show() -> None:
    assert MOVES[State.UNKNOWN] == {State.LIVE, State.PROCESSING, State.PLANNED, State.HELD}


@pytest.mark.parametrize("held_from", list(RELEASES))
def test_a_person_can_only_release_by_moves_that_the_table_has(held_from: State) -> None:
    assert RELEASES[held_from] <= MOVES[State.HELD]
    assert State.HELD in MOVES[held_from]


def test_nothing_held_after_it_was_live_is_planned_again_by_a_person() -> None:
    for held_from in (State.PROCESSING, State.REVISING, State.RETRACTING):
        assert State.PLANNED not in RELEASES[held_from]
