"""What does not go on without a person: paused accounts, held and doubtful deliveries, sources that fail."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.gate import freezes
from syndication.gate.models import Freeze
from syndication.sources.models import Source


@dataclass(frozen=True, slots=True)
class Trouble:
    """Everything of that kind. False when there is nothing."""

    paused: list[Account]
    held: int
    doubtful: int  # sent, and no answer came
    sources: list[Source]
    frozen: list[Freeze]

    def __bool__(self) -> bool:
        return bool(self.paused or self.held or self.doubtful or self.sources or self.frozen)


def now() -> Trouble:
    """What there is at this moment."""
    states = Delivery.objects.filter(state__in=(State.HELD, State.UNKNOWN))
    counts: dict[str, int] = dict(states.values_list("state").annotate(Count("pk")))
    return Trouble(
        paused=list(Account.objects.filter(paused=True).defer("secrets").order_by("name")),
        held=counts.get(State.HELD, 0),
        doubtful=counts.get(State.UNKNOWN, 0),
        sources=[source for source in Source.objects.order_by("name") if source.error],
        frozen=freezes.standing(),
    )
