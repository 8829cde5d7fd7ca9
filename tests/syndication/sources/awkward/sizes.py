"""Much of one thing: items, words, files, attributes, depth. None of it may cost more than a moment."""

from __future__ import annotations

from tests.syndication.sources.awkward.case import HOME, Case, item, numbered, titled
from tests.syndication.sources.feeds import rss

WORDS = "Bộ Nội vụ tổ chức hội nghị. " * 2000

CASES = numbered(
    [
        Case("a title of 56,000 letters", rss(f"<title>{WORDS}</title>"), titled(WORDS.strip())),
        Case("a body of 56,000 letters", rss(item(WORDS)), [{"summary": WORDS.strip()}]),
        Case(
            "a body too long to tell",
            rss(item("abc " * 300_000), "<title>Hai</title>"),
            titled("Hai"),
            findings=["Item 1"],
        ),
        Case(
            "a picture of a megabyte in the body",
            rss(item(f'&lt;p&gt;Tin&lt;/p&gt;&lt;img src="data:image/png;base64,{"A" * 1_500_000}"&gt;')),
            [{"summary": "Tin", "media": []}],
        ),
        Case(
            "500 items",
            rss(*(f"<title>Tin {n}</title><guid>{n}</guid>" for n in range(500))),
            titled(*(f"Tin {n}" for n in range(500))),
        ),
        Case(
            "100 categories",
            rss(item("x") + "".join(f"<category>{n}</category>" for n in range(100))),
            [{"categories": [str(n) for n in range(30)]}],
        ),
        Case(
            "100 authors",
            rss(item("x") + "".join(f"<dc:creator>Lan {n}</dc:creator>" for n in range(100))),
            titled("Tin"),
        ),
        Case(
            "200 attributes",
            rss(item("x").replace("<guid>", "<guid " + " ".join(f"a{n}='1'" for n in range(200)) + ">")),
            titled("Tin"),
        ),
        Case(
            "300 boxes within boxes",
            rss(item("<![CDATA[" + "<div>" * 300 + "Tin" + "</div>" * 300 + "]]>")),
            [{"text": "Tin"}],
        ),
        Case(
            "1,000 pictures",
            rss(item("<![CDATA[" + "".join(f'<img src="/{n}.jpg">' for n in range(1000)) + "]]>")),
            [{"media": [f"{HOME}/{n}.jpg" for n in range(1000)]}],
        ),
        Case("10,000 references", rss(item("&amp;amp; " * 10_000)), [{"summary": "& " * 9_999 + "&"}]),
        Case("5,000 empty elements", rss(item("x") + "<x/>" * 5_000), titled("Tin")),
        Case(
            "2,000 namespaces",
            rss(item("x")).replace("<rss ", "<rss " + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(2_000)) + " "),
            titled("Tin"),
            findings=None,
        ),
        Case("more blanks than words", rss(f"<title>Tin{' ' * 50_000}mới</title>"), titled("Tin mới")),
    ]
)
