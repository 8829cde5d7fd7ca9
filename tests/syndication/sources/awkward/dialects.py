"""Every family of feeds there ever was, and what people make of them."""

from __future__ import annotations

from tests.syndication.sources.awkward.case import HOME, Case, at, numbered, titled
from tests.syndication.sources.feeds import atom, rss

PAGE = f"{HOME}/a"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
ITEM = f"<item><title>Tin</title><link>{PAGE}</link><description>Tóm tắt</description></item>"
READ = [{"title": "Tin", "link": PAGE, "summary": "Tóm tắt"}]
DOCTYPE = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
STONE = '<at:deleted-entry ref="urn:b" when="2026-09-07T08:00:00Z"/>'
ENTRY = f"<id>urn:a</id><title>Tin</title><link href='{PAGE}'/><summary>Tóm tắt</summary>"


def channel(version: str, inside: str = ITEM) -> str:
    return f'<rss version="{version}"><channel><title>B</title><link>{HOME}</link>{inside}</channel></rss>'


CASES = numbered(
    [
        Case(
            "RSS 0.90",
            f'<rdf:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>B</title>'
            f"<link>{HOME}</link></channel>{ITEM}</rdf:RDF>",
            READ,
            kind="rdf",
        ),
        Case("RSS 0.91 with its document type", DOCTYPE + channel("0.91"), READ),
        *(
            Case(f"RSS {version}", channel(version), READ)
            for version in ("0.92", "0.93", "0.94", "2.0", "2.0.1", "3.0", "")
        ),
        Case("RSS without a version", channel("2.0").replace(' version="2.0"', ""), READ),
        Case(
            "RSS 1.0",
            f'<rdf:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel rdf:about="{HOME}">'
            f'<title>B</title><items><rdf:Seq><rdf:li rdf:resource="{PAGE}"/></rdf:Seq></items>'
            f"</channel>{ITEM.replace('<item>', f'<item rdf:about={chr(34)}{PAGE}{chr(34)}>')}</rdf:RDF>",
            READ,
            kind="rdf",
        ),
        Case(
            "RSS 1.0 with dates of Dublin Core",
            f'<rdf:RDF {RDF} xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            + ITEM.replace("</item>", "<dc:date>2026-09-07T19:41:53+07:00</dc:date></item></rdf:RDF>"),
            [{**READ[0], "published": at("2026-09-07T19:41:53+07:00")}],
            kind="rdf",
        ),
        Case(
            "RSS whose items stand outside its channel",
            f'<rss version="2.0"><channel><title>B</title></channel>{ITEM}</rss>',
            READ,
        ),
        Case("a channel without rss around it", f"<channel><title>B</title>{ITEM}</channel>", READ),
        Case(
            "RSS with everything in a default namespace",
            channel("2.0").replace("<rss ", '<rss xmlns="http://backend.userland.com/rss2" '),
            READ,
        ),
        Case(
            "RSS with prefixes",
            '<x:rss xmlns:x="http://backend.userland.com/rss2" version="2.0"><x:channel>'
            "<x:title>B</x:title><x:item><x:title>Tin</x:title></x:item></x:channel></x:rss>",
            titled("Tin"),
        ),
        Case(
            "RSS in capitals",
            channel("2.0").upper().replace("HTTPS://MOHA.GOV.VN/A", PAGE),
            [{"title": "TIN", "link": PAGE}],
        ),
        Case(
            "two channels",
            f'<rss version="2.0"><channel><title>B</title>{ITEM}</channel><channel>'
            f"<title>C</title>{ITEM.replace('Tin', 'Hai')}</channel></rss>",
            titled("Tin", "Hai"),
        ),
        Case("a channel without items", channel("2.0", ""), []),
        Case("a channel of nothing", '<rss version="2.0"><channel/></rss>', []),
        Case("rss closed at once", '<rss version="2.0"/>', []),
        Case("Atom 1.0", atom(ENTRY), READ, kind="atom"),
        Case(
            "Atom 0.3",
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>B</title><entry><id>urn:a</id>'
            f'<title>Tin</title><link rel="alternate" type="text/html" href="{PAGE}"/>'
            "<summary>Tóm tắt</summary><issued>2026-09-07T19:41:53+07:00</issued></entry></feed>",
            [{**READ[0], "published": at("2026-09-07T19:41:53+07:00")}],
            kind="atom",
        ),
        Case(
            "Atom without its namespace",
            atom(ENTRY).replace('xmlns="http://www.w3.org/2005/Atom" ', ""),
            READ,
            kind="atom",
        ),
        Case(
            "Atom with a prefix",
            '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>B</a:title><a:entry>'
            f'<a:id>urn:a</a:id><a:title>Tin</a:title><a:link href="{PAGE}"/></a:entry></a:feed>',
            [{"title": "Tin", "link": PAGE, "guid": "urn:a"}],
            kind="atom",
        ),
        Case("an empty feed of Atom", atom(), [], kind="atom"),
        Case(
            "Atom with a tombstone", atom(ENTRY, feed=f"<title>B</title>{STONE}"), READ, kind="atom", stones=["urn:b"]
        ),
        Case(
            "RSS with a tombstone",
            rss("<title>Tin</title>", channel=f"<title>B</title>{STONE}"),
            titled("Tin"),
            stones=["urn:b"],
        ),
        Case(
            "a tombstone that names nobody",
            atom(ENTRY, feed="<title>B</title><at:deleted-entry when='2026-09-07T08:00:00Z'/>"),
            READ,
            kind="atom",
        ),
        Case(
            "Atom with the feed that it came from",
            atom(ENTRY + "<source><id>urn:s</id><title>Nguồn</title><updated>2020-01-01T00:00:00Z</updated></source>"),
            [{"title": "Tin", "guid": "urn:a", "published": None}],
            kind="atom",
        ),
        Case(
            "RSS with the feed that it came from",
            rss("<title>Tin</title><source url='https://so.noivu.vn/rss'>Sở Nội vụ</source>"),
            titled("Tin"),
        ),
        Case(
            "an item inside an item",
            rss("<title>Tin</title><item><title>Trong</title></item>"),
            titled("Tin"),
            findings=None,
        ),
        Case(
            "names of elements that nobody knows",
            rss("<title>Tin</title><doc:so xmlns:doc='urn:x'>12/QĐ</doc:so><khong-ro>x</khong-ro>"),
            titled("Tin"),
        ),
        Case(
            "titles of other namespaces beside RSS's",
            rss(
                "<dc:title>Dublin</dc:title><title>Tin</title><media:title>Ảnh</media:title>"
                "<itunes:title>Bài</itunes:title>"
            ),
            titled("Tin"),
        ),
        Case(
            "a title of Media RSS after RSS's",
            rss("<title>Tin</title><media:content url='/a.jpg'><media:title>Ảnh</media:title></media:content>"),
            titled("Tin"),
        ),
        Case(
            "a style sheet and remarks before it",
            f'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><!-- CMS 1.0 -->{channel("2.0")}',
            READ,
        ),
        Case(
            "a remark within an item",
            channel("2.0", ITEM.replace("<link>", "<!-- <title>Không</title> --><link>")),
            READ,
        ),
        Case(
            "an item that says it is hidden from nobody",
            channel("2.0", ITEM.replace("<item>", '<item xml:space="preserve">')),
            READ,
        ),
        Case(
            "news of a map of a site",
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
            f"<url><loc>{PAGE}</loc><news:news><news:publication><news:name>B</news:name>"
            "<news:language>vi</news:language></news:publication>"
            "<news:publication_date>2026-09-07T19:41:53+07:00</news:publication_date>"
            "<news:title>Tin</news:title></news:news></url></urlset>",
            [{"title": "Tin", "link": PAGE, "published": at("2026-09-07T19:41:53+07:00")}],
            kind="sitemap",
            content_type="application/xml",
            findings=None,
        ),
        Case(
            "news of a map with a picture",
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
            f"<url><loc> {PAGE} </loc><n:news><n:publication_date>2026-09-07</n:publication_date>"
            f"<n:title>Tin</n:title></n:news><image:image><image:loc>{HOME}/a.jpg</image:loc>"
            "</image:image></url></urlset>",
            [{"title": "Tin", "link": PAGE, "media": [f"{HOME}/a.jpg"]}],
            kind="sitemap",
            content_type="application/xml",
            findings=None,
        ),
    ]
)
