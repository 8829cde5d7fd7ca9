"""The two ways up: the scheduler asks whether something may still go, and tells that something moved.

`clearance()` is the function that settings.SCHEDULER_CLEARANCE names. `moved` is a Django signal sent inside the
transaction of every move, with `delivery` and `event`; what is not part of the move belongs into `transaction.on_commit`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.dispatch import Signal
from django.utils.module_loading import import_string

from formatters.sentence import Sentence

if TYPE_CHECKING:
    from scheduler.models import Delivery


class May(StrEnum):
    """What clearance says of a delivery that is about to leave."""

    GO = "go"
    PROPOSE = "propose"  # its approvals are not complete for what would be sent
    WAIT = "wait"  # not just now: what it tells is being brought up to date
    HOLD = "hold"  # a person must act
    WITHDRAW = "withdraw"  # its item was withdrawn


@dataclass(frozen=True, slots=True)
class Clearance:
    """The answer, its machine-readable code, and the reason a person reads."""

    may: May
    code: str = ""
    say: Sentence | None = None


moved = Signal()


@cache
def clearance() -> Callable[[Sequence[Delivery]], Sequence[Clearance]]:
    """The function that answers "may these still go?", one answer each; asked in the transaction that claims."""
    function: Callable[[Sequence[Delivery]], Sequence[Clearance]] = import_string(settings.SCHEDULER_CLEARANCE)
    return function
