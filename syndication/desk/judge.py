"""The verdict on a revision that was taken in."""

from __future__ import annotations

from collections.abc import Iterable

from syndication.gate.models import Verdict
from syndication.items.models import Item, Revision
from syndication.sources import rows


def judge(item: Item, revision: Revision) -> Verdict:
    """Write the verdict of this revision, once. What must not come in was refused before; what is left are notes so far."""
    verdict, _ = Verdict.objects.get_or_create(
        item=item.pk, revision=revision.number, defaults={"passed": True, "findings": _notes(revision.findings)}
    )
    return verdict


def judge_many(first: Iterable[tuple[Item, list[dict[str, str]]]]) -> None:
    """The same for first revisions that were stored just now, each with its findings, in one statement."""
    rows.insert(
        Verdict,
        ("item", "revision", "passed", "findings"),
        [(item.pk, 1, True, _notes(findings)) for item, findings in first],
    )


def _notes(findings: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"code": "N1", "article": "", "level": "note", **finding} for finding in findings]
