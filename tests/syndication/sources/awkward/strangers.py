"""What a feed's address answers when it answers no feed."""

from __future__ import annotations

import gzip

from tests.syndication.sources.awkward.case import Case, numbered

PAGE = "<!DOCTYPE html><html><head><title>Cổng</title>{}</head><body><p>404</p></body></html>"
FEED = '<link rel="alternate" type="application/rss+xml" href="/rss/home.rss">'


def refused(name: str, document: str | bytes, word: str, content_type: str = "text/html") -> Case:
    return Case(name, document, refused=word, content_type=content_type)


CASES = numbered(
    [
        refused("nothing", "", "rỗng"),
        refused("blanks", " \r\n\t", "rỗng"),
        refused("a mark and nothing", b"\xef\xbb\xbf", "rỗng"),
        refused("zeros", b"\0" * 100, "rỗng"),
        refused("an empty packed file", gzip.compress(b""), "rỗng"),
        refused("a page", PAGE.format(""), "trang web"),
        refused("a page that names its feed", PAGE.format(FEED), "https://moha.gov.vn/rss/home.rss"),
        refused(
            "a page of XHTML",
            '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
            "trang web",
        ),
        refused("a page served as a feed", PAGE.format(""), "trang web", "application/rss+xml"),
        refused(
            "a page that speaks of rss",
            PAGE.format("").replace("404", "&lt;rss&gt; <rss version='2.0'></rss>"),
            "trang web",
        ),
        refused("a page without a head", "<body><h1>Bảo trì</h1></body>", "trang web"),
        refused(
            "a page of a firewall",
            "<html><body>Request blocked. Support ID: 123</body></html>",
            "trang web",
            "application/xml",
        ),
        refused("words", "Hệ thống đang bảo trì", "văn bản", "text/plain"),
        refused("a PDF", b"%PDF-1.7\n...", "PDF", "application/pdf"),
        refused("a document of Word", b"PK\x03\x04....word/document.xml", "Word", "application/xml"),
        refused("an old document of Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
        refused("a JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        refused("a PNG", b"\x89PNG\r\n\x1a\n", "PNG"),
        refused("a GIF", b"GIF89a....", "GIF"),
        refused("a drawing", "<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        refused(
            "a list of feeds", "<?xml version='1.0'?><opml version='2.0'><head/><body/></opml>", "OPML", "text/xml"
        ),
        refused(
            "a map of a site without news",
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url>"
            "<loc>https://moha.gov.vn/</loc></url></urlset>",
            "sitemap",
            "text/xml",
        ),
        refused(
            "one entry alone",
            "<entry xmlns='http://www.w3.org/2005/Atom'><id>a</id></entry>",
            "Atom",
            "application/atom+xml",
        ),
        refused(
            "an envelope",
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>",
            "SOAP",
            "text/xml",
        ),
        refused("other data", "<data><row/></data>", "<data>", "text/xml"),
        refused("a declaration and nothing", "<?xml version='1.0' encoding='utf-8'?>", "nguồn tin", "text/xml"),
        refused("bytes of chance", bytes(range(128, 256)) * 20, "nguồn tin"),
        refused("an error of a program", "Fatal error: Uncaught Exception in /var/www/rss.php:3", "văn bản"),
    ]
)
