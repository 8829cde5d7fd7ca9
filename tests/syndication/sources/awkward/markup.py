"""Titles and bodies as real sites write them: escaped too often or not at all, HTML that no browser minds, plain text."""

from __future__ import annotations

from html import escape

from tests.syndication.sources.awkward.case import HOME, Case, Told, item, numbered, titled
from tests.syndication.sources.feeds import atom, rss

LINK = f"<link>{HOME}/tin-tuc/a</link>"


def body(name: str, words: str, **told: object) -> Case:
    """A case of one description, in CDATA."""
    return Case(name, rss(item(f"<![CDATA[{words}]]>") + LINK), [{"title": "Tin", **told}])


def headed(name: str, written: str, told: str, findings: tuple[str, ...] | None = None) -> Case:
    return Case(name, rss(f"<title>{written}</title><guid>a</guid>"), titled(told), findings=findings)


NOTHING: Told = {"title": "Tin", "text": "", "media": []}

CASES = numbered(
    [
        headed("a title escaped twice", "Tin &amp;amp; bài", "Tin & bài"),
        headed("a title escaped three times", "Tin &amp;amp;amp; bài", "Tin & bài"),
        headed("a bare ampersand in a title", "Tin & bài", "Tin & bài"),
        headed("a company's name", "AT&T và R&D", "AT&T và R&D"),
        headed("marks of HTML in a title", "&lt;b&gt;Tin&lt;/b&gt; &lt;i&gt;mới&lt;/i&gt;", "Tin mới"),
        headed("marks in a title that nobody escaped", "<b>Tin</b> mới", "Tin mới"),
        headed("a title in CDATA with a reference", "<![CDATA[Tin &#8211; bài &amp; ảnh]]>", "Tin – bài & ảnh"),
        headed("a title in two CDATA sections", "<![CDATA[Tin ]]><![CDATA[mới]]>", "Tin mới"),
        headed("a title on five lines", "\n\n  Tin\n\tmới\r\n ", "Tin mới"),
        headed("a smaller-than sign in a title", "Lương &lt; 5 triệu", "Lương < 5 triệu"),
        headed("a smaller-than sign that nobody escaped", "Lương < 5 triệu", "Lương < 5 triệu"),
        headed("quotation marks by their names", "&quot;Tin&quot; &apos;mới&apos;", "\"Tin\" 'mới'"),
        headed("an escaped script in a title", "Tin&lt;script&gt;alert(1)&lt;/script&gt;", "Tin"),
        headed("an empty title", "", ""),
        headed("a title of blanks", " \u00a0\u200b ", ""),
        headed("a reference that HTML does not know", "Tin &khongco; mới", "Tin &khongco; mới"),
        body(
            "a picture in an anchor and a break that is closed",
            f'<a href="{HOME}/a"><img src="https://i1.vnecdn.net/a.jpg?w=1&amp;h=2" ></a></br>Sáng 7/9',
            text="Sáng 7/9",
            summary="Sáng 7/9",
            media=["https://i1.vnecdn.net/a.jpg?w=1&h=2"],
        ),
        body(
            "an anchor closed at once and once more",
            "<a href='/a'/><img src='/b.jpg'/></a></br>(Dân trí) - Tin",
            summary="(Dân trí) - Tin",
            media=[f"{HOME}/b.jpg"],
        ),
        body(
            "an agency before the text",
            "(Chinhphu.vn) - Sáng nay, Thủ tướng chủ trì phiên họp.",
            summary="(Chinhphu.vn) - Sáng nay, Thủ tướng chủ trì phiên họp.",
        ),
        body("a paragraph that is never closed", "<p>Một<p>Hai", text="Một\n\nHai"),
        body("a list that is never closed", "<ul><li>Một<li>Hai", text="• Một\n• Hai"),
        body("marks crossed", "<b>Một <i>hai</b> ba</i>", text="Một hai ba"),
        body("marks in capitals with bare attributes", "<P ALIGN=center>Một<BR>hai</P>", text="Một\nhai"),
        body(
            "a table",
            "<table><tr><th>STT</th><th>Tên</th></tr><tr><td>1</td><td>Lan</td></tr></table>",
            text="STT | Tên\n1 | Lan",
        ),
        body("boxes within boxes", "<div>" * 30 + "Tin" + "</div>" * 30, html="<p>Tin</p>"),
        body("a comment for another program", "<!--[if mso]><p>Word</p><![endif]--><p>Tin</p>", text="Tin"),
        body(
            "marks of Word",
            '<p class="MsoNormal"><o:p>&nbsp;</o:p><span style="font-family:.VnTime">Tin</span></p>',
            text="Tin",
        ),
        body("a script", "<p>Tin</p><script>alert(1)</script>", html="<p>Tin</p>"),
        body("a style", "<style>p{color:red}</style><p>Tin</p>", html="<p>Tin</p>"),
        body("handlers", '<p onclick="x()" onmouseover=y()>Tin</p>', html="<p>Tin</p>"),
        body("an address that is a script", '<p><a href="javascript:x()">Tin</a></p>', html="<p>Tin</p>"),
        body("an address that hides a script", '<p><a href="jav&#x09;ascript:x()">Tin</a></p>', html="<p>Tin</p>"),
        body("a frame", '<p>Tin</p><iframe src="https://www.youtube.com/embed/x"></iframe>', text="Tin"),
        body("a form", '<p>Tin</p><form action="/x"><input name="a"><button>Gửi</button></form>', text="Tin"),
        body("a drawing with a script", "<p>Tin</p><svg><script>alert(1)</script><text>x</text></svg>", text="Tin"),
        body("a mathematical frame", "<p>Tin</p><math><mtext><script>alert(1)</script></mtext></math>", text="Tin"),
        body("a template", "<p>Tin</p><template><p>x</p></template>", text="Tin"),
        body(
            "a base and a refresh",
            '<base href="https://xau.vn/"><meta http-equiv="refresh" content="0;url=https://xau.vn/">'
            '<p><a href="/a">Tin</a></p>',
            html=f'<p><a href="{HOME}/a">Tin</a></p>',
        ),
        body(
            "a picture of a pixel that counts readers",
            '<p>Tin</p><img src="https://dem.vn/p.gif" width="1" height="1">',
            text="Tin",
        ),
        body("a link into the page", '<p><a href="#muc-1">Tin</a></p>', text="Tin"),
        body(
            "a link to another page, relative",
            '<p><a href="b.html">Tin</a></p>',
            html=f'<p><a href="{HOME}/tin-tuc/b.html">Tin</a></p>',
        ),
        body("blanks that do not break", "<p>Tin&nbsp;&nbsp;mới&nbsp;</p>", text="Tin mới"),
        body("empty paragraphs", "<p></p><p>&nbsp;</p><p>Tin</p><p><br></p>", html="<p>Tin</p>"),
        body("the end of a section inside a section", "<p>Tin ]]]]><![CDATA[> mới</p>", text="Tin ]]> mới"),
        Case("a body escaped twice", rss(item("&amp;lt;p&amp;gt;Tin mới&amp;lt;/p&amp;gt;")), [{"summary": "Tin mới"}]),
        Case("a body escaped once", rss(item(escape("<p>Tin <b>mới</b></p>"))), [{"html": "<p>Tin <b>mới</b></p>"}]),
        Case("a body that nobody escaped", rss(item("<p>Tin <b>mới</b></p>")), [{"summary": "Tin mới"}], findings=None),
        Case("a plain body", rss(item("Một &lt; hai\n\nBa &amp; bốn")), [{"summary": "Một < hai\n\nBa & bốn"}]),
        Case("an empty body", rss(item("")), [NOTHING]),
        Case("a body of nothing to read", rss(item("<![CDATA[<p> </p><!-- x --><br>]]>")), [NOTHING]),
        Case(
            "a full text beside a summary",
            rss(item("Tóm tắt") + "<content:encoded><![CDATA[<p>Toàn văn</p>]]></content:encoded>"),
            [{"summary": "Tóm tắt", "text": "Toàn văn"}],
        ),
        Case(
            "a full text without a summary",
            rss("<title>T</title><content:encoded><![CDATA[<p>Toàn văn</p>]]></content:encoded>"),
            [{"text": "Toàn văn"}],
        ),
        Case("an empty full text", rss(item("Tóm tắt") + "<content:encoded/>"), [{"text": "Tóm tắt"}]),
        Case(
            "full text before its summary",
            rss("<content:encoded><![CDATA[<p>Toàn văn</p>]]></content:encoded>" + item("Tóm tắt")),
            [{"summary": "Tóm tắt", "text": "Toàn văn"}],
        ),
        Case(
            "names with an address beside them",
            rss(item("x") + "<author>lan@moha.gov.vn (Nguyễn Thị Lan)</author>"),
            [{"author": "Nguyễn Thị Lan"}],
        ),
        Case("an address that is nobody's name", rss(item("x") + "<author>lan@moha.gov.vn</author>"), [{"author": ""}]),
        Case(
            "a name by Dublin Core",
            rss(item("x") + "<dc:creator><![CDATA[Nguyễn Thị Lan]]></dc:creator>"),
            [{"author": "Nguyễn Thị Lan"}],
        ),
        Case(
            "a name with a script",
            rss(item("x") + "<dc:creator>Lan&lt;script&gt;x&lt;/script&gt;</dc:creator>"),
            [{"author": "Lan"}],
        ),
        Case(
            "categories twice, empty and escaped",
            rss(
                item("x")
                + "<category>Thời sự</category><category>Thời sự</category><category/><category>Lương &amp;amp; thưởng</category>"
            ),
            [{"categories": ["Thời sự", "Lương & thưởng"]}],
        ),
        Case(
            "a title of Atom in HTML",
            atom("<id>a</id><title type='html'>&lt;b&gt;Tin&lt;/b&gt; &amp;amp; bài</title>"),
            titled("Tin & bài"),
            kind="atom",
        ),
        Case(
            "a title of Atom in XHTML",
            atom(
                "<id>a</id><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Tin <b>mới</b></div></title>"
            ),
            titled("Tin mới"),
            kind="atom",
        ),
        Case(
            "a body of Atom in XHTML",
            atom(
                "<id>a</id><title>Tin</title><content type='xhtml'>"
                "<div xmlns='http://www.w3.org/1999/xhtml'><p>Toàn <em>văn</em></p></div></content>"
            ),
            [{"text": "Toàn văn"}],
            kind="atom",
        ),
        Case(
            "a body of Atom as text that looks like marks",
            atom("<id>a</id><title>Tin</title><content type='text'>a &lt; b, c &gt; d</content>"),
            [{"text": "a < b, c > d"}],
            kind="atom",
        ),
        Case(
            "a body of Atom in CDATA of HTML",
            atom("<id>a</id><title>Tin</title><content type='html'><![CDATA[<p>Toàn văn</p>]]></content>"),
            [{"text": "Toàn văn"}],
            kind="atom",
        ),
        Case(
            "a body of Atom that lies elsewhere",
            atom(
                "<id>a</id><title>Tin</title><summary>Tóm tắt</summary>"
                "<content src='https://moha.gov.vn/a.pdf' type='application/pdf'/>"
            ),
            [{"text": "Tóm tắt"}],
            kind="atom",
        ),
    ]
)
