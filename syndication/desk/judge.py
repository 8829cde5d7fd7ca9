"""The verdict on a revision that was taken in."""

from __future__ import annotations

from collections.abc import Iterable

from syndication.gate.models import Verdict
from syndication.items.models import Item, Revision


def judge(item: Item, revision: Revision) -> Verdict:
    """Write the verdict of this revision, once. What must not come in was refused before; what is left are notes so far."""
    verdict, _ = Verdict.objects.get_or_create(
        item=item.pk, revision=revision.number, defaults={"passed": True, "findings": _notes(revision)}
    )
    return verdict


def judge_many(stored: Iterable[tuple[Item, Revision]]) -> None:
    """The same for revisions that were stored just now, each by itself, in one statement."""
    Verdict.objects.bulk_create(
        Verdict(item=item.pk, revision=revision.number, passed=True, findings=_notes(revision))
        for item, revision in stored
    )


def _notes(revision: Revision) -> list[dict[str, str]]:
    return [{"code": "N1", "article": "", "level": "note", **finding} for finding in revision.findings]
