from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import brotli
import pytest

from syndication.feeds.answer import Answer, Stored, answer, preferred, prepare
from syndication.feeds.twins import later, twins

BODY = b"<rss/>" * 200
MODIFIED = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def stored(**changes: Any) -> Stored:
    made = twins(BODY)
    return Stored(
        **{
            "body": BODY,
            "gzip": made.gzip,
            "brotli": made.brotli,
            "content_type": "application/rss+xml; charset=utf-8",
            "etag": '"abc"',
            "modified": MODIFIED,
            "language": "vi",
            "address": "https://feeds.example/feeds/tin.rss",
        }
        | changes
    )


def ask(method: str = "GET", *, private: bool = False, kept: Stored | None = None, **headers: str) -> Answer:
    asked = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return answer(prepare(kept or stored()), {"REQUEST_METHOD": method, **asked}, private=private)


def told(given: Answer) -> dict[str, str]:
    return dict(given.headers)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.8, gzip;q=0.9", "gzip"),
        ("br;q=0.9, gzip;q=0.9", "br"),
        ("GZIP;Q=0.5", "gzip"),
        ("gzip ; q=0.5 , br ; q=0", "gzip"),
        ("gzip;q=0.5, identity", "identity"),
        ("gzip;q=0.5, identity;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("identity;q=0", "identity"),
        ("gzip;q=0", "identity"),
        ("gzip;q=1.2.3", "identity"),
        ("gzip;q=-1", "identity"),
        ("deflate", "identity"),
        ("gzip;q=0.001", "gzip"),
        (",,;q=1,", "identity"),
    ],
)
def test_the_encoding_is_the_one_that_the_client_likes_best(accepted: str, encoding: str) -> None:
    assert preferred(accepted) == encoding


def test_what_is_sent_unpacks_to_what_is_stored_and_is_as_long_as_it_says() -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
    for encoding, opened in unpack.items():
        given = ask(accept_encoding=encoding)
        assert opened(given.body) == BODY
        assert told(given)["Content-Length"] == str(len(given.body))
        assert told(given).get("Content-Encoding", "identity") == encoding


def test_a_file_that_has_no_brotli_is_sent_in_gzip() -> None:
    assert told(ask(kept=stored(brotli=b""), accept_encoding="br, gzip"))["Content-Encoding"] == "gzip"


def test_each_encoding_has_a_strong_tag_of_its_own() -> None:
    tags = [told(ask(accept_encoding=name))["ETag"] for name in ("identity", "gzip", "br")]
    assert tags == ['"abc"', '"abc-gzip"', '"abc-br"']


@pytest.mark.parametrize(
    "tags",
    ['"abc"', '"abc-gzip"', '"abc-br"', 'W/"abc"', '"x", W/"abc-br" ,"y"', '"x","abc"', "*", " * "],
)
@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_who_has_the_bytes_in_any_encoding_is_told_so_without_them(tags: str, accepted: str) -> None:
    given = ask(if_none_match=tags, accept_encoding=accepted)
    assert (given.status, given.body) == (304, b"")
    full = told(ask(accept_encoding=accepted))
    about_the_body = {"Content-Type", "Content-Length", "Content-Encoding"}
    assert told(given) == {name: value for name, value in full.items() if name not in about_the_body}


@pytest.mark.parametrize("tags", ['"other"', "abc", "", '"abc-zstd"', '"ABC"', '"*"', 'W/"ab"'])
def test_who_has_other_bytes_gets_these(tags: str) -> None:
    assert ask(if_none_match=tags).status == 200


def test_a_tag_wins_over_a_date_and_a_date_counts_alone() -> None:
    same, before = "Thu, 26 Nov 2026 02:00:00 GMT", "Thu, 26 Nov 2026 01:59:59 GMT"
    assert ask(if_modified_since=same).status == 304
    assert ask(if_modified_since=before).status == 200
    assert ask(if_modified_since="yesterday").status == 200
    assert ask(if_modified_since=same, if_none_match='"other"').status == 200
    assert ask(if_modified_since=before, if_none_match='"abc"').status == 304


def test_what_has_no_date_is_told_by_its_tag_alone() -> None:
    undated = stored(modified=None)
    assert "Last-Modified" not in told(ask(kept=undated))
    assert ask(kept=undated, if_modified_since="Thu, 26 Nov 2099 02:00:00 GMT").status == 200
    assert ask(kept=undated, if_none_match='"abc"').status == 304


def test_head_says_what_get_says_without_the_body() -> None:
    for headers in ({}, {"accept_encoding": "br"}, {"if_none_match": '"abc"'}):
        full, head = ask(**headers), ask("HEAD", **headers)
        assert (head.status, head.headers, head.body) == (full.status, full.headers, b"")


def test_a_reader_in_a_browser_may_ask_with_a_tag_and_read_ours() -> None:
    given = ask("OPTIONS")
    assert (given.status, given.body) == (204, b"")
    assert told(given)["Allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in told(given)["Access-Control-Allow-Headers"]
    assert "ETag" in told(ask())["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_nothing_but_reading_is_allowed_and_that_is_said(method: str) -> None:
    given = ask(method)
    assert given.status == 405
    assert told(given)["Allow"] == "GET, HEAD, OPTIONS"
    assert "chỉ để đọc" in given.body.decode()
    assert "only for reading" in given.body.decode()


def test_the_links_name_the_public_address_and_the_hub() -> None:
    self_link = '<https://feeds.example/feeds/tin.rss>; rel="self"'
    assert told(ask())["Link"] == self_link
    assert (
        told(ask(kept=stored(hub="https://hub.example/")))["Link"] == f'{self_link}, <https://hub.example/>; rel="hub"'
    )


def test_a_partner_gets_the_same_bytes_that_no_cache_between_keeps_and_no_page_tells_of() -> None:
    public, private = ask(), ask(private=True)
    assert private.body == public.body
    changed = {name for name, value in told(private).items() if told(public).get(name) != value}
    assert changed == {"Cache-Control", "Content-Location", "Referrer-Policy"}
    assert told(private)["Cache-Control"] == "private, max-age=300"
    assert told(private)["Referrer-Policy"] == "no-referrer"


def test_ways_of_asking_are_remembered_only_up_to_a_bound() -> None:
    prepared = prepare(stored())
    for number in range(1000):
        asked = {"REQUEST_METHOD": "GET", "HTTP_IF_NONE_MATCH": f'"{number}"'}
        assert answer(prepared, asked).status == 200
    answer(prepared, {"REQUEST_METHOD": "GET", "HTTP_IF_NONE_MATCH": "x" * 100_000})
    assert len(prepared.given) <= 100
    assert max(len(way[2] or "") for way in prepared.given) < 250


def test_ways_of_asking_take_little_memory_whatever_is_asked() -> None:
    prepared = prepare(stored())
    tracemalloc.start()
    for number in range(1000):
        answer(prepared, {"REQUEST_METHOD": "GET", "HTTP_IF_NONE_MATCH": f'"{number:0900}"'})
        answer(prepared, {"REQUEST_METHOD": "GET", "HTTP_IF_NONE_MATCH": f'"{number:0200}"'})
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 80_000  # a file; there may be thousands


def test_a_time_of_change_grows_by_a_second_at_least() -> None:
    now = datetime(2026, 11, 26, 2, 0, 0, 999_999, tzinfo=UTC)
    assert later(now, None) == MODIFIED
    assert later(now, MODIFIED) == MODIFIED.replace(second=1)
    assert later(now, MODIFIED.replace(second=7)) == MODIFIED.replace(second=8)
    assert later(now, MODIFIED.replace(minute=0, hour=1)) == MODIFIED


def test_the_same_bytes_always_give_the_same_twins() -> None:
    assert twins(BODY) == twins(BODY)
