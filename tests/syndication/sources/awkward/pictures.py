"""Pictures, films and files: where feeds hide them, and how they address them."""

from __future__ import annotations

from tests.syndication.sources.awkward.case import HOME, Case, item, numbered
from tests.syndication.sources.feeds import atom, rss

PICTURE = f"{HOME}/a.jpg"


def shown(name: str, more: str, media: list[str], **told: object) -> Case:
    """What an item with these elements shows."""
    return Case(name, rss(item("Tin") + f"<link>{HOME}/tin-tuc/bai</link>{more}"), [{"media": media, **told}])


def within(name: str, html: str, media: list[str], **told: object) -> Case:
    """What a body shows."""
    return shown(name, f"<content:encoded><![CDATA[{html}]]></content:encoded>", media, **told)


CASES = numbered(
    [
        within(
            "a relative address with blanks",
            '<img src="/Media_Share/a b ảnh.jpg">',
            [f"{HOME}/Media_Share/a%20b%20%E1%BA%A3nh.jpg"],
        ),
        within("an address beside the page", '<img src="anh/1.jpg">', [f"{HOME}/tin-tuc/anh/1.jpg"]),
        within("an address without a scheme", '<img src="//cdn.moha.gov.vn/a.jpg">', ["https://cdn.moha.gov.vn/a.jpg"]),
        within("blanks around the address", '<img src="  https://moha.gov.vn/a.jpg\n">', [PICTURE]),
        within("backslashes", '<img src="\\anh\\a.jpg">', [f"{HOME}/anh/a.jpg"]),
        within("references in the address", '<img src="/a.jpg?w=1&amp;h=2">', [f"{HOME}/a.jpg?w=1&h=2"]),
        within("no quotation marks", "<img src=/a.jpg alt=Ảnh>", [PICTURE], alts=["Ảnh"]),
        within("a picture that comes late", '<img src="data:image/gif;base64,R0lGOD" data-src="/a.jpg">', [PICTURE]),
        within("a picture that comes late, by another name", '<img data-original="/a.jpg" src="/cho.gif">', [PICTURE]),
        within("a picture written into the page", '<img src="data:image/png;base64,AAAA">', []),
        within("a picture of a script", '<img src="javascript:alert(1)">', []),
        within("a picture of this machine", '<img src="file:///etc/passwd">', []),
        within("a picture without an address", '<img alt="x">', []),
        within(
            "one picture three times",
            '<img src="/a.jpg"><img src="/a.jpg"><img src="https://moha.gov.vn/a.jpg">',
            [PICTURE],
        ),
        within(
            "a caption",
            '<figure><img src="/a.jpg" alt="Lễ ký"><figcaption>Ảnh: Minh</figcaption></figure>',
            [PICTURE],
            alts=["Lễ ký"],
            captions=["Ảnh: Minh"],
        ),
        within("a description with marks", '<img src="/a.jpg" alt="&lt;b&gt;Lễ&lt;/b&gt; ký">', [PICTURE]),
        within("a description that leaves its marks", "<img src='/a.jpg' alt='x\"onerror=alert(1)'>", [PICTURE]),
        shown(
            "an enclosure",
            '<enclosure url="/a.jpg" type="image/jpeg" length="1200"/>',
            [PICTURE],
            lengths=[1200],
            roles=["picture"],
        ),
        shown(
            "a length that is none",
            '<enclosure url="/a.jpg" type="image/jpeg" length="khoảng 1 MB"/>',
            [PICTURE],
            lengths=[None],
        ),
        shown(
            "a negative length", '<enclosure url="/a.jpg" type="image/jpeg" length="-5"/>', [PICTURE], lengths=[None]
        ),
        shown(
            "a length of 400 digits",
            f'<enclosure url="/a.jpg" type="image/jpeg" length="{"9" * 400}"/>',
            [PICTURE],
            lengths=[None],
        ),
        shown(
            "a length of nothing", '<enclosure url="/a.jpg" type="image/jpeg" length="0"/>', [PICTURE], lengths=[None]
        ),
        shown("no type, known by its name", '<enclosure url="/a.JPG"/>', [f"{HOME}/a.JPG"], roles=["picture"]),
        shown(
            "a type that is wrong",
            '<enclosure url="/phim.mp4" type="text/html"/>',
            [f"{HOME}/phim.mp4"],
            roles=["video"],
        ),
        shown(
            "a file of an office",
            '<enclosure url="/a.docx" type="application/msword"/>',
            [f"{HOME}/a.docx"],
            roles=["file"],
        ),
        shown("a recording", '<enclosure url="/a.mp3" type="audio/mpeg"/>', [f"{HOME}/a.mp3"], roles=["file"]),
        shown("subtitles", '<enclosure url="/a.vtt" type="text/vtt"/>', [f"{HOME}/a.vtt"], roles=["captions"]),
        shown("an enclosure without an address", '<enclosure type="image/jpeg"/><enclosure url=""/>', []),
        shown("an enclosure that is a script", '<enclosure url="javascript:alert(1)" type="image/jpeg"/>', []),
        shown(
            "an enclosure and the same picture in the body",
            '<enclosure url="/a.jpg" type="image/jpeg"/><content:encoded>'
            '<![CDATA[<img src="/a.jpg" alt="Lễ ký">]]></content:encoded>',
            [PICTURE],
            alts=["Lễ ký"],
        ),
        shown(
            "five enclosures",
            "".join(f'<enclosure url="/{n}.jpg" type="image/jpeg"/>' for n in range(5)),
            [f"{HOME}/{n}.jpg" for n in range(5)],
        ),
        shown(
            "Media RSS with words of its own",
            '<media:content url="/a.jpg" medium="image"><media:title>Ảnh: Minh</media:title>'
            "<media:description>Lễ ký</media:description></media:content>",
            [PICTURE],
            alts=["Lễ ký"],
            captions=["Ảnh: Minh"],
            title="Tin",
            summary="Tin",
        ),
        shown(
            "a group of one picture in sizes",
            '<media:group><media:content url="/s.jpg" width="100"/>'
            '<media:content url="/a.jpg" width="1200"/></media:group>',
            [PICTURE],
        ),
        shown(
            "a small copy beside a picture",
            '<media:thumbnail url="/s.jpg"/><media:content url="/a.jpg" medium="image"/>',
            [PICTURE],
        ),
        shown("a small copy alone", '<media:thumbnail url="/a.jpg"/>', [PICTURE]),
        shown("a picture of iTunes", '<itunes:image href="/a.jpg"/>', [PICTURE]),
        shown("an image element of our own", "<image>/a.jpg</image>", [PICTURE]),
        shown("an image element with an address in it", "<image><url>/a.jpg</url></image>", [PICTURE]),
        Case(
            "the feed's own emblem is no entry's",
            rss(item("Tin"), channel="<title>B</title><image><url>/logo.png</url><title>B</title></image>"),
            [{"media": []}],
        ),
        Case(
            "Atom with a picture as a file",
            atom(
                "<id>a</id><title>T</title>"
                "<link rel='enclosure' type='image/jpeg' href='/a.jpg' length='12' title='Lễ ký'/>"
            ),
            [{"media": [PICTURE], "captions": ["Lễ ký"], "lengths": [12]}],
            kind="atom",
        ),
        Case(
            "a picture by the entry's base",
            atom(
                "<id>a</id><title>T</title><content type='html'>&lt;img src='1.jpg'&gt;</content>",
                attributes="xml:base='https://anh.moha.gov.vn/2026/'",
            ),
            [{"media": ["https://anh.moha.gov.vn/2026/1.jpg"]}],
            kind="atom",
        ),
    ]
)
