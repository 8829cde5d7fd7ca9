"""Documents that mean harm: each is read or refused in time and memory, and what was left out or refused is said."""

from __future__ import annotations

import pytest

from tests.hostile.documents import CASES
from tests.hostile.measured import measure
from tests.hostile.server import served

# What must be said of them, in English; of the others nothing that a reader would miss is left out.
ENTITIES, MENDED, LONG, MANY = "entities of its own", "not well-formed", "too long", "too many elements"
SAID = {
    "entities: a billion laughs": ENTITIES,
    "entities: one of a megabyte, ten thousand times": ENTITIES,
    "entities: one that names itself": ENTITIES,
    "entities: 100,000 of them": ENTITIES,
    "entities: a file of this machine": ENTITIES,
    "entities: a server": ENTITIES,
    "packed: 1 GB of zeros in a megabyte": "too large",
    "packed: three times, one in the other": "no feed",
    "packed: 10 MiB of items": MANY,
    "items: 10 MiB of <item>": MANY,
    "items: 10 MiB of empty ones": MANY,
    "items: 10 MiB of small ones": MANY,
    "tags: 100,000 within each other": MENDED,
    "attributes: 100,000 of one name": MENDED,
    "signs: < 200,000 times": MENDED,
    "signs: & 500,000 times": LONG,
    "references: 100,000 of nobody": LONG,
    "words: a section of 9 MB": LONG,
    "words: a text of 9 MB": LONG,
    "words: a title of 9 MB": LONG,
    "words: a guid of 9 MB": LONG,
    "words: a date of a megabyte": "cannot be used",
    "JSON: 100,000 lists within each other": "damaged",
    "JSON: 100,000 objects within each other, in an item": "damaged",
    "JSON: numbers of 100,000 digits": "damaged",
    "JSON: a string of 9 MB": LONG,
    "JSON: 9 MB of escapes": LONG,
    "JSON: 500,000 items of nothing": MANY,
    "JSON: 3 million numbers": MANY,
    "JSON: 2 million empty lists": MANY,
}


def test_a_document_that_means_harm_is_done_with_in_time_and_memory_and_what_is_lost_is_said(
    subtests: pytest.Subtests,
) -> None:
    with served() as (server, _):
        costs = measure("tests.hostile.documents", CASES, HOSTILE_URL=f"http://127.0.0.1:{server.port}")
    for name, cost in costs.items():
        with subtests.test(name):
            assert cost.bounded, cost
            said = [cost.answer["refused"]] if "refused" in cost.answer else cost.answer["findings"]
            assert all(one["vi"] and one["en"] for one in said)
            assert not cost.answer.get("refused") or name in SAID
            if name in SAID:
                assert any(SAID[name] in one["en"] for one in said), said
    with subtests.test("nothing is fetched that a document names, and no file of this machine is read"):
        assert server.asked == []
        for name in ("entities: a file of this machine", "entities: a server", "entities: XInclude"):
            assert "root:" not in str(costs[name].answer)
            assert costs[name].answer["entries"] == 1


def test_what_is_named_is_there() -> None:
    assert SAID.keys() <= CASES.keys()
    assert len(CASES) >= 55
