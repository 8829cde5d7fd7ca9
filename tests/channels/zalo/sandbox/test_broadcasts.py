"""Broadcasts: existing articles, by day, within the quota, and never to be taken back."""

from __future__ import annotations

from typing import Any

import pytest

HOUR = 3600


def told(*articles: str, **target: Any) -> dict[str, Any]:
    elements = [{"media_type": "article", "attachment_id": article} for article in articles]
    payload = {"template_type": "media", "elements": elements}
    return {"recipient": {"target": target}, "message": {"attachment": {"type": "template", "payload": payload}}}


def broadcasts(bench: Any) -> list[dict[str, Any]]:
    return [one for one in bench.stage.objects() if one["kind"] == "broadcast"]


def test_a_broadcast_gives_a_message_id_and_is_listed_apart_from_articles(bench: Any) -> None:
    made = bench.made()
    said = bench.ask("/v2.0/oa/message", told(made, gender=0, locations=1))
    [one] = broadcasts(bench)
    assert said["data"] == {"message_id": one["id"]}
    assert (one["articles"], one["target"], one["text"]) == ([made], {"gender": 0, "locations": 1}, "Tiêu đề")
    assert [one["kind"] for one in bench.stage.objects()] == ["article", "broadcast"]
    assert bench.stage.frowns == []


def test_it_is_live_and_on_the_wall_once_zalo_has_looked_at_it(bench: Any) -> None:
    bench.ask("/v2.0/oa/message", told(bench.made()))
    assert (broadcasts(bench)[0]["live"], bench.stage.wall()[0].state) == (False, "live")
    card = next(card for card in bench.stage.wall() if "broadcast" in card.title)
    assert card.state == "hidden"
    bench.now += 1800
    card = next(card for card in bench.stage.wall() if "broadcast" in card.title)
    assert (broadcasts(bench)[0]["live"], card.state, card.body) == (True, "live", "Tiêu đề")


def test_five_articles_go_and_six_do_not(bench: Any) -> None:
    made = [bench.made() for _ in range(6)]
    assert bench.ask("/v2.0/oa/message", told(*made))["error"] == -210
    assert bench.ask("/v2.0/oa/message", told(*made[:5]))["error"] == 0


def test_an_article_that_is_not_there_or_was_removed_cannot_be_sent(bench: Any) -> None:
    made = bench.made()
    bench.ask("/v2.0/article/remove", {"id": made})
    for article in (made, "none", bench.stage.shelf.oa_id):
        assert bench.ask("/v2.0/oa/message", told(article))["error"] == -201
    assert broadcasts(bench) == []


@pytest.mark.parametrize(("hour", "error"), [(5.99, -234), (6, 0), (12, 0), (21.99, 0), (22, -234), (0, -234)])
def test_by_night_in_vietnam_nothing_is_sent(bench: Any, hour: float, error: int) -> None:
    made = bench.made()
    bench.now += (hour - 10) * HOUR
    said = bench.ask("/v2.0/oa/message", told(made))
    assert said["error"] == error
    assert len(broadcasts(bench)) == (error == 0)


def test_the_quota_is_by_calendar_month(bench: Any) -> None:
    bench.stage.switches.broadcast_quota = 1
    made = bench.made()
    assert bench.ask("/v2.0/oa/message", told(made))["error"] == 0
    said = bench.ask("/v2.0/oa/message", told(made))
    assert (said["error"], said["message"]) == (-211, "Out of quota")
    bench.now += 8 * 24 * HOUR  # the first of December
    assert bench.ask("/v2.0/oa/message", told(made))["error"] == 0


@pytest.mark.parametrize(
    "target",
    [{"ages": 8}, {"gender": 3}, {"locations": [0, 3]}, {"cities": "1,64"}, {"platform": 0}, {"ages": "mọi"}],
)
def test_a_target_out_of_range_is_refused(bench: Any, target: dict[str, Any]) -> None:
    assert bench.ask("/v2.0/oa/message", told(bench.made(), **target))["error"] == -201


@pytest.mark.parametrize("ages", [3, "3,4", [3, 4]])
def test_numbers_lists_and_commas_are_taken_for_a_target(bench: Any, ages: Any) -> None:
    assert bench.ask("/v2.0/oa/message", told(bench.made(), ages=ages))["error"] == 0


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"recipient": {"user_id": "1"}}, -240),
        ({"recipient": {}}, -201),
        ({"recipient": None}, -201),
        ({"message": {"text": "Xin chào"}}, -201),
        ({"message": {"attachment": {"type": "template", "payload": {"template_type": "list", "elements": []}}}}, -201),
        ({"message": {"attachment": {"type": "template", "payload": {"template_type": "media"}}}}, -201),
    ],
)
def test_other_messages_are_refused(bench: Any, changed: dict[str, Any], error: int) -> None:
    assert bench.ask("/v2.0/oa/message", {**told(bench.made()), **changed})["error"] == error
    assert broadcasts(bench) == []


def test_a_reviewer_frowns_at_repeats_hidden_articles_and_two_on_one_day(bench: Any) -> None:
    made, hidden = bench.made(), bench.made(status="hide")
    bench.ask("/v2.0/oa/message", told(made))
    bench.ask("/v2.0/oa/message", told(made, hidden))
    said = "\n".join(bench.stage.frowns)
    assert "was broadcast again" in said
    assert "cannot see it" in said
    assert "second broadcast on one day" in said
