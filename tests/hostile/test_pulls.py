"""Servers that mean harm: the pull ends in time and memory, says why, keeps the source, and asks nothing that it should not ask."""

from __future__ import annotations

import pytest

from tests.hostile.measured import measure
from tests.hostile.server import INSIDE, PORTS, served

SLOW, LARGE = "too slowly", "larger"
NO_ANSWER = "No connection, or no whole answer"
# What is said of each, in English. "" where it is read: then one item is there.
TOLD = {
    "good": "",
    "gzip-bomb": LARGE,
    "deflate-bomb": LARGE,
    "br-bomb": LARGE,
    "nested-bomb": LARGE,
    "many-packings": NO_ANSWER,
    "gz-file": "too large",
    "falsely-packed": NO_ANSWER,
    "drip": SLOW,
    "drip-head": SLOW,
    "drip-lines": SLOW,
    "continue": SLOW,
    "silent": SLOW,
    "endless": LARGE,
    "endless-chunks": LARGE,
    "endless-small-chunks": SLOW,
    "endless-chunk-line": NO_ANSWER,
    "endless-trailer": SLOW,
    "loop": "redirects on and on",
    "long-loop": "redirects on and on",
    "endless-redirect": "",
    "headers": NO_ANSWER,
    "long-header": NO_ANSWER,
    "cookies": "",
    "too-long": NO_ANSWER,
    "too-short": "",
    "negative-length": "",
    "not-http": NO_ANSWER,
    "slow-pictures": "",
    "endless-pictures": "",
    "bomb-pictures": "",
    "script-pictures": "",
    "moved-pictures": "",
    "inner-pictures": "",
    "many-files": "",
}


PICTURES = {
    "endless-pictures": ([False, True], ["The content is larger"]),
    "bomb-pictures": ([False, True], ["The picture is too large"]),
    "script-pictures": ([False, False, True], ["no usable picture", "no usable picture"]),
    "moved-pictures": ([False, False, True], ["redirects on and on", "private network"]),
    "many-files": ([True] * 20, ["only the first 20"]),
}


def test_a_pull_from_a_server_that_means_harm_ends_says_why_and_asks_nothing_that_it_should_not(
    subtests: pytest.Subtests,
) -> None:
    with served() as (server, inner):
        places = {f"to/{place.format(**PORTS)}": place for place in INSIDE}
        costs = measure("tests.hostile.pulls", [*TOLD, *places], HOSTILE_URL=f"http://127.0.0.1:{server.port}")
    for name, cost in costs.items():
        with subtests.test(name):
            assert cost.bounded, cost
            assert not cost.answer["lost"], "the source is asked again"
            words = TOLD.get(name, "private network" if places.get(name, "").startswith("http") else "not secure")
            if words:
                assert words in cost.answer["said"]["en"]
                assert cost.answer["said"]["vi"]
                assert cost.answer["items"] == 0
            else:
                assert cost.answer["error"] is None, cost.answer
    for name, (media, reasons) in PICTURES.items():
        with subtests.test(f"{name}: the others are had"):
            answer = costs[name].answer
            assert answer["media"] == media
            said = [finding["en"] for finding in answer["found"] if "without a description" not in finding["en"]]
            assert len(said) == len(reasons)
            assert all(any(reason in one for one in said) for reason in reasons), said
            assert answer["asked again"] == [not all(media)]
    with subtests.test("nobody was led inside"):
        assert [one.asked for one in inner] == [[]] * len(inner)
    with subtests.test("pictures of other schemes are no addresses, and those inside are refused"):
        answer = costs["inner-pictures"].answer
        assert answer["media"] == [False] * (len(answer["media"]) - 1) + [True]
        said = " ".join(finding["en"] for finding in answer["found"])
        assert "private network" in said
        assert not any(scheme in said for scheme in ("file:", "gopher:", "ftp:", "data:", "javascript:"))
    with subtests.test("slow pictures use up their own time, and the rest comes later"):
        slow = costs["slow-pictures"]
        assert slow.seconds < 8
        assert 1 <= slow.answer["items"] < 5, "the other entries are left to the next pull"
        assert any("at the next one" in finding["en"] for finding in slow.answer["findings"])
        assert all(slow.answer["asked again"])
    with subtests.test("a server that is too slow is asked once"):
        assert all(server.asked.count(f"/{name}") == 1 for name in ("drip", "drip-head", "silent"))
