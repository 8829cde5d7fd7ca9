"""Simple HTML is told in one pass, and never otherwise than a browser's parser would have it told."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formatters import html as slow
from formatters.html import pictures, plain, sanitise
from formatters.paragraphs import paragraphs
from formatters.reading import read
from formatters.simple import simple

BASE = "https://moha.gov.vn/tin/a"
SAID = st.sampled_from(
    [
        "Nội dung",
        " ",
        "\n",
        "a",
        "&amp;",
        "&nbsp;",
        "\xa0",
        "&lt;b&gt;",
        " & ",
        "x > y",
        "&ndash;",
        "&#160;",
        "&#39;",
        "&AMP",
        "  ",
        "\u3000",
        "\u200b",
        "&hellip;",
        "ó",
        "̸",
        "\x0b",
        "1 < 2",
        "&#60;",
        '"',
        "&copy",
    ]
)
ADDRESSES = st.sampled_from(
    [
        "/a.jpg",
        "https://x.vn/a b.jpg",
        "b.png",
        "//c.vn/d",
        "",
        "javascript:x",
        "?x=1&y=2",
        "/p?a=1&amp;b=2",
        "#t",
        " /q ",
        "/a;b",
        "https://x.vn/ả.jpg",
        "../z/./k",
        "HTTP://X.vn/",
        "https://1.2.3.4.5/a",
        "http://xn--a/",
        "https://x.vn:99999/a",
        "mailto:a@b",
        "https://x.vn\\a",
        "/a//b",
        "https://x.vn/a?b&copy=d",
        "data:image/png;base64,AA",
        "/a\u200bb",
    ]
)
QUOTES = st.sampled_from("'\"")
LOOSE = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<li>x",
        "<!-- c -->",
        "<table><tr><td>x</td></tr></table>",
        "<p/>",
        "<",
        "<figure><img src='/f.jpg'><figcaption>c</figcaption></figure>",
        "<script>x</script>",
        "<P CLASS=x>y</P>",
        "<pre>\nx</pre>",
    ]
)


def marked(inner: st.SearchStrategy[str], *names: str) -> st.SearchStrategy[str]:
    attributes = st.sampled_from(["", " class='x'", ' style="text-align: justify;"', " id=a", " align='left' b"])
    return st.builds(
        lambda name, said, text: f"<{name}{said}>{text}</{name}>", st.sampled_from(names), attributes, inner
    )


def picture(quote: str, address: str, rest: str) -> str:
    return f"<img src={quote}{address}{quote}{rest}>"


def link(quote: str, address: str, text: str) -> str:
    return f"<a href={quote}{address}{quote} target='_blank'>{text}</a>"


PICTURES = st.builds(
    picture,
    QUOTES,
    ADDRESSES,
    st.sampled_from(["", " alt='Ảnh'/", " alt='a &amp; b'", " data-src='/l.jpg'", " alt='x > y'"]),
)
INLINE = st.recursive(
    SAID | SAID | PICTURES | st.sampled_from(["<br>", "<br/>", "</br>"]),
    lambda inner: (
        marked(inner, "b", "strong", "em", "i", "u", "sup", "span", "font", "del", "small")
        | st.builds(link, QUOTES, ADDRESSES, inner)
        | st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=6,
)
LISTS = marked(st.lists(marked(INLINE, "li") | st.just("\n") | SAID, max_size=4).map("".join), "ul", "ol")
BLOCKS = st.recursive(
    INLINE | marked(INLINE, "p", "p", "h1", "h2", "h3", "h6") | LISTS | LOOSE,
    lambda inner: marked(inner, "div", "section", "blockquote") | st.lists(inner, max_size=4).map("".join),
    max_leaves=8,
)


def settled(html: str) -> str:
    """As it was told before there was a quick way."""
    for _ in range(6):
        told = slow._sanitised(html, BASE)
        if told == html:
            break
        html = told
    return html


@settings(max_examples=400, deadline=None)
@given(BLOCKS)
@example("<div><p>Một</p> hai <b>ba</b>\n<p>bốn</p></div>")
@example("<ul>\n<li>a</li>\n<li></li></ul>")
@example("<p>x</p>\n<span>y</span><a>z</a>")
@example("<ul>chữ<li>a</li></ul>")
def test_what_is_told_quickly_is_told_as_a_browser_would_have_it(html: str) -> None:
    quick = simple(html, BASE)
    if quick is not None:
        assert quick.html == settled(html)
        assert list(quick.pictures) == pictures(quick.html)
        assert sanitise(quick.html, BASE) == quick.html


@settings(max_examples=300, deadline=None)
@given(BLOCKS, st.booleans())
def test_what_is_read_quickly_is_read_as_from_a_tree(html: str, clean: bool) -> None:
    html = sanitise(html, BASE) if clean else html
    quick = paragraphs(html)
    if quick is not None:
        assert quick == read(slow._tree(slow._tidy(html)))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/ab p='\"&;!-\n\u0338\u0301é", max_size=30))
def test_no_scrap_of_markup_is_told_quickly_and_wrongly(html: str) -> None:
    quick = simple(html, BASE)
    assert quick is None or quick.html == settled(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p style='text-align: justify;'>Sáng 7/9, <strong>Bộ trưởng</strong>&nbsp;…</p><p><img src='/a.jpg' alt='Ảnh' width='5'/></p>",
        '<a href="/x"><img src="//cdn.vn/a.jpg"></a></br>Sáng nay',
        "<div>Một<br/>hai</div>\n<div>ba</div>",
        "<h1>Mục</h1><ul><li>Một</li><li><a href='https://moha.gov.vn/b'>Hai</a></li></ul>",
        "Chữ không có thẻ nào & một dấu",
    ],
)
def test_the_html_of_most_items_goes_the_quick_way(html: str) -> None:
    assert simple(html, BASE) is not None


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a</td></tr></table>",
        "<p>a<b>b</p></b>",
        "<script>x</script>",
        "<!-- x -->a",
        "<svg><p>x</svg>",
        "<p onclick=x>a",
        "<img src='https://x.vn:99999/a'>",
        "<a href='java\tscript:x'>a</a>",
        "<p>\x0b</p>",
        "<p>a &copy b</p>",
        "<pre>\na</pre>",
    ],
)
def test_what_only_a_browser_can_read_does_not(html: str) -> None:
    assert simple(html, BASE) is None


def test_a_headline_and_pictures_are_read_quickly_in_their_order() -> None:
    html = sanitise("<h2>Mục</h2><p>Một<br>hai<img src='/a.jpg'>ba &amp; bốn</p>", BASE)
    told = [("heading", "Mục"), ("text", "Một\nhai"), ("image", "https://moha.gov.vn/a.jpg", ""), ("text", "ba & bốn")]
    assert paragraphs(html) == told
    assert plain(html) == "Mục\n\nMột\nhai\n\nba & bốn"
