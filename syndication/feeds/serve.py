"""An address below /feeds/ and what was asked of it → the answer. The one function behind `front` and the Django view."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.utils import timezone

from formatters.sentence import Sentence
from scheduler.access import settled_settings
from syndication.feeds import fetched, listing, official, opml, partners
from syndication.feeds.answer import Answer, Prepared, Stored, answer, prepare, sentence
from syndication.feeds.fetched import Note
from syndication.feeds.memory import Away, Memory
from syndication.feeds.models import FeedFile

ROOM = 64_000_000  # bytes of files that a process keeps in memory
OPML, OPML_BY_CATEGORY, CHANNELS = "opml.xml", "opml-categories.xml", "channels.json"
LIST_TITLE = Sentence("Nguồn tin của Bộ Nội vụ", "Feeds of the Ministry of Home Affairs")
BY_CATEGORY = Sentence(
    "Nguồn tin của Bộ Nội vụ theo chuyên mục (đừng nhập cùng toàn bộ: một bài chỉ hiện ở một nơi)",
    "Feeds of the Ministry of Home Affairs by category (not to be imported beside the whole: an item shows in one place only)",
)
PARTNERS = "p/"
NO_FEED = Sentence(
    "Không có nguồn tin nào ở địa chỉ này. Danh sách các nguồn tin: {list}",
    "There is no feed at this address. The list of feeds: {list}",
)
NO_PARTNER = Sentence(
    "Không có đối tác nào có khóa này. Hãy xem lại địa chỉ đã được cấp.",
    "No partner has this key. Check the address that you were given.",
)
REVOKED = Sentence(
    "Khóa này đã bị thu hồi. Các nguồn tin công khai vẫn ở: {list}",
    "This key was revoked. The public feeds are still at: {list}",
)
AWAY = Sentence(
    "Máy chủ tạm thời chưa trả lời được. Hãy thử lại sau ít phút.",
    "The server cannot answer for the moment. Try again in a few minutes.",
)


@dataclass(frozen=True, slots=True)
class Road:
    """How an answer is found: files by path, partners by the hash of their key, and where a partner's fetch is noted."""

    file: Callable[[str], Prepared | None]
    partner: Callable[[str], partners.Known | None]
    note: Callable[[Note], None]


def told(path: str, asked: Mapping[str, Any], road: Road) -> Answer | None:
    """The answer at a path below /feeds/; None when there is no feed and no partner's address."""
    try:
        if path.startswith(PARTNERS):
            return _to_partner(path.removeprefix(PARTNERS), asked, road)
        prepared = road.file(path)
    except (Away, DatabaseTrouble):
        return sentence(503, AWAY, Retry_After="60", Cache_Control="no-store")
    return None if prepared is None else answer(prepared, asked)


def no_feed(**headers: str) -> Answer:
    """404 with a sentence that says where the list is."""
    return sentence(404, _with_list(NO_FEED), **headers)


def look(path: str, known: Prepared | None = None) -> Prepared | None:
    """What is kept at a path, asked of the database: `known` itself when it is that still. None when there is nothing."""
    if path in MADE:
        made = MADE[path]()
        return None if made is None else _same(made, known)
    if not (path.isascii() and path.isprintable()):
        return None  # no path of ours, and a database may refuse to be asked for a NUL
    if known is not None and known.stored.modified is not None:
        # By the time of change too: bytes that came back are the same and newer, and who has others asks by that time.
        same = FeedFile.objects.filter(path=path, etag=known.stored.etag, modified=known.stored.modified)
        if same.exists():
            return known
    file = FeedFile.objects.select_related("account").filter(path=path).first()
    if file is None:
        return None
    return prepare(
        Stored(
            body=bytes(file.body),
            gzip=bytes(file.gzip),
            brotli=bytes(file.brotli),
            content_type=file.content_type,
            etag=file.etag,
            modified=file.modified,
            language=file.language,
            address=f"{str(settled_settings(file.account)['base_url']).rstrip('/')}/feeds/{path}",
            hub=settings.SYNDICATION_HUB_URL,
        )
    )


def _to_partner(rest: str, asked: Mapping[str, Any], road: Road) -> Answer:
    key, _, path = rest.partition("/")
    unshared = {"Cache_Control": "no-store"}
    partner = road.partner(partners.hashed(key)) if partners.is_key(key) else None
    if partner is None:
        return sentence(404, NO_PARTNER, **unshared)
    if partner.revoked:
        return sentence(410, _with_list(REVOKED), **unshared)
    prepared = road.file(path)
    if prepared is None:
        return no_feed(**unshared)
    given = answer(prepared, asked, private=True)
    if asked["REQUEST_METHOD"] == "GET" and path not in MADE:  # a list is no feed that could be behind
        road.note(Note(partner.pk, path, prepared.stored.etag, given.status))
    return given


def _with_list(say: Sentence) -> Sentence:
    where = f"{settings.SYNDICATION_BASE_URL}/feeds/"
    return Sentence(say.vi.format(list=where), say.en.format(list=where))


def _opml() -> Stored | None:
    files = [file for file in listing.rss_files() if not file.page]
    return _list_of(files, OPML, LIST_TITLE.vi)


def _opml_by_category() -> Stored | None:
    files = [file for file in listing.rss_files() if listing.file_is_category(file)]
    return _list_of(files, OPML_BY_CATEGORY, BY_CATEGORY.vi)


def _channels() -> Stored:
    body = official.render(official.official(timezone.localdate()))
    return _made(body, CHANNELS, official.CONTENT_TYPE)


def _list_of(files: list[FeedFile], path: str, title: str) -> Stored | None:
    if not files:  # OPML without an outline is none
        return None
    body = opml.render(files, title, settings.SYNDICATION_BASE_URL)
    return _made(body, path, opml.CONTENT_TYPE)


MADE: dict[str, Callable[[], Stored | None]] = {
    OPML: _opml,
    OPML_BY_CATEGORY: _opml_by_category,
    CHANNELS: _channels,
}  # each time anew: they are short


def _made(body: bytes, path: str, content_type: str) -> Stored:
    # A feed that is taken away changes the list too, and nobody keeps when: a date would tell readers that nothing has changed.
    return Stored(
        body=body,
        gzip=gzip.compress(body, 9, mtime=0),
        brotli=b"",
        content_type=content_type,
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        modified=None,
        language="vi",
        address=f"{settings.SYNDICATION_BASE_URL}/feeds/{path}",
    )


def _same(stored: Stored, known: Prepared | None) -> Prepared:
    return known if known is not None and known.stored == stored else prepare(stored)


def remembering(note: Callable[[Note], None], *, clock: Callable[[], float] = time.monotonic) -> Road:
    """A road through what this process remembers: what stands before Django answers from it."""
    files: Memory[Prepared] = Memory(look, lambda prepared: prepared.stored.size, room=ROOM, clock=clock)
    known: Memory[partners.Known] = Memory(partners.look, partners.weight, room=1_000_000, clock=clock)
    return Road(files.get, known.get, note)


ASKED = Road(look, partners.look, fetched.write_or_log)  # each time from the database
REMEMBERED = remembering(fetched.Recorder().note)
