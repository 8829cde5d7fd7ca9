"""XML that is none: cut off, never closed, closed in the wrong order, with rubbish before and behind."""

from __future__ import annotations

from tests.syndication.sources.awkward.case import Case, numbered, titled
from tests.syndication.sources.feeds import WHOLE, atom, rss

TITLE = "Hội nghị tổng kết"
TWO = rss(WHOLE, "<title>Hai</title><guid>2</guid><description>Đoạn thứ nhất. Đoạn thứ hai.</description>")
ONE = rss(WHOLE)
PHP = "<br />\n<b>Warning</b>:  mysql_connect(): Access denied in <b>/var/www/rss.php</b> on line <b>3</b><br />\n"
MENDED = ("well-formed",)
CUT = ("well-formed", "breaks off")


def mended(name: str, document: str, *titles: str) -> Case:
    return Case(name, document, titled(*titles or (TITLE,)), findings=MENDED)


CASES = numbered(
    [
        mended("an end tag spelt wrongly", ONE.replace("</link>", "</lnk>")),
        mended("an end tag missing", ONE.replace("</guid>", "")),
        mended("the channel never closed", ONE.replace("</channel>", "")),
        mended("the feed never closed", ONE.replace("</rss>", "")),
        mended("closed as a page", ONE.replace("</rss>", "</html>")),
        mended("items closed by the next", TWO.replace("</item><item>", "<item>"), TITLE, "Hai"),
        mended("a tag without its bracket", ONE.replace("</title><link>https", "</title<link>https", 1), TITLE),
        mended("attributes without quotation marks", rss(WHOLE + "<enclosure url=/a.jpg type=image/jpeg />")),
        mended("an attribute twice", rss(WHOLE + '<enclosure url="/a.jpg" url="/b.jpg"/>')),
        mended("a prefix that nobody declared", rss(WHOLE + "<moha:so>12</moha:so>")),
        mended("a smaller-than sign in a text", rss(WHOLE + "<description>1 < 2 và 3 > 2</description>")),
        mended("marks of HTML that nobody closed", rss(WHOLE + "<description>a <b>b <br> c</description>")),
        Case(
            "a section that is never closed",
            rss(WHOLE + "<description><![CDATA[chưa đóng</description>"),
            titled(TITLE),
            findings=None,
        ),
        Case("a remark with two dashes inside", rss(WHOLE + "<!-- a -- b -->"), titled(TITLE), findings=None),
        Case(
            "a bare ampersand in an address",
            rss(WHOLE.replace("oid57695</link>", "oid57695?a=1&b=2</link>")),
            titled(TITLE),
        ),
        Case("an error of a program before it", PHP + ONE, titled(TITLE), findings=None),
        Case(
            "a warning before the declaration",
            "Deprecated: x in y.php\n<?xml version='1.0'?>" + ONE,
            titled(TITLE),
            findings=None,
        ),
        Case("blank lines before the declaration", "\n\n \t<?xml version='1.0'?>" + ONE, titled(TITLE)),
        Case("a script of a host behind it", ONE + "\n<script src='//x'></script>", titled(TITLE), findings=None),
        Case("the time it took behind it", ONE + "\n<!-- 0.12 s, cached -->", titled(TITLE)),
        Case("zeros behind it", ONE.encode() + b"\0" * 512, titled(TITLE), findings=None),
        Case("two feeds, one behind the other", ONE + TWO, titled(TITLE), findings=None),
        Case("two declarations", "<?xml version='1.0'?><?xml version='1.0'?>" + ONE, titled(TITLE), findings=None),
        Case("version 1.1 of XML", "<?xml version='1.1'?>" + ONE, titled(TITLE), findings=None),
        Case("a declaration that is none", "<?xml version=1.0 encoding=utf-8?>" + ONE, titled(TITLE), findings=None),
        Case("cut off in a text", TWO[: TWO.index("thứ hai")], titled(TITLE), findings=CUT),
        Case("cut off in a tag", TWO[: TWO.index("<description>") + 5], titled(TITLE), findings=CUT),
        Case("cut off in a title", TWO[: TWO.index("Hai") + 1], titled(TITLE), findings=CUT),
        Case(
            "cut off in an attribute",
            rss(WHOLE, "<title>Hai</title><enclosure url='/a.jpg' type='image/jpeg'/>").partition("image/j")[0],
            titled(TITLE),
            findings=CUT,
        ),
        Case(
            "cut off in a section",
            rss(WHOLE, "<title>Hai</title><description><![CDATA[<p>Một. Hai.</p>]]></description>").partition(
                " Hai.</p>"
            )[0],
            titled(TITLE),
            findings=CUT,
        ),
        Case(
            "cut off in a reference",
            rss(WHOLE, "<title>Hai &amp; ba</title>").partition("mp; ba")[0],
            titled(TITLE),
            findings=CUT,
        ),
        Case(
            "cut off between two items",
            TWO[: TWO.index("<item>", TWO.index("</item>"))],
            titled(TITLE),
            findings=["well-formed"],
        ),
        Case("cut off in the first item", ONE[: ONE.index("</guid>")], [], findings=CUT),
        Case("cut off in the channel", ONE[: ONE.index("</title>")], [], findings=None),
        Case("cut off in the first tag", "<rss version='2.0' xmlns:a", refused="nguồn tin", findings=None),
        Case(
            "Atom cut off",
            atom("<id>a</id><title>Một</title>", "<id>b</id><title>Hai</title><summary>Đoạn này").partition("n này")[0],
            titled("Một"),
            kind="atom",
            findings=CUT,
        ),
        Case(
            "Atom with an entry that is never closed",
            atom("<id>a</id><title>Một</title>", "<id>b</id><title>Hai</title>").replace("</entry><entry>", "<entry>"),
            titled("Một", "Hai"),
            kind="atom",
            findings=MENDED,
        ),
        Case("an item of nothing", rss("", WHOLE), [{"title": ""}, {"title": TITLE}]),
        Case(
            "entities that are defined",
            '<!DOCTYPE rss [<!ENTITY bnv "Bộ Nội vụ">]>' + rss("<title>T</title><description>&bnv;</description>"),
            [{"summary": "&bnv;"}],
            findings=None,
        ),
        Case(
            "an entity of this machine",
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + rss("<title>T</title><description>[&x;]</description>"),
            [{"summary": "[&x;]"}],
            findings=None,
        ),
    ]
)
