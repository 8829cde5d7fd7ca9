"""Rewriting for one account from the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.models import Account, Delivery
from syndication.items.models import Item, OverrideVersion
from tests.support import instance as make
from tests.support.desk import done, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Item:
    make.account("facebook", "fb")
    make.account("feed", "en")
    return make.item(media=[make.picture("#111111"), make.picture("#777777"), make.picture("#eeeeee")])


def words(item: Item, *more: str) -> list[str]:
    return ["item", "override", str(item.pk), "--account", "fb", *more]


def test_what_is_written_is_told_and_shown_and_dropped_again(item: Item, tmp_path: Path) -> None:
    file = tmp_path / "lời.txt"
    file.write_text("Đoạn một.\n\nĐoạn hai.\n", encoding="utf-8")
    delivery = make.delivery(item, Account.objects.get(name="fb"))
    first, second, third = (one["sha256"] for one in item.revision.media)

    shown = done(
        *words(
            item, "--title", "Tít riêng", "--text", f"@{file}", "--pictures", "3,1", "--focus", "3=0.5,.25", "--json"
        )
    ).json
    assert shown["override"] == {
        "title": "Tít riêng",
        "text": "Đoạn một.\n\nĐoạn hai.",
        "pictures": [{"sha256": third, "focus": [0.5, 0.25]}, {"sha256": first, "focus": None}],
    }
    assert (shown["number"], shown["written_for"], shown["outdated"]) == (1, 1, [])
    assert shown["who"].startswith("cli:")
    assert [one["sha256"] for one in shown["pictures"]] == [first, second, third]
    assert "Đoạn hai." in Delivery.objects.get(pk=delivery.pk).coming["text"]

    # What is not given stays as it was written.
    assert done(*words(item, "--focus", "1=0,1", "--json")).json["override"]["pictures"][1]["focus"] == [0, 1]
    assert "title: Tít riêng" in done(*words(item)).out
    assert done(*words(item, "--pictures", "none", "--json")).json["override"]["pictures"] == []

    assert done(*words(item, "--drop", "--json")).json["override"] == {}
    assert "Đoạn hai." not in Delivery.objects.get(pk=delivery.pk).coming["text"]
    assert "as it is" in done(*words(item)).out


def test_what_the_item_has_changed_is_not_kept_unseen(item: Item) -> None:
    done(*words(item, "--title", "Tít riêng", "--text", "Hội nghị ngày 23/11."))
    make.revise(item, item.revision.title, html="<p>Hội nghị ngày 22/11.</p>")
    assert "has changed its text" in done(*words(item)).out
    said = say(*words(item, "--title", "Tít khác"))
    assert (said.code, said.out) == (2, "")
    assert "give --text again too" in said.err
    assert done(*words(item, "--text", "Hội nghị ngày 22/11.", "--json")).json["override"]["title"] == "Tít riêng"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--drop"], "Nothing was written"),
        (["--drop", "--title", "x"], "either write something or --drop it"),
        (["--pictures", "4"], "there is no picture '4'; they are numbered 1 to 3"),
        (["--pictures", "0"], "there is no picture '0'"),
        (["--pictures", "1,,2"], "there is no picture ''"),
        (["--focus", "1=0.5"], "'0.5' is no point of a picture"),
        (["--focus", "1=1.5,0"], "'1.5,0' is no point"),
        (["--focus", "1=nan,0"], "'nan,0' is no point"),
        (["--pictures", "2", "--focus", "1=0.5,0.5"], "picture 1 has a focus and is not among the pictures"),
        (["--text", "@/no/such/file"], "No such file"),
        (["--title", ""], "it is empty"),
        (["--text", "x" * 70_000], "there is room for"),
    ],
)
def test_a_mistake_is_one_sentence_and_keeps_nothing(item: Item, more: list[str], sentence: str) -> None:
    said = say(*words(item, *more))
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert not OverrideVersion.objects.exists()


def test_an_account_that_cannot_tell_the_item_says_so(item: Item) -> None:
    assert "this item is vi" in say("item", "override", str(item.pk), "--account", "en", "--title", "x").err
