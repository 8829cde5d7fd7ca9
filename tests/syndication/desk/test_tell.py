"""What an account shows is told within its channel's limits and as the account itself wants it."""

from __future__ import annotations

import pytest

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
