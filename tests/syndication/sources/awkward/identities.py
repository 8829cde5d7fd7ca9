"""Guids and addresses: missing, the same, of no use, or with more around them than belongs there."""

from __future__ import annotations

from tests.syndication.sources.awkward.case import HOME, Case, numbered
from tests.syndication.sources.feeds import SPACES, URL, atom, rss

PAGE = f"{HOME}/tin-tuc/hoi-nghi---oid57695"


def placed(link: str, guid: str = "<guid>a</guid>") -> str:
    return rss(f"<title>T</title>{guid}{link}")


ADDRESSES = {
    "https://moha.gov.vn/a": f"{HOME}/a",
    "\n   https://moha.gov.vn/a\t": f"{HOME}/a",
    "https://moha.gov.vn/tin tuc/a b": f"{HOME}/tin%20tuc/a%20b",
    "https://moha.gov.vn/tin-tức/hội-nghị": f"{HOME}/tin-t%E1%BB%A9c/h%E1%BB%99i-ngh%E1%BB%8B",
    "/tin-tuc/a": f"{HOME}/tin-tuc/a",
    "//moha.gov.vn/a": f"{HOME}/a",
    "tin-tuc/a": f"{HOME}/tin-tuc/a",
    "https://moha.gov.vn/a?x=1&amp;y=2": f"{HOME}/a?x=1&y=2",
    "https://moha.gov.vn/a?x=1&y=2": f"{HOME}/a?x=1&y=2",
    "https://moha.gov.vn/a?x=1&amp;amp;y=2": f"{HOME}/a?x=1&y=2",
    "<![CDATA[https://moha.gov.vn/a?x=1&y=2]]>": f"{HOME}/a?x=1&y=2",
    "https:\\\\moha.gov.vn\\a": f"{HOME}/a",
    "https://moha.gov.vn/a%20b%C3%A1": f"{HOME}/a%20b%C3%A1",
    "https://moha.gov.vn/tin-tuc/---oid57695": f"{HOME}/tin-tuc/---oid57695",
    "https://moha.gov.\nvn/a": f"{HOME}/a",
    "javascript:alert(1)": "",
    "data:text/html,x": "",
    "file:///etc/passwd": "",
    "gopher://moha.gov.vn/": "",
    "mailto:a@moha.gov.vn": "",
    "http://[::1/a": "",
    "http://moha.gov.vn:port/a": "",
    "https://": "",
    "": "",
    f"https://moha.gov.vn/{'a' * 3000}": "",
}

CASES = numbered(
    [
        *(
            Case(
                f"address {n}: {text[:40]!r}",
                placed(f"<link>{text}</link>").replace("\\\\", "\\\\"),
                [{"link": told}],
                findings=None,
            )
            for n, (text, told) in enumerate(ADDRESSES.items(), 1)
        ),
        Case(
            "a guid with blanks around it",
            placed(f"<link>{PAGE}</link>", "<guid>\n  urn:a \t</guid>"),
            [{"guid": "urn:a", "link": PAGE}],
        ),
        Case("a guid that is the address", placed("", f"<guid>{PAGE}</guid>"), [{"guid": PAGE, "link": PAGE}]),
        Case(
            "a guid that is an address and says it is none",
            placed("", f"<guid isPermaLink='false'>{PAGE}</guid>"),
            [{"guid": PAGE}],
        ),
        Case(
            "a guid that is no address, without a link",
            placed("", "<guid>57695</guid>"),
            [{"guid": "57695", "link": ""}],
        ),
        Case("a guid in CDATA", placed("", "<guid><![CDATA[ urn:a ]]></guid>"), [{"guid": "urn:a"}]),
        Case("no guid", placed(f"<link>{PAGE}</link>", ""), [{"guid": "", "link": PAGE}]),
        Case("an empty guid", placed(f"<link>{PAGE}</link>", "<guid/>"), [{"guid": "", "link": PAGE}]),
        Case("neither guid nor address", placed("", ""), [{"guid": "", "link": "", "title": "T"}]),
        Case("a guid of 5,000 letters", placed("", f"<guid>{'g' * 5000}</guid>"), [{"guid": "g" * 5000}]),
        Case(
            "a guid with marks of another alphabet",
            placed("", "<guid>bài-viết-số-1</guid>"),
            [{"guid": "bài-viết-số-1"}],
        ),
        Case(
            "every guid the same",
            rss(*(f"<title>{n}</title><guid>1</guid><link>{HOME}/{n}</link>" for n in "ab")),
            [{"guid": "1", "link": f"{HOME}/a"}, {"guid": "1", "link": f"{HOME}/b"}],
        ),
        Case(
            "one item twice",
            rss(*[f"<title>T</title><guid>1</guid><link>{PAGE}</link>"] * 2),
            [{"guid": "1"}, {"guid": "1"}],
        ),
        Case(
            "the link of Atom in RSS beside RSS's own",
            placed(f"<atom:link rel='self' href='{HOME}/self'/><link>{PAGE}</link>"),
            [{"link": PAGE}],
        ),
        Case("the link of Atom in RSS alone", placed(f"<atom:link href='{PAGE}'/>"), [{"link": PAGE}]),
        Case("a link given as an attribute", placed(f"<link href='{PAGE}'/>"), [{"link": PAGE}]),
        Case("a link closed before its text, as HTML does", placed(f"<link/>{PAGE}"), [{"guid": "a"}]),
        Case("two links", placed(f"<link>{PAGE}</link><link>{HOME}/khac</link>"), [{"guid": "a"}]),
        Case(
            "a page on another host",
            placed("<link>https://quangninh.gov.vn/a</link>"),
            [{"link": "https://quangninh.gov.vn/a"}],
        ),
        Case(
            "a relative address by the feed's home",
            rss(
                "<title>T</title><link>a.html</link>",
                channel="<title>B</title><link>https://anh.moha.gov.vn/tin/</link>",
            ),
            [{"link": "https://anh.moha.gov.vn/tin/a.html"}],
        ),
        Case(
            "a relative address by xml:base",
            rss("<title>T</title><link>a.html</link>").replace(
                "<item>", "<item xml:base='https://anh.moha.gov.vn/tin/'>"
            ),
            [{"link": "https://anh.moha.gov.vn/tin/a.html"}],
        ),
        Case(
            "a feed without an address of its own",
            rss("<title>T</title><link>/a</link>"),
            [{"link": f"{HOME}/a"}],
            url=URL,
        ),
        Case(
            "Atom with the first of two alternates",
            atom(
                f"<id>urn:a</id><title>T</title><link href='{PAGE}' hreflang='vi'/>"
                f"<link href='{HOME}/en' hreflang='en'/>"
            ),
            [{"link": PAGE}],
            kind="atom",
        ),
        Case(
            "Atom whose first link is a file",
            atom(
                "<id>urn:a</id><title>T</title>"
                f"<link rel='enclosure' href='{HOME}/a.pdf' type='application/pdf'/><link href='{PAGE}'/>"
            ),
            [{"link": PAGE, "media": [f"{HOME}/a.pdf"], "roles": ["file"]}],
            kind="atom",
        ),
        Case(
            "Atom with an empty link first",
            atom(f"<id>urn:a</id><title>T</title><link href=''/><link href='{PAGE}'/>"),
            [{"link": PAGE}],
            kind="atom",
        ),
        Case(
            "Atom without an id",
            atom(f"<title>T</title><link href='{PAGE}'/>"),
            [{"guid": "", "link": PAGE}],
            kind="atom",
        ),
        Case(
            "RDF known by its about",
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
            f"<channel><title>B</title></channel><item rdf:about='{PAGE}'><title>T</title>"
            f"<link>{PAGE}</link></item></rdf:RDF>",
            [{"guid": PAGE, "link": PAGE}],
            kind="rdf",
        ),
        Case(
            "guids of another case",
            f"<RSS version='2.0' {SPACES}><CHANNEL><TITLE>B</TITLE><ITEM><TITLE>T</TITLE>"
            f"<LINK>{PAGE}</LINK><GUID>a</GUID></ITEM></CHANNEL></RSS>",
            [{"title": "T", "link": PAGE, "guid": "a"}],
            findings=None,
        ),
    ]
)
