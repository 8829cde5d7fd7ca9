"""What an account shows is told within its channel's limits and as the account itself wants it."""

from __future__ import annotations

import pytest

from formatters.rendition import CannotTell
from syndication.desk.tell import tell
from tests.support import instance as make

pytestmark = pytest.mark.django_db


def test_an_account_says_whether_hashtags_have_accents() -> None:
    row = make.item(tags=["đất đai"], category="")
    told = {
        wanted: tell(row, row.revision, make.account("facebook", wanted, hashtags=wanted)).rendition.tags
        for wanted in ("accented", "both", "none")
    }
    assert told == {"accented": ("#ĐấtĐai",), "both": ("#ĐấtĐai", "#DatDai"), "none": ()}


@pytest.mark.django_db
def test_a_feed_whose_language_was_not_said_tells_vietnamese_and_nothing_else() -> None:
    account = make.account("feed")
    account.settings.pop("language", None)
    item = make.item("News", language="en")
    with pytest.raises(CannotTell):
        tell(item, item.revision, account)
