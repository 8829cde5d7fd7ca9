"""The scheduler's rules in short, without a database: what is done after each answer of an adapter.

They repeat `scheduler/dispatch.py` and `scheduler/reconcile.py`, whose own tests hold those to house rules 3, 4 and 5.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from channels.channel import Parcel, Receipt, Remote, Unfinished
from channels.errors import AccountBroken, ChannelError, NotAccepted, OutcomeUnknown, Throttled
from tests.support.access import MemoryMemo

if TYPE_CHECKING:
    from tests.channels.contract.harness import Harness

MOST = 12  # tries and looks


class Held(AssertionError):
    """Tried or looked for often enough: here the product would hold the delivery and ask a person."""


class Rules:
    """One delivery on its way. `searches` counts the looks for evidence, `sent` the tries to publish."""

    def __init__(self, harness: Harness, before_search: Callable[[int], None] = lambda count: None) -> None:
        self.harness, self._before_search = harness, before_search
        self.searches = self.sent = 0
        self._since = harness.access.now()

    def publish(self, parcel: Parcel) -> Receipt:
        """Sent again only after what surely was not accepted, or after absence was proven."""
        for _ in range(MOST):
            self.sent += 1
            receipt: Receipt | None = None
            try:
                receipt = self.harness.act("publish", parcel, parcel.rendition.link)
            except OutcomeUnknown:
                receipt = self.search(parcel)
            except AccountBroken:
                raise
            except NotAccepted as error:
                self._back_off(error)
            if receipt is not None:
                return self.settled(receipt)
        raise Held("it was never accepted")

    def change(self, act: Callable[[], Receipt]) -> Receipt:
        """A correction or a withdrawal: simply tried again."""
        for _ in range(MOST):
            try:
                receipt = act()
            except AccountBroken:
                raise
            except (NotAccepted, OutcomeUnknown) as error:
                self._back_off(error)
            else:
                return self.settled(receipt)
        raise Held("it was never accepted")

    def search(self, parcel: Parcel) -> Receipt | None:
        """What became of it; None when it is proven not to be there: absent twice, apart, after the settling time."""
        settle = timedelta(seconds=int(self.harness.access.settings["settle_seconds"]))
        lost_at, absent_at = self.harness.access.now(), None
        for _ in range(MOST):
            self.searches += 1
            self._before_search(self.searches)
            asked_at = self.harness.access.now()
            try:
                found = self.harness.act("find", parcel.rendition.link, parcel, self._since)
            except AccountBroken:
                raise
            except ChannelError as error:
                self._back_off(error)
                continue
            if isinstance(found, Receipt):
                return found
            if isinstance(found, Unfinished):
                return None
            if asked_at < lost_at + settle:
                self.harness.wait((lost_at + settle - asked_at).total_seconds())
            elif absent_at is None:
                absent_at = asked_at
                self.harness.wait(settle.total_seconds())
            elif asked_at >= absent_at + settle:
                return None
        raise Held("nothing could be concluded")

    def settled(self, receipt: Receipt) -> Receipt:
        for _ in range(50):
            if receipt.state is not Remote.PROCESSING:
                break
            self.harness.wait(5)
            try:
                receipt = self.harness.act("status", receipt)
            except (NotAccepted, OutcomeUnknown) as error:
                self._back_off(error)
        if receipt.state is Remote.LIVE:
            self.harness.access.memo = MemoryMemo()
        return receipt

    def _back_off(self, error: ChannelError) -> None:
        after = error.after if isinstance(error, Throttled) and error.after is not None else None
        seconds = after.total_seconds() if after is not None else float(self.harness.access.settings["retry_seconds"])
        self.harness.wait(seconds)
