"""The digest of a content says whether a reader would see a difference."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formatters.boilerplate import furniture
from formatters.html import plain
from formatters.text import nfc
from syndication.sources import addresses
from syndication.sources.addresses import absolute, same_place, untracked
from syndication.sources.entry import Enclosure, Entry, content_digest


def test_composed_and_decomposed_letters_are_one_content() -> None:
    def one(text: str) -> Entry:
        return Entry("1", "", text, text, f"<p>{text}</p>", None, None)

    assert content_digest(one("Bộ Nội vụ")) == content_digest(one("Bo\u0323\u0302 No\u0323\u0302i vu\u0323"))
    assert content_digest(one("Bộ Nội vụ")) != content_digest(one("Bồ Nội vụ"))


def test_a_counter_of_readers_is_no_new_content_and_a_new_word_is() -> None:
    def read(times: int, word: str = "họp") -> Entry:
        text = f"Bộ Nội vụ {word}.\n\nLượt xem: {times}"
        return Entry("1", "", "A", text, f"<p>Bộ Nội vụ {word}.</p><p>Lượt xem: {times}</p>", None, None)

    assert content_digest(read(1)) == content_digest(read(2))
    assert content_digest(read(1)) != content_digest(read(1, "họp báo"))


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("/a b.jpg", "https://moha.gov.vn/a%20b.jpg"),
        ("a.jpg", "https://moha.gov.vn/tin/a.jpg"),
        ("//cdn.vn/a", "https://cdn.vn/a"),
        ("HTTPS://moha.gov.vn/%E1%BA%A3", "https://moha.gov.vn/%E1%BA%A3"),
        ("https://moha.gov.vn/ả", "https://moha.gov.vn/%E1%BA%A3"),
        ("\\Media_Share\\a.jpg", "https://moha.gov.vn/Media_Share/a.jpg"),
        ("https://moha.gov.vn/a\n b", "https://moha.gov.vn/a%20b"),
        ("/a?x=1&amp;y=2", "https://moha.gov.vn/a?x=1&y=2"),
        ("javascript:alert(1)", ""),
        ("data:image/png;base64,AA", ""),
        ("mailto:a@moha.gov.vn", ""),
        ("http://[::1/a", ""),
        ("http://moha.gov.vn:99999999/a", ""),
        ("", ""),
    ],
)
def test_an_address_is_completed_and_quoted(written: str, whole: str) -> None:
    assert absolute(written, "https://moha.gov.vn/tin/b").replace("HTTPS:", "https:") == whole


@given(st.text(max_size=50), st.text(max_size=20))
def test_completing_again_changes_nothing_and_nothing_makes_it_fail(url: str, base: str) -> None:
    once = absolute(url, base)
    assert absolute(once, "https://moha.gov.vn/") == once
    assert isinstance(same_place(url), str)
    assert isinstance(untracked(url), str)


@given(
    st.text(max_size=30),
    st.text(alphabet='a"\\\n\u00a0\x1f\u2028 ', max_size=12),
    st.sampled_from(["", '<p>A “b” \\ "c"</p>']),
)
def test_a_digest_is_that_of_what_is_told_as_json(title: str, summary: str, html: str) -> None:
    told = [" ".join(nfc(text).split()) for text in (title, summary, plain(html))]
    written = json.dumps([*told, [["https://a.vn/b", "", ""]]], ensure_ascii=False, separators=(",", ":"))
    entry = Entry("1", "", title, summary, html, None, None, media=(Enclosure("https://a.vn/b?t=1"),))
    if (
        not furniture([*title.split("\n")])
        and not furniture(summary.split("\n"))
        and not any("\ud800" <= one <= "\udfff" for one in title)
    ):
        assert content_digest(entry) == hashlib.sha256(written.encode()).hexdigest()


@given(
    st.lists(
        st.sampled_from(
            [
                "https://",
                "http://",
                "www.",
                "WWW.",
                "Moha.gov.vn",
                "/",
                "a",
                "..",
                "?x=1",
                "?utm_source=a",
                "#b",
                ":80",
                ":",
                "%20",
                "&amp;",
                ";",
                " ",
            ]
        ),
        max_size=7,
    ).map("".join)
)
def test_one_form_of_an_address_is_the_same_whether_it_is_plain_or_has_to_be_taken_apart(url: str) -> None:
    plain = same_place(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "_PLAIN", re.compile("(?!)"))
        assert same_place(url) == plain
    if ":" not in url:
        assert not absolute(url, "")
