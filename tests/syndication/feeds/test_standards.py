"""Every feed that is produced, of every kind and in every form, against the standards; and the checks against mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from formatters.story import Film, Picture
from scheduler.models import Account
from syndication.feeds import build
from syndication.feeds.models import FeedFile
from tests.support.ledger import START, account_of, live, rendition_of, retracted, revised, story_of
from tests.syndication.feeds.standards import atom, extensions, forms, jsonfeed, rss

BASE = "https://feeds.example/feeds/"
PICTURE = Picture(sha256="a" * 64, mime="image/jpeg", width=1600, height=900, alt='A <b> & "c"', credit="MOHA")
SECOND = replace(PICTURE, sha256="c" * 64, alt="Ảnh thứ hai")
FILM = Film(sha256="b" * 64, mime="video/mp4", size=7_000_000, seconds=61.4, url="https://moha.gov.vn/film.mp4")


def faults(path: str, body: bytes) -> Iterator[str]:
    """What is wrong with a file, by all the standards that its form has to do with."""
    address, form = BASE + path, path.rpartition(".")[2]
    if len(body) > forms.MOST:
        yield f"{len(body)} bytes"
    if form == "json":
        yield from jsonfeed.faults(body, address)
        return
    yield from rss.faults(body, address) if form == "rss" else atom.faults(body, address)
    yield from extensions.faults_of_media(body)
    yield from extensions.faults_of_history(body, address)


def full(language: str) -> Account:
    """A feed with all that can be in one."""
    account = account_of(slug=f"tin-{language}", language=language, title="Tin & <bài>")
    awkward = 'R&D <a href="x">\u202e "Đ" \x0b\ufffe\x85\ufffd\ufdd0\U0001ffff 😀 &amp; &copy &1 </b> </x>'
    for number in range(1, 161):
        live(
            account, story_of(number, language=language, category="Cải cách & <đổi mới>", tags=("a&b", "c<d", awkward))
        )
    story = story_of(200, language=language, pictures=(PICTURE, SECOND), film=FILM, author=awkward, title=awkward)
    live(account, story, rendition=replace(rendition_of(account, story), html="", summary="", unit=awkward))
    # A source that tells days alone: these were all updated at once.
    for number in (210, 211, 212):
        story = story_of(number, language=language, published=START, modified=START, film=replace(FILM, size=0))
        alike = tuple(
            replace(PICTURE, sha256=name * 64, alt=alt) for name, alt in zip("defg", ("a", "a", "", ""), strict=True)
        )
        story = replace(story, pictures=alike, link="https://moha.gov.vn/a[1]?b[]=c%#d[e]#f")
        telling = replace(
            rendition_of(account, story), title="R&D </b> &amp; &1 a < b", summary=awkward, category=awkward
        )
        live(account, story, rendition=telling)
    live(account, story_of(213, language=language, modified=START + timedelta(days=1)))
    live(account, story_of(201, language=language, category="", link="", summary=""))
    note = "The date <was> wrong & is right."
    revised(
        live(account, story_of(202, language=language)),
        story_of(202, language=language, revision=2, note=note),
        now=START + timedelta(hours=1),
    )
    retracted(live(account, story_of(203, language=language, title=awkward)), now=START + timedelta(hours=2))
    retracted(live(account, story_of(0, language=language)), now=START + timedelta(hours=2))
    live(account, story_of(204, language=language, link="https://moha.gov.vn/tin/bổ-nhiệm?a=b&c=d"))
    return account


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("hub", ["", "https://hub.example/"])
def test_every_document_of_a_feed_with_all_that_can_be_in_one_keeps_every_standard(client, db, settings, language, hub):
    settings.SYNDICATION_HUB_URL = hub
    full(language)
    build.build_all()
    found = {file.path: list(faults(file.path, bytes(file.body))) for file in FeedFile.objects.all()}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    assert {path.rpartition(".")[0].removeprefix(f"tin-{language}") for path in found} == {
        *("", "/archive/1", "/archive/2", "/appointments", "/unit/r-d-a-href-x-d-amp-copy-1-b-x"),
        *("/cai-cach-doi-moi", "/cai-cach-doi-moi/archive/1", "/cai-cach-doi-moi/archive/2"),
    }


def test_an_empty_feed_keeps_every_standard(client, english):
    build.build_all()
    for file in FeedFile.objects.all():
        assert list(faults(file.path, bytes(file.body))) == []


MISTAKES: list[tuple[str, bytes, bytes]] = [
    ("rss", b'isPermaLink="false"', b""),
    ("rss", b"<guid isPermaLink", b"<guid>x</guid><guid isPermaLink"),
    ("rss", b'rel="self"', b'rel="other"'),
    ("rss", b"<ttl>5</ttl>", b"<ttl>soon</ttl>"),
    ("rss", b"<pubDate>Fri, 13", b"<pubDate>2026-11-13"),
    ("rss", b"<dc:creator>", b"<author>x@y.z</author><dc:creator>"),
    ("rss", b"http://search.yahoo.com/mrss/", b"http://search.yahoo.com/mrss"),
    ("rss", b"<lastBuildDate>", b"<updated>x</updated><lastBuildDate>"),
    ("rss", b'length="7000000"', b'length="7 MB"'),
    ("rss", b"&#x26;", b"&amp;"),
    ("rss", b"R&#x26;amp;D", b"R&#x26;D"),
    ("rss", b"<title>Appointment no. 160", b"<title>The tag &#x3C;/b> no. 160"),
    ("rss", b"<dc:rights>", b"<dc:rights>&lt;"),
    ("rss", b"Appointment no. 160", "\ufdd0".encode()),
    ("rss", b"/en/a---oid160<", b"/en/a[1]<"),
    ("rss", b'href="https://feeds.example/feeds/tin-en/archive/2.rss" rel="prev-archive"', b'href="/x" rel="current"'),
    ("atom", b'rel="alternate"', b'rel="alternate" rev="x"'),
    (
        "atom",
        b'<link href="https://moha.gov.vn/film',
        b'<link rel="alternate" href="https://moha.gov.vn/x"/><link href="https://moha.gov.vn/film',
    ),
    ("atom", b"<id>urn:moha:article:160</id>", b"<id>urn:moha:article:159</id>"),
    ("atom", b"<id>urn:moha:article:160</id>", b"<id>article 160</id>"),
    ("atom", b"<published>2026-11-13T", b"<published>2026-11-13 "),
    ("atom", b"<published>2026-11-13T", b"<published>2026-12-13T"),
    ("atom", b"<summary>The minister", b"<summary>&amp; the minister"),
    ("atom", b"<name>", b"<name>&#x3C;/i>"),
    ("atom", b"/en/a---oid160", b"/en/a[1]"),
    ("atom", b"<content type=", b"<content>x</content><content type="),
    ("atom", b"<summary>", b'<summary type="markdown">'),
    ("atom", b'xml:lang="en"', b""),
    ("atom", b" when=", b" at="),
    ("atom", b'ref="urn:moha:article:203"', b'ref="urn:moha:article:202"'),
    ("json", b'"id":"urn:moha:article:160"', b'"id":"urn:moha:article:159"'),
    ("json", b'"id":"urn:moha:article:160"', b'"id":160'),
    ("json", b"/en/a---oid160", b"/en/a[1]"),
    ("json", b"Appointment no. 160", "\ufffd".encode()),
    ("json", b'"size_in_bytes":7000000', b'"size_in_bytes":0'),
    ("json", "Ảnh thứ hai".encode(), b'A <b> & \\"c\\"'),
    ("json", b'"date_published":"2026-11-13T', b'"date_published":"2026-11-13 '),
    ("json", b'"authors":[{"name"', b'"author":[{"name"'),
    ("json", b'"mime_type":', b'"type":'),
    (
        "json",
        b'"next_url":"https://feeds.example/feeds/tin-en/archive/2.json"',
        b'"next_url":"https://feeds.example/feeds/tin-en.json"',
    ),
    ("json", b"<p>", b"<script>x</script><p>"),
]


@pytest.fixture(scope="module")
def _remembered() -> dict[str, bytes]:
    return {}


@pytest.fixture
def produced(client: Any, db: None, settings: Any, _remembered: dict[str, bytes]) -> dict[str, bytes]:
    """The three forms of the feed with everything, made once for all mistakes."""
    if not _remembered:
        full("en")
        build.build_all()
        _remembered |= {
            form: bytes(FeedFile.objects.get(path=f"tin-en.{form}").body) for form in ("rss", "atom", "json")
        }
    return _remembered


@pytest.mark.parametrize(("form", "right", "wrong"), MISTAKES)
def test_a_mistake_is_found(produced: dict[str, bytes], form: str, right: bytes, wrong: bytes):
    body = produced[form]
    assert right in body
    assert list(faults(f"tin-en.{form}", body)) == []
    assert list(faults(f"tin-en.{form}", body.replace(right, wrong))) != []


def test_the_attribution_and_the_rights_are_in_every_entry_of_every_form(client, db):
    full("vi")
    full("en")
    build.build_all()
    for language, line in (
        ("vi", "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"),
        ("en", "Source: Ministry of Home Affairs Portal"),
    ):
        for form, entry in (("rss", "<item>.*?</item>"), ("atom", "<entry .*?</entry>")):
            body = bytes(FeedFile.objects.get(path=f"tin-{language}.{form}").body).decode()
            entries = re.findall(entry, body, re.DOTALL)
            assert len(entries) >= 100
            for told in entries:
                for element in ("description|summary", "content:encoded|content", "dc:rights"):
                    assert re.search(f"<({element})[^>]*>[^<]*{line}", told, re.DOTALL), (element, told)
