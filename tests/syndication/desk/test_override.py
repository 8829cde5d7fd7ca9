"""Staff write for one account: it is told there and nowhere else, approved anew, and never over an item that has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from formatters.forms import FORMS, post
from formatters.override import Chosen, Override
from formatters.rendition import Limits, Rendition
from formatters.sentence import Sentence
from formatters.story import Story
from scheduler import ledger
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk import correct, outdated, override, plan, withdraw
from syndication.desk.override import CannotRewrite, Overtaken
from syndication.desk.tell import tell
from syndication.gate.clearance import may_go
from syndication.items.models import Item, OverrideVersion
from syndication.items.overrides import newest, standing
from syndication.notices import board
from tests.support import instance as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Item:
    return make.item(media=[make.picture("#111111"), make.picture("#777777")])


@pytest.fixture
def facebook() -> Account:
    return make.account("facebook", "fb")


def rewrite(item: Item, account: Account, told: Override, *, seen: int = 0, revision: int = 0) -> OverrideVersion:
    now = timezone.now()
    return override.rewrite(item, account, told, revision=revision or item.latest, seen=seen, who="lan", now=now)


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("account").get(pk=delivery.pk)


def coming(delivery: Delivery) -> str:
    return str(again(delivery).coming["text"])


def approved(delivery: Delivery, name: str = "approver") -> Delivery:
    return make.approved(again(delivery), make.person("approver", name))


def notices() -> list[str]:
    return [notice.key for notice in board.open_notices().filter(kind="override")]


def test_it_is_told_on_its_account_alone_and_by_preview_and_plan_alike(item: Item, facebook: Account) -> None:
    zalo = make.account("zalo", "oa")
    here, there = make.delivery(item, facebook), make.delivery(item, zalo)
    rewrite(item, facebook, Override(title="Tít cho Facebook", text="Lời cho Facebook."))
    assert "Lời cho Facebook." in coming(here)
    assert "Lời cho Facebook." not in coming(there)
    assert tell(item, item.revision, facebook).rendition.digest == again(here).coming_digest
    assert again(here).title == "Tít cho Facebook"


def test_it_keeps_who_wrote_what_when_and_every_version(item: Item, facebook: Account) -> None:
    rewrite(item, facebook, Override(text="Một."))
    rewrite(item, facebook, Override(text="Hai."), seen=1)
    override.drop(item, facebook, who="minh", now=timezone.now())
    assert [(row.number, row.who, row.told, row.revision) for row in item.overrides.order_by("number")] == [
        (1, "lan", {"text": "Một."}, 1),
        (2, "lan", {"text": "Hai."}, 1),
        (3, "minh", {}, 1),
    ]


@pytest.mark.parametrize("approvals", [0, 1, 2])
def test_what_was_approved_or_automatic_asks_for_its_approvals_anew(
    item: Item, facebook: Account, approvals: int
) -> None:
    delivery = make.delivery(item, facebook, approvals=approvals)
    for name in ("một", "hai")[:approvals]:
        approved(delivery, name)
    assert again(delivery).state == State.PLANNED
    rewrite(item, facebook, Override(text="Lời riêng."))
    row = again(delivery)
    assert (row.state, row.ready, row.approvals_needed) == (State.PROPOSED, False, max(1, approvals))
    assert ledger.claim(row.pk, worker="w", now=timezone.now()) is None
    assert [(event.why, event.who) for event in row.events.order_by("-version")[:3]][-1] == ("rewritten", "lan")


def test_dropping_it_asks_anew_too_though_the_items_own_words_had_been_approved(item: Item, facebook: Account) -> None:
    delivery = approved(make.delivery(item, facebook))
    rewrite(item, facebook, Override(text="Lời riêng."))
    override.drop(item, facebook, who="lan", now=timezone.now())
    row = again(delivery)
    assert (row.state, row.ready) == (State.PROPOSED, False)
    assert "Lời riêng." not in coming(delivery)
    assert approved(delivery).state == State.PLANNED


def test_an_item_that_comes_back_to_what_was_approved_once_can_be_approved_again(item: Item, facebook: Account) -> None:
    delivery = approved(make.delivery(item, facebook))
    text = item.revision.title
    make.revise(item, "Tít khác", media=item.revision.media)
    make.revise(item, text, media=item.revision.media)
    assert (again(delivery).state, again(delivery).ready) == (State.PROPOSED, False)
    assert approved(delivery).state == State.PLANNED


def test_what_is_live_is_changed_once_it_is_approved(item: Item, facebook: Account) -> None:
    delivery = make.sent(approved(make.delivery(item, facebook)))
    rewrite(item, facebook, Override(text="Lời riêng."))
    assert again(delivery).state == State.LIVE
    assert "Lời riêng." not in again(delivery).shown["text"]
    assert approved(delivery).state == State.REVISING


def test_what_was_live_before_it_was_rewritten_does_not_come_back_unasked(item: Item, facebook: Account) -> None:
    delivery = make.sent(approved(make.delivery(item, facebook)))
    rewrite(item, facebook, Override(text="Lời riêng."))
    make.sent(approved(delivery))
    override.drop(item, facebook, who="lan", now=timezone.now())
    assert (again(delivery).state, again(delivery).ready) == (State.LIVE, False), (
        "that it was approved once is not enough"
    )
    assert approved(delivery).state == State.REVISING


def test_planned_after_it_was_written_it_is_told_and_never_automatic(item: Item, facebook: Account) -> None:
    rewrite(item, facebook, Override(text="Lời riêng."))
    delivery = make.delivery(item, facebook, approvals=0)
    assert again(delivery).state == State.PROPOSED
    assert "Lời riêng." in coming(delivery)


def test_it_is_carried_while_what_it_took_the_place_of_stays(item: Item, facebook: Account) -> None:
    delivery = approved(make.delivery(item, facebook))
    rewrite(item, facebook, Override(title="Tít riêng", pictures=(Chosen(item.revision.media[1]["sha256"]),)))
    make.revise(
        item, item.revision.title, html="<p>Nội dung mới hẳn.</p>", summary="Tóm tắt mới.", media=item.revision.media
    )
    assert "Tít riêng" in coming(delivery)
    assert "Tóm tắt mới." in coming(delivery)
    assert len(again(delivery).coming["gallery"]) == 1
    assert notices() == []
    assert newest(item, facebook).revision == 1


def test_a_correction_is_told_over_it_and_a_person_approves(item: Item, facebook: Account) -> None:
    delivery = make.sent(approved(make.delivery(item, facebook)))
    rewrite(item, facebook, Override(text="Lời riêng."))
    make.sent(approved(delivery))
    correct.correct(item, "Hội nghị diễn ra ngày 22/11.", who="lan", now=timezone.now())
    assert coming(delivery).startswith("Đính chính: Hội nghị diễn ra ngày 22/11.")
    assert "Lời riêng." in coming(delivery)
    assert (again(delivery).state, again(delivery).ready) == (State.LIVE, False)


def test_it_is_never_told_over_words_that_have_changed_and_is_kept(item: Item, facebook: Account) -> None:
    delivery = approved(make.delivery(item, facebook))
    rewrite(item, facebook, Override(text="Hội nghị ngày 23/11.", title="Tít riêng"))
    approved(delivery)
    assert again(delivery).state == State.PLANNED
    make.revise(item, item.revision.title, html="<p>Hội nghị ngày 22/11.</p>", summary="", media=item.revision.media)
    row = again(delivery)
    assert "23/11" not in coming(delivery)
    assert "Tít riêng" not in coming(delivery), "all of it or nothing"
    assert "22/11" in coming(delivery)
    assert (row.state, row.reason_code, row.why) == (State.PROPOSED, "override-outdated", outdated.SAY)
    assert notices() == [f"{item.pk}:{facebook.pk}"]
    stands = standing(item, item.revision, facebook)
    assert stands
    assert (stands.outdated, stands.version.override.text) == (("text",), "Hội nghị ngày 23/11.")
    # Looked at again, it is told again.
    rewrite(item, facebook, Override(text="Hội nghị ngày 22/11, lời riêng."), seen=1)
    assert "22/11, lời riêng." in coming(delivery)
    assert (notices(), again(delivery).reason_code) == ([], "")


def test_what_is_live_with_it_stays_until_a_person_approves_what_the_item_says_now(
    item: Item, facebook: Account
) -> None:
    rewrite(item, facebook, Override(text="Hội nghị ngày 23/11."))
    delivery = make.sent(approved(make.delivery(item, facebook)))
    make.revise(item, item.revision.title, html="<p>Hội nghị ngày 22/11.</p>", summary="", media=item.revision.media)
    row = again(delivery)
    assert (row.state, row.ready, row.reason_code) == (State.LIVE, False, "override-outdated")
    override.drop(item, facebook, who="lan", now=timezone.now())
    assert (again(delivery).reason_code, notices()) == ("", [])


def test_the_same_words_kept_again_fit_the_new_revision(item: Item, facebook: Account) -> None:
    rewrite(item, facebook, Override(text="Lời riêng."))
    make.revise(item, "Tít mới", html="<p>Khác.</p>")
    assert notices() == [f"{item.pk}:{facebook.pk}"], "also where nothing is planned yet"
    rewrite(item, facebook, Override(text="Lời riêng."), seen=1)
    assert (newest(item, facebook).number, newest(item, facebook).revision, notices()) == (2, 2, [])


def test_a_withdrawn_item_asks_nobody_to_look_at_it_again(item: Item, facebook: Account) -> None:
    rewrite(item, facebook, Override(text="Lời riêng."))
    make.revise(item, "Tít mới", html="<p>Khác.</p>")
    withdraw.withdraw(item, reason="R1d", note="", who="lan", now=timezone.now())
    assert notices() == []
    with pytest.raises(CannotRewrite, match="withdrawn"):
        rewrite(item, facebook, Override(text="Lời khác."), seen=1)


def test_two_who_write_at_once_do_not_overwrite_each_other(item: Item, facebook: Account) -> None:
    rewrite(item, facebook, Override(text="Của Lan."))
    with pytest.raises(Overtaken) as error:
        rewrite(item, facebook, Override(text="Của Minh."))
    assert error.value.version.override.text == "Của Lan."
    assert "lan" in error.value.say.vi
    with pytest.raises(Overtaken):
        override.drop(item, facebook, seen=0, who="minh", now=timezone.now())
    assert newest(item, facebook).number == 1


def test_two_who_save_in_the_same_moment_are_told_apart_by_the_database(
    item: Item, facebook: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(item, facebook, Override(text="Của Lan."))
    monkeypatch.setattr(override, "newest", lambda item, account: None)
    with pytest.raises(Overtaken):
        rewrite(item, facebook, Override(text="Của Minh."))
    assert OverrideVersion.objects.get().override.text == "Của Lan."


def test_it_is_not_kept_for_a_revision_that_its_writer_has_not_seen(item: Item, facebook: Account) -> None:
    make.revise(item, "Tít mới")
    with pytest.raises(CannotRewrite, match="newer revision"):
        rewrite(item, facebook, Override(text="Lời riêng."), revision=1)


def test_words_that_do_not_fit_are_refused_with_the_count_as_the_platform_counts(item: Item) -> None:
    zalo = make.account("zalo", "oa")
    with pytest.raises(CannotRewrite) as error:
        rewrite(item, zalo, Override(title="ệ" * 151, summary="x" * 301))
    assert error.value.say == Sentence(
        "Tiêu đề dài 151 ký tự, kênh này chỉ còn chỗ cho 150. Tóm tắt dài 301 ký tự, kênh này chỉ còn chỗ cho 300.",
        "The title has 151 characters; there is room for 150. The summary has 301 characters; there is room for 300.",
    )
    assert not OverrideVersion.objects.exists()


@pytest.mark.parametrize("told", [Override(), Override(title=" ", text="")])
def test_nothing_that_differs_is_nothing_to_keep(item: Item, facebook: Account, told: Override) -> None:
    with pytest.raises(CannotRewrite, match="Nothing differs"):
        rewrite(item, facebook, told)
    with pytest.raises(CannotRewrite, match="Nothing was written"):
        override.drop(item, facebook, who="lan", now=timezone.now())


def test_while_an_answer_is_awaited_nothing_is_rewritten(item: Item, facebook: Account) -> None:
    delivery = approved(make.delivery(item, facebook))
    assert ledger.claim(delivery.pk, worker="w", now=timezone.now())
    with pytest.raises(CannotRewrite, match="is sending"):
        rewrite(item, facebook, Override(text="Lời riêng."))


@pytest.mark.django_db(transaction=True)
def test_what_was_written_while_a_worker_claimed_it_is_told_once_it_is_live(
    item: Item, facebook: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = approved(make.delivery(item, facebook))
    monkeypatch.setattr(override, "_may", lambda item, account: None)
    attempt = ledger.claim(delivery.pk, worker="worker-1", now=timezone.now())
    rewrite(item, facebook, Override(text="Lời riêng."))
    assert "Lời riêng." not in coming(delivery), "the ledger must know what was sent"
    row = again(delivery)
    ledger.settle(
        row,
        State.LIVE,
        ledger.Outcome("live"),
        who="worker-1",
        now=timezone.now(),
        attempt=attempt,
        **ledger.shown_fields(row),
    )
    assert "Lời riêng." in coming(delivery)
    assert (again(delivery).state, again(delivery).ready) == (State.LIVE, False)


def test_the_crop_and_order_of_pictures_reach_the_cuts(item: Item, facebook: Account) -> None:
    first, second = (one["sha256"] for one in item.revision.media)
    delivery = make.delivery(item, facebook)
    before = {cut["source"]: cut["box"] for cut in again(delivery).coming["gallery"]}
    rewrite(item, facebook, Override(pictures=(Chosen(second, (0.5, 1.0)), Chosen(first))))
    shown = again(delivery).coming["gallery"]
    assert [cut["source"] for cut in shown] == [second, first]
    assert (shown[0]["box"][3], shown[1]["box"]) == (900, before[first]), "down to the lower edge; the other as it was"
    assert before[second][3] < 900


def test_an_account_of_another_language_has_nothing_to_rewrite(item: Item) -> None:
    feed = make.account("feed", "en")
    with pytest.raises(CannotRewrite, match="this item is vi"):
        rewrite(item, feed, Override(text="Words."))


def test_what_lost_its_attribution_can_neither_be_approved_nor_leave(item: Item, facebook: Account) -> None:
    delivery = make.delivery(item, facebook)
    told = dict(again(delivery).coming)
    told["text"] = told["text"].replace("Nguồn:", "Nguồn tin:")
    Delivery.objects.filter(pk=delivery.pk).update(coming=told)
    with pytest.raises(Exception, match="obligatory attribution"):
        approved(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(approvals_needed=0)
    (answer,) = may_go([again(delivery)])
    assert answer.code == "no-attribution"


def test_a_form_that_lost_the_attribution_is_not_told(
    item: Item, facebook: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(story: Story, limits: Limits) -> Rendition:
        return replace(post.tell(story, limits), text=story.text)

    monkeypatch.setitem(FORMS, "post", careless)
    with pytest.raises(plan.CannotPlan, match="obligatory attribution"):
        make.delivery(item, facebook)
