"""What is remembered of the last document makes reading cheaper and changes nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.access import open_wire
from syndication.desk import take_in as module
from syndication.desk import vanished
from syndication.desk.sources import add_source
from syndication.desk.take_in import Came, Pulled, take_in
from syndication.desk.withdraw import withdraw
from syndication.gate.models import Refusal
from syndication.items.models import Item
from syndication.sources.entry import Entry, Parsed, Tombstone
from syndication.sources.models import LastRead, Source

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SITE = "https://tin.example/"


def entry(guid: str = "", link: str = "", title: str = "Hội nghị", **more: Any) -> Entry:
    """An entry that bears the digest of all that it says, as the reader of feeds gives it."""
    told: dict[str, Any] = {"summary": "Tóm tắt", "html": "<p>Toàn văn</p>", "published": NOW, "updated": None, **more}
    made = Entry(guid=guid, link=link and SITE + link, title=title, **told)
    return replace(made, digest=hashlib.sha256(repr(made).encode()).hexdigest())


@dataclass(frozen=True)
class Document:
    """What the source holds at one moment; `gone` are pages that answer 410, `taken` the place of an item that staff withdraw after."""

    entries: tuple[Entry, ...]
    stones: tuple[Tombstone, ...] = ()
    gone: frozenset[str] = frozenset()
    part: bool = False
    taken: int = -1


class Reader:
    """Stands in for the parser: a body is the number of a document. Counts the entries it has read."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.read = 0

    def parse(self, body: bytes, kind: str, url: str, seen: Collection[str] = frozenset()) -> Parsed:
        document = self.documents[int(body)]
        new = tuple(one for one in document.entries if one.digest not in seen)
        same = tuple(one.digest for one in document.entries if one.digest in seen)
        self.read += len(new)
        return Parsed("rss", "T", "vi", SITE, new, document.stones, same=same)

    def status_of(self, url: str, wire: object) -> int:
        return 410 if url.removeprefix(SITE) in self.documents[-1].gone else 200


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader()
    monkeypatch.setattr(module, "parse", made.parse)
    monkeypatch.setattr(vanished, "status_of", made.status_of)
    return made


@pytest.fixture
def source() -> Source:
    return add_source("tin", SITE + "rss", own=False, baseline=False)


@pytest.fixture
def take(reader: Reader, source: Source) -> Callable[..., Pulled]:
    def take(document: Document, *, url: str = SITE + "rss") -> Pulled:
        reader.documents.append(document)
        pulled = Pulled(source.name)
        came = Came(str(len(reader.documents) - 1).encode(), "text/xml", url, part=document.part)
        take_in(source, came, open_wire(0.1), pulled, who="test", now=NOW + timedelta(hours=len(reader.documents)))
        if 0 <= document.taken < Item.objects.count():
            withdraw(Item.objects.order_by("pk")[document.taken], reason="hand", note="", who="lan", now=NOW)
        return pulled

    return take


def came_of(pulled: Pulled) -> dict[str, int]:
    return {name: value for name, value in pulled.to_json().items() if isinstance(value, int) and value}


def all_that_is() -> str:
    """Everything that intake decides, without the numbers of rows."""
    rows: list[Any] = []
    for item in Item.objects.order_by("pk").prefetch_related("keys", "revisions"):
        told = [(one.number, one.content, one.title, one.link) for one in item.revisions.all()]
        keys = sorted(key.key for key in item.keys.all())
        rows.append((item.guid, item.identifier, item.state, item.withdrawn_code, item.link, keys, told))
    return json.dumps([rows, sorted(Refusal.objects.values_list("digest", "code"))], ensure_ascii=False, indent=1)


def test_what_stands_there_as_it_stood_is_not_read_again(take: Callable[..., Pulled], reader: Reader) -> None:
    entries = tuple(entry(f"g{n}", f"bai-{n}", f"Bài {n}", html=f"<p>{n}</p>") for n in range(20))
    assert came_of(take(Document(entries))) == {"new": 20}
    reader.read = 0
    edited = entry("g7", "bai-7", "Bài 7 (sửa)", html="<p>7</p>")
    assert came_of(take(Document((*entries[:7], edited, *entries[8:])))) == {"revised": 1, "unchanged": 19}
    assert reader.read == 1


def test_a_document_that_differs_in_nothing_but_its_build_date_costs_no_write(
    take: Callable[..., Pulled], django_assert_num_queries: Any
) -> None:
    entries = tuple(entry(f"g{n}", f"bai-{n}", f"Bài {n}", html=f"<p>{n}</p>") for n in range(20))
    take(Document(entries))
    with django_assert_num_queries(
        4
    ) as asked:  # what is remembered, the newest items, their states; whether any is missing
        assert came_of(take(Document(tuple(reversed(entries))))) == {"unchanged": 20}
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_under_another_address_everything_is_read_again(take: Callable[..., Pulled], reader: Reader) -> None:
    document = Document((entry("g1", "bai-1"),))
    take(document)
    take(document, url=SITE + "rss2")
    assert reader.read == 2


def test_what_was_refused_is_judged_again_each_time(take: Callable[..., Pulled], reader: Reader) -> None:
    secret = entry("g2", "bai-2", "Báo cáo", html="<p>TỐI MẬT</p>")
    for _ in range(2):
        assert take(Document((entry("g1", "bai-1"), secret))).refused == 1
    assert reader.read == 3


def test_what_a_hub_pushed_forgets_nothing_that_it_did_not_touch(take: Callable[..., Pulled], reader: Reader) -> None:
    entries = tuple(entry(f"g{n}", f"bai-{n}", f"Bài {n}", html=f"<p>{n}</p>") for n in range(5))
    take(Document(entries))
    edited = entry("g0", "bai-0", "Bài 0 (sửa)", html="<p>0</p>")
    assert came_of(take(Document((edited,), part=True))) == {"revised": 1}
    reader.read = 0
    assert came_of(take(Document((edited, *entries[1:])))) == {"unchanged": 5}
    assert reader.read == 0
    assert came_of(take(Document(entries))) == {"revised": 1, "unchanged": 4}, "the old words are not what is known now"


def test_a_key_that_is_shared_all_of_a_sudden_is_seen_though_its_bearer_stayed_the_same(
    take: Callable[..., Pulled],
) -> None:
    old, new = entry("1", "bai-1", "Bài 1", html="<p>1</p>"), entry("1", "bai-2", "Bài 2", html="<p>2</p>")
    take(Document((old,)))
    assert came_of(take(Document((new, old)))) == {"new": 1, "unchanged": 1}


ENTRIES = st.builds(
    entry,
    guid=st.sampled_from(["", "1", "2", "3", SITE + "a"]),
    link=st.sampled_from(["", "a", "b", "c---oid57695", "d---oid57695", "?"]),
    title=st.sampled_from(["Một", "Hai", "Ba", ""]),
    html=st.sampled_from(["<p>Một</p>", "<p>Hai</p>", "<p>TỐI MẬT</p>", ""]),
    published=st.sampled_from([NOW, NOW, None]),
    raw_date=st.sampled_from(["", "x"]),
)
STONES = st.builds(
    Tombstone,
    ref=st.sampled_from(["1", "2", SITE + "a", SITE + "b"]),
    when=st.sampled_from([None, NOW + timedelta(days=1), NOW - timedelta(days=1)]),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Document]:
    """Documents one after the other, each made from a few entries that come back, so that much stays as it was."""
    pool = draw(st.lists(ENTRIES, min_size=2, max_size=7))
    return draw(
        st.lists(
            st.builds(
                Document,
                entries=st.lists(st.sampled_from(pool), max_size=6).map(tuple),
                stones=st.lists(STONES, max_size=1).map(tuple),
                gone=st.frozensets(st.sampled_from(["a", "b"]), max_size=1),
                part=st.sampled_from([False, False, False, True]),
                taken=st.sampled_from([-1, -1, 0, 1]),
            ),
            min_size=2,
            max_size=5,
        )
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_with_what_is_remembered_the_same_becomes_of_every_document_as_without(
    history: list[Document], take: Callable[..., Pulled], reader: Reader
) -> None:
    outcomes = []
    for remembering in (True, False):
        reader.documents.clear()
        with transaction.atomic():
            said = []
            for document in history:
                if not remembering:
                    LastRead.objects.all().delete()
                said.append((came_of(take(document)), all_that_is()))
            outcomes.append(said)
            transaction.set_rollback(True)
    for number, (with_it, without) in enumerate(zip(*outcomes, strict=True)):
        assert with_it == without, f"after document {number}"
