"""What was typed in an old encoding, or garbled on its way, is stored in Unicode, and a person hears of it."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndication.desk.refuse import stamped
from syndication.sources.entry import content_digest
from syndication.sources.parse import letters
from tests.formatters.typed import garbled, in_1258, in_tcvn3, in_vni
from tests.syndication.sources.feeds import only, read, rss

TITLE = "Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc"
BODY = "Sáng nay, Thứ trưởng chủ trì hội nghị; những người dự họp đề nghị đẩy mạnh cải cách chế độ công vụ."


def item(title: str, body: str) -> str:
    return (
        f"<title>{title}</title><link>https://moha.gov.vn/tin---oid1</link><author>a@moha.gov.vn ({title})</author>"
        f"<description>{escape(f'<p><b>{body}</b></p><p>{body}</p>')}</description><category>{title}</category>"
        f'<media:content url="https://moha.gov.vn/a.jpg" medium="image"><media:title>{body}</media:title></media:content>'
    )


PLAIN = only(rss(item(TITLE, BODY)))


@pytest.mark.parametrize(
    "typed", [in_tcvn3, in_vni, garbled, lambda text: garbled(text, 2), lambda text: in_1258(text).decode("cp1252")]
)
def test_every_word_of_an_entry_comes_out_in_unicode_and_so_it_is_the_same_entry(typed) -> None:
    told = only(rss(item(typed(TITLE), typed(BODY))))
    assert (told.title, told.summary, told.author) == (TITLE, f"{BODY}\n\n{BODY}", TITLE)
    assert (told.html, told.categories, told.media) == (PLAIN.html, PLAIN.categories, PLAIN.media)
    assert content_digest(told) == content_digest(PLAIN)
    assert len(told.findings) == 1
    assert not PLAIN.findings


def test_letters_hidden_in_references_and_descriptions_of_pictures_are_read_and_addresses_are_not() -> None:
    said = "".join(f"&#{ord(letter)};" for letter in in_tcvn3(BODY))
    told = only(
        rss(
            f'<title>A</title><description><![CDATA[<p>{said} &lt;b&gt; &amp;</p><img src="/anh/vô-1.jpg" alt="{in_tcvn3(TITLE)}">'
            "]]></description>"
        )
    )
    assert told.summary == f"{BODY} <b> &"
    assert (told.media[0].alt, told.media[0].url) == (TITLE, "https://moha.gov.vn/anh/v%C3%B4-1.jpg")


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
def test_a_document_of_bytes_that_nobody_declared_is_read_by_its_words(typed) -> None:
    document = rss(item(typed(TITLE), typed(BODY)), channel="<title>T</title>")
    assert only(document.encode("latin-1")).title == TITLE


def test_bytes_of_windows_1258_that_nobody_declared_are_still_read() -> None:
    document = rss("<title>{}</title>", channel="<title>T</title>").encode().replace(b"{}", in_1258(TITLE))
    assert only(document).title == TITLE
    assert only(document, "application/xml; charset=iso-8859-1").title == TITLE


def test_a_stamp_of_secrecy_in_an_old_encoding_is_seen() -> None:
    assert stamped(only(rss(item(in_tcvn3("TỐI MẬT"), in_tcvn3(BODY)))))
    assert stamped(only(rss(item("Báo cáo", in_vni("MẬT"))))), (
        "alone it is too short to be converted, and is seen all the same"
    )
    assert not stamped(PLAIN)


def test_what_is_not_certain_is_stored_as_it_came_and_said() -> None:
    told = only(rss("<title>Th«ng b¸o</title><guid>a</guid>"))
    assert told.title == "Th«ng b¸o"
    assert ["TCVN" in finding.vi for finding in told.findings] == [True]


def test_signs_and_other_languages_trouble_nobody() -> None:
    assert not read(rss("<title>Bộ Nội vụ tổ chức hội nghị © 2026 – 5 µm, café, «A» · B</title>")).entries[0].findings


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Bộ",
                " ",
                "<p>",
                "</p>",
                "&agrave;",
                "&#184;",
                "Th«ng",
                " b¸o ",
                '<img alt="Hµ Néi" src="/ả.jpg">',
                "á»™",
                "&lt;",
                "b&eacute;",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_a_glance_finds_whatever_a_look_would_find(body: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters.legacy, "is_right", lambda texts: False)
        looked = letters.in_unicode([body, "Bộ Nội vụ"])
    assert letters.in_unicode([body, "Bộ Nội vụ"]) == looked


def test_a_garbled_noncharacter_is_none_when_it_is_put_right() -> None:
    """Found by fuzzing: one stray byte, and all of it is read as western letters, which are then put right."""
    document = rss("<title>Bộ Nội vụ tổ chức hội nghị\ufffe</title>", channel="<title>T</title>").encode()
    assert only(b"\x80" + document[1:]).title == "Bộ Nội vụ tổ chức hội nghị"
