"""Rows for measuring: `python -m bench._stock N [--later]` plans N approved deliveries on the channel that does nothing.

Items, revisions, verdicts and approvals are there for each, as the desk would have left them, so that clearance has all its work.
They are due now, or in a year with `--later`.
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
from formatters.story import Story
from scheduler import ledger
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.gate.models import Approval, Verdict
from syndication.items.models import Item, Revision
from syndication.items.story import story_of

ACCOUNTS = 4
PARAGRAPH = (
    "<p>Sáng 23/11, tại Hà Nội, Bộ Nội vụ tổ chức hội nghị trực tuyến với 34 tỉnh, thành phố trực thuộc Trung ương.</p>"
)


@transaction.atomic
def plan(number: int, *, later: bool = False) -> None:
    """Plan so many, spread over the accounts."""
    now = timezone.now()
    due = now + timedelta(days=365) if later else now
    lan, _ = User.objects.get_or_create(username="lan")
    accounts = [
        Account.objects.get_or_create(name=f"nothing-{index}", defaults={"channel": "nothing"})[0]
        for index in range(ACCOUNTS)
    ]
    first = Item.objects.count()
    items = Item.objects.bulk_create(_item(first + index) for index in range(number))
    Revision.objects.bulk_create(_revision(item, now) for item in items)
    Verdict.objects.bulk_create(Verdict(item=item.pk, revision=1, passed=True) for item in items)
    for index, item in enumerate(items):
        rendition = tell("post", _story(item), bench._nothing.CHANNEL.limits)
        wanted = ledger.Plan(
            item=item.pk,
            guid=item.guid,
            identifier=item.identifier,
            source="portal",
            account=accounts[index % ACCOUNTS],
            coming=ledger.Coming(rendition, 1, now),
            category=item.category,
            approvals_needed=1,
            due_at=due,
        )
        row, _ = ledger.plan(wanted, who="bench", why="route", now=now)
        Approval.objects.create(delivery=row, digest=row.coming_digest, person=lan)
        ledger.move(row, State.PLANNED, who="lan", why="approved", now=now, ready=True)


def live() -> int:
    """How many have been told."""
    return Delivery.objects.filter(state="live").count()


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


def _story(item: Item) -> Story:
    return story_of(item, item.revision)


if __name__ == "__main__":
    plan(int(sys.argv[1]), later="--later" in sys.argv)
