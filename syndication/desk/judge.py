"""The verdict on a revision that was taken in."""

from __future__ import annotations

from syndication.gate.models import Verdict
from syndication.items.models import Item, Revision


def judge(item: Item, revision: Revision) -> Verdict:
    """Write the verdict of this revision, once. What must not come in was refused before; what is left are notes so far."""
    notes = [{"code": "N1", "article": "", "level": "note", **finding} for finding in revision.findings]
    verdict, _ = Verdict.objects.get_or_create(
        item=item.pk, revision=revision.number, defaults={"passed": True, "findings": notes}
    )
    return verdict
