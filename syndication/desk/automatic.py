"""What is never automatic, whatever its route says."""

from __future__ import annotations

from scheduler.models import Account
from syndication.gate.clearance import least_approvals
from syndication.items.models import Item
from syndication.items.overrides import newest


def needs_a_reader(item: Item, account: Account) -> bool:
    """Whether a person must read it before it is told there: it was collected elsewhere, it is a translation, somebody wrote it for
    this account by hand, or its letters were put into Unicode or could not be (Điều 2(5)). Its twin's words may go with it, so the
    twin counts too."""
    twin = item.twin if item.twin is not None and item.twin.latest else None
    known = [one for one in (item, twin) if one is not None]
    told = known if account.manifest.limits.localised else [item]
    if any(least_approvals(one.language) for one in told) or newest(item, account) is not None:
        return True
    return any(not one.own or one.revision.read_first for one in known)
