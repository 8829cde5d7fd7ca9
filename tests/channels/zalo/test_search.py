"""Ours is found though the list is in trouble, and nothing is absent from a list that was not read to its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.errors import Unavailable
from channels.zalo.search import find_ours
from tests.channels.zalo.test_listing import NOW, Listed

KEY = "https://moha.gov.vn/tin/57695"


class Shelf(Listed):
    """Lists articles, and tells each in full."""

    def __init__(self, texts: dict[str, str], title: str, **more: Any) -> None:
        at = int(NOW.timestamp() * 1000)
        medias = [{"id": one, "title": title, "status": "show", "create_date": at} for one in texts]
        super().__init__(medias, **more)
        self.texts = texts

    def detail(self, remote_id: str) -> dict[str, Any]:
        return {"body": [{"type": "text", "content": self.texts[remote_id]}]}


def find(desk: Any, shelf: Shelf) -> Any:
    return find_ours(shelf, KEY, desk.parcel(), NOW - timedelta(minutes=1), lambda remote_id: False)


def test_what_bears_the_key_is_ours_though_the_list_breaks_off(desk: Any) -> None:
    title = desk.parcel().rendition.title
    found = find(desk, Shelf({"1": f"Nguồn: {KEY}"}, title, total=5))
    assert found.entry.id == "1"


@pytest.mark.parametrize("texts", [{}, {"1": "Nội dung."}, {"1": f"Nguồn: {KEY}-2"}])
def test_without_the_key_a_list_that_breaks_off_decides_nothing(desk: Any, texts: dict[str, str]) -> None:
    title = desk.parcel().rendition.title
    with pytest.raises(Unavailable, match="empty page"):
        find(desk, Shelf(texts, title, total=5))


def test_the_whole_list_decides(desk: Any) -> None:
    title = desk.parcel().rendition.title
    assert find(desk, Shelf({"1": f"Nguồn: {KEY}-2"}, title)) is None
    assert find(desk, Shelf({"1": "Nội dung."}, title)).entry.id == "1"


@pytest.mark.parametrize(("switch", "value"), [("list_order", "oldest"), ("list_hidden", False)])
def test_an_unusual_list_is_read_all_the_same(desk: Any, switch: str, value: Any) -> None:
    setattr(desk.stage.switches, switch, value)
    for number in range(12):
        desk.live(desk.parcel(title=f"Tin số {number}"))
    since = datetime.now(UTC) - timedelta(seconds=5)
    ours = desk.live()
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access).remote_id == ours.remote_id


def test_an_article_that_the_list_does_not_show_yet_is_found_once_it_does(desk: Any) -> None:
    since, ours = desk.ago, desk.live()
    desk.stage.switches.list_lag = 3600
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access) is None
    desk.stage.switches.list_lag = 0
    assert desk.adapter.find(KEY, desk.parcel(), since, desk.access).remote_id == ours.remote_id
