"""What is never automatic, whatever its route says."""

from __future__ import annotations

from scheduler.models import Account
from syndication.items.models import Item
from syndication.items.overrides import newest


def needs_a_reader(item: Item, account: Account) -> bool:
    """Whether a person must read it before it is told there: it was collected elsewhere, somebody wrote it for this account by
    hand, or its letters were put into Unicode or could not be (Điều 2(5))."""
    return not item.own or newest(item, account) is not None or item.revision.read_first
