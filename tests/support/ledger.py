"""Deliveries for tests, moved through their life by the ledger itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from formatters.forms import tell
from formatters.rendition import Cut, Rendition
from formatters.story import Story
from scheduler import ledger
from scheduler.models import Account, Delivery
from scheduler.states import State

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def account_of(channel: str = "feed", **settings: Any) -> Account:
    """An account; its name is its slug when it has one."""
    return Account.objects.create(name=str(settings.get("slug", channel)), channel=channel, settings=settings)


def story_of(number: int = 1, **changes: Any) -> Story:
    """A story of its own; with a higher number a newer one."""
    moment = START - timedelta(days=10) + timedelta(minutes=number)
    story = Story(
        identifier=f"urn:moha:article:{number}",
        revision=1,
        language="en",
        title=f"Appointment no. {number}",
        summary=f"The minister has signed decision no. {number}.",
        text="The decision takes effect today.",
        html="<p>The decision takes effect <strong>today</strong>.</p>",
        link=f"https://moha.gov.vn/en/a---oid{number}",
        published=moment,
        modified=moment,
        category="appointments",
    )
    return replace(story, **changes)


def rendition_of(account: Account, story: Story) -> Rendition:
    """What the account would show of the story; its pictures have bytes by name only."""
    planned = tell(account.manifest.form, story, account.manifest.limits)
    return planned.with_cuts({cut: made_cut(cut) for cut in planned.cuts})


def made_cut(cut: Cut) -> Cut:
    """The cut as if its pixels had been made."""
    return replace(cut, sha256=sha256(repr(cut).encode()).hexdigest(), size=12_345)


def planned(account: Account, story: Story, *, now: datetime = START, rendition: Rendition | None = None) -> Delivery:
    """A delivery that is due."""
    coming = ledger.Coming(rendition or rendition_of(account, story), story.revision, story.modified)
    number = int(story.identifier.rpartition(":")[2])
    wanted = ledger.Plan(
        item=number,
        guid=story.link,
        identifier=story.identifier,
        source="portal",
        account=account,
        coming=coming,
        category=story.category,
        approvals_needed=0,
        due_at=now,
    )
    delivery, _ = ledger.plan(wanted, who="test", why="route", now=now)
    return delivery


def live(account: Account, story: Story, *, now: datetime = START, rendition: Rendition | None = None) -> Delivery:
    """A delivery that the public can see since `now`."""
    delivery = planned(account, story, now=now, rendition=rendition)
    ledger.move(delivery, State.SENDING, who="test", why="claimed", now=now)
    return ledger.move(
        delivery,
        State.LIVE,
        who="test",
        why="live",
        now=now,
        remote_id=delivery.identifier,
        **ledger.shown_fields(delivery),
    )


def revised(delivery: Delivery, story: Story, *, now: datetime) -> Delivery:
    """The delivery, live with a newer telling."""
    coming = ledger.Coming(rendition_of(delivery.account, story), story.revision, story.modified)
    ledger.move(delivery, State.REVISING, who="test", why="revise", now=now, **coming.fields)
    return ledger.move(delivery, State.LIVE, who="test", why="live", now=now, **ledger.shown_fields(delivery))


def retracted(delivery: Delivery, *, now: datetime) -> Delivery:
    """The delivery, taken away from the public."""
    ledger.move(delivery, State.RETRACTING, who="test", why="withdraw", now=now)
    return ledger.move(delivery, State.RETRACTED, who="test", why="gone", now=now)
