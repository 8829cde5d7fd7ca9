"""Rows for measuring: `python -m bench._stock N` plans N approved deliveries, due in a year, on the channel that does nothing.

Items, revisions, verdicts, approvals and events are there for each, as the desk would have left them, so that clearance has all its work.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

import bench._nothing  # Django, and the channel

# isort: split
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from formatters.forms import tell
from scheduler.ledger import Coming
from scheduler.models import Account, Delivery, Event
from scheduler.states import State
from syndication.gate.models import Approval, Verdict
from syndication.items.models import Item, Revision
from syndication.items.story import story_of

ACCOUNTS = 4
AT_ONCE = 1000
PARAGRAPH = (
    "<p>Sáng 23/11, tại Hà Nội, Bộ Nội vụ tổ chức hội nghị trực tuyến với 34 tỉnh, thành phố trực thuộc Trung ương.</p>"
)


@transaction.atomic
def plan(first: int, number: int) -> None:
    """Plan so many, the items numbered from `first`, spread over the accounts."""
    now = timezone.now()
    lan, _ = User.objects.get_or_create(username="lan")
    accounts = [
        Account.objects.get_or_create(name=f"nothing-{index}", defaults={"channel": "nothing"})[0]
        for index in range(ACCOUNTS)
    ]
    items = Item.objects.bulk_create(_item(index) for index in range(first, first + number))
    revisions = Revision.objects.bulk_create(_revision(item, now) for item in items)
    Verdict.objects.bulk_create(Verdict(item=item.pk, revision=1, passed=True) for item in items)
    rows = Delivery.objects.bulk_create(
        _delivery(item, revision, accounts[index % ACCOUNTS], now)
        for index, (item, revision) in enumerate(zip(items, revisions, strict=True))
    )
    Approval.objects.bulk_create(Approval(delivery=row, digest=row.coming_digest, person=lan) for row in rows)
    Event.objects.bulk_create(
        Event(delivery=row, before=before, after=after, version=version, at=now, who="lan", why=why)
        for row in rows
        for version, before, after, why in ((1, "", "proposed", "route"), (2, "proposed", "planned", "approved"))
    )


def _item(number: int) -> Item:
    address = f"https://moha.gov.vn/tin-tuc/hoi-nghi---oid{number}"
    return Item(
        source="portal",
        guid=address,
        identifier=f"urn:moha:article:{number}",
        language="vi",
        category="Tin tức",
        link=address,
        latest=1,
        routed=True,
    )


def _revision(item: Item, now: datetime) -> Revision:
    return Revision(
        item=item,
        number=1,
        content=item.identifier,
        title=f"Bộ Nội vụ tổ chức hội nghị trực tuyến số {item.pk}",
        summary="Hội nghị do Bộ Nội vụ tổ chức sáng 23/11.",
        html=PARAGRAPH * 12,
        link=item.link,
        published=now,
        modified=now,
        media=[],
    )


def _delivery(item: Item, revision: Revision, account: Account, now: datetime) -> Delivery:
    rendition = tell("post", story_of(item, revision), bench._nothing.CHANNEL.limits)
    later = now + timedelta(days=365)
    return Delivery(
        item=item.pk,
        guid=item.guid,
        identifier=item.identifier,
        source=item.source,
        title=rendition.title,
        language=rendition.language,
        category=item.category,
        account=account,
        state=State.PLANNED,
        version=2,
        ready=True,
        due_at=later,
        wanted_at=later,
        **Coming(rendition, 1, now).fields,
    )


if __name__ == "__main__":
    for start in range(0, int(sys.argv[1]), AT_ONCE):
        plan(start, min(AT_ONCE, int(sys.argv[1]) - start))
