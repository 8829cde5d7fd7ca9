"""Twins: a video carries both languages, when the second may be told at all."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk.accounts import record_mandate
from syndication.desk.pair import CannotPair, pair, part
from syndication.items.models import Item
from tests.support import instance

pytestmark = pytest.mark.django_db


def two(passed: bool = True) -> tuple[Item, Item]:
    vietnamese = instance.item("Phóng sự", media=[instance.film()])
    english = instance.item("A report", language="en", html="<p>The crew visited three provinces.</p>", summary="Seen.")
    if not passed:
        instance.revise(english, "A report, changed", passed=False)
    return vietnamese, english


def join(first: Item, second: Item) -> None:
    pair(first, second, who="lan", now=timezone.now())


def told(delivery: Delivery) -> list[str]:
    return [one["title"] for one in Delivery.objects.get(pk=delivery.pk).coming["localisations"]]


def test_a_planned_video_is_told_in_both_languages_once_its_items_are_a_pair() -> None:
    vietnamese, english = two()
    delivery = instance.delivery(vietnamese, instance.account("youtube"))
    assert told(delivery) == []
    join(vietnamese, english)
    assert told(delivery) == ["A report"]
    text = Delivery.objects.get(pk=delivery.pk).coming["localisations"][0]["text"]
    assert text.endswith(f"Source: Ministry of Home Affairs Portal\nTheo: https://moha.gov.vn\n{english.link}")


def test_a_new_revision_of_the_twin_is_told_with_the_video() -> None:
    vietnamese, english = two()
    join(vietnamese, english)
    delivery = instance.delivery(vietnamese, instance.account("youtube"))
    english.refresh_from_db()
    instance.revise(english, "A report, mended")
    assert told(delivery) == ["A report, mended"]


def test_a_twin_that_has_not_passed_the_checks_is_not_told() -> None:
    vietnamese, english = two(passed=False)
    join(vietnamese, english)
    assert told(instance.delivery(vietnamese, instance.account("youtube"))) == []


def test_a_twin_in_a_language_without_its_mandate_is_not_told_where_the_public_sees() -> None:
    vietnamese, english = two()
    join(vietnamese, english)
    where = instance.account("youtube", mode="live")
    delivery = instance.delivery(vietnamese, where)
    assert told(delivery) == []
    for allowed in ({"account": where, "language": ""}, {"account": None, "language": "en"}):
        record_mandate(
            **allowed,  # type: ignore[arg-type]
            decision="1/QĐ-BNV",
            signed_by="Bộ trưởng",
            signed_on=date(2026, 1, 5),
            expires=None,
            file=None,
            who="lan",
            now=timezone.now(),
        )
    part(vietnamese, who="lan", now=timezone.now())
    english.refresh_from_db()
    join(vietnamese, english)
    assert told(delivery) == ["A report"]


def test_two_of_one_language_and_one_that_has_a_twin_already_are_no_pair() -> None:
    vietnamese, english = two()
    with pytest.raises(CannotPair):
        join(vietnamese, instance.item("Tin khác"))
    join(vietnamese, english)
    with pytest.raises(CannotPair):
        join(instance.item("Tin khác nữa"), english)


def test_parted_items_are_told_alone_again() -> None:
    vietnamese, english = two()
    join(vietnamese, english)
    delivery = instance.delivery(vietnamese, instance.account("youtube"))
    part(vietnamese, who="lan", now=timezone.now())
    assert told(delivery) == []
    english.refresh_from_db()
    assert english.twin is None


def test_a_film_that_brings_its_words_in_english_is_never_automatic() -> None:
    vietnamese, english = two()
    alone = instance.delivery(vietnamese, instance.account("youtube"), approvals=0)
    assert alone.approvals_needed == 0
    join(vietnamese, english)
    both = Delivery.objects.get(pk=alone.pk)
    assert (both.state, both.approvals_needed) == (State.PROPOSED, 1)
    Delivery.objects.filter(pk=alone.pk).update(approvals_needed=0, state=State.PLANNED, ready=True)
    assert ledger.claim(alone.pk, worker="worker-1", now=timezone.now()) is None
    assert Delivery.objects.get(pk=alone.pk).reason_code == "not-approved"
    vietnamese.refresh_from_db()
    assert instance.delivery(vietnamese, instance.account("govportal"), approvals=0).approvals_needed == 0
