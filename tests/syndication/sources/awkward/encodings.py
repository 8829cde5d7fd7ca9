"""Bytes that are not what they are said to be."""

from __future__ import annotations

import codecs
import gzip
import unicodedata

from tests.formatters.typed import garbled, in_1258, in_tcvn3, in_vni
from tests.syndication.sources.awkward.case import Case, Told, numbered, titled
from tests.syndication.sources.feeds import rss

TITLE = "Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc"
BODY = "Sáng nay, Thứ trưởng chủ trì hội nghị; những người dự họp đề nghị đẩy mạnh cải cách chế độ công vụ."
WHOLE: list[Told] = [{"title": TITLE, "summary": BODY}]
PLAIN = "<title>T</title>"


def feed(declared: str = "", title: str = TITLE, body: str = BODY) -> str:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    told = f"<title>{title}</title><guid>a</guid><description>{body}</description>"
    return rss(told, channel="<title>Bộ Nội vụ</title>", head=head)


def typed(title: str, body: str, finding: str = "Unicode") -> str:
    return rss(f"<title>{title}</title><guid>a</guid><description>{body}</description>", channel=PLAIN)


def one(title: str) -> str:
    return rss(f"<title>{title}</title><guid>a</guid>", channel=PLAIN)


CP1258 = rss("<title>@</title><guid>a</guid>", channel=PLAIN)
FRENCH = "Le ministre à Hué : « déjà vu », 5 €"

CASES = numbered(
    [
        Case("utf-8 as it says", feed("utf-8"), WHOLE),
        Case("utf-8 and nothing said", feed(), WHOLE, content_type=""),
        Case("utf-8 with a mark", codecs.BOM_UTF8 + feed("utf-8").encode(), WHOLE),
        Case("utf-8 with two marks", codecs.BOM_UTF8 * 2 + feed("utf-8").encode(), WHOLE),
        Case("utf-8 with a mark after blank lines", b"\r\n\r\n" + codecs.BOM_UTF8 + feed("utf-8").encode(), WHOLE),
        Case("utf-8 with a mark, said to be utf-16", codecs.BOM_UTF8 + feed("utf-16").encode(), WHOLE, findings=None),
        *(
            Case(f"utf-8 said to be {name}", feed(name), WHOLE, findings=["UTF-8"])
            for name in (
                "iso-8859-1",
                "windows-1252",
                "windows-1258",
                "utf-16",
                "UTF-16LE",
                "utf-32",
                "koi8-r",
                "big5",
                "x-khong-co",
            )
        ),
        *(Case(f"utf-8 under the name {name}", feed(name), WHOLE) for name in ("UTF8", "Utf-8")),
        Case("utf-8 said to be plain ASCII", feed("us-ascii"), WHOLE, findings=None),
        Case("utf-8 that the server calls ASCII by its silence", feed(), WHOLE, content_type="text/xml"),
        Case(
            "utf-8 that the server calls latin",
            feed(),
            WHOLE,
            content_type="text/xml; charset=ISO-8859-1",
            findings=["UTF-8"],
        ),
        Case(
            "utf-8 that server and document call differently",
            feed("utf-8"),
            WHOLE,
            content_type='text/xml; charset="gb2312"',
            findings=None,
        ),
        Case("a charset that is no name", feed("utf-8"), WHOLE, content_type="text/xml; charset=; boundary=x"),
        Case("utf-8 said to be utf-7", feed("utf-7"), WHOLE, findings=None),
        Case(
            "markup hidden in utf-7",
            one("+ADw-script+AD4-").replace("<rss", '<?xml version="1.0" encoding="utf-7"?><rss'),
            titled("+ADw-script+AD4-"),
            findings=None,
        ),
        Case("utf-16 with a mark", feed("utf-16").encode("utf-16"), WHOLE),
        Case(
            "utf-16 with a mark, the other end first", codecs.BOM_UTF16_BE + feed("utf-16").encode("utf-16-be"), WHOLE
        ),
        Case("utf-16 without a mark", feed("utf-16").encode("utf-16-le"), WHOLE),
        Case("utf-16 without a mark, the other end first", feed().encode("utf-16-be"), WHOLE),
        Case("utf-16 said to be utf-8", feed("utf-8").encode("utf-16"), WHOLE, findings=None),
        Case("utf-32 with a mark", feed("utf-32").encode("utf-32"), WHOLE),
        Case("utf-32 without a mark", feed().encode("utf-32-be"), WHOLE),
        Case(
            "windows-1258 as it says",
            (f'<?xml version="1.0" encoding="windows-1258"?>{CP1258}').encode().replace(b"@", in_1258(TITLE)),
            titled(TITLE),
            findings=None,
        ),
        Case(
            "windows-1258 that only the server names",
            CP1258.encode().replace(b"@", in_1258(TITLE)),
            titled(TITLE),
            content_type="text/xml; charset=windows-1258",
            findings=None,
        ),
        Case(
            "windows-1258 that nobody names",
            CP1258.encode().replace(b"@", in_1258(TITLE)),
            titled(TITLE),
            findings=None,
        ),
        Case(
            "western letters as they are said",
            (f'<?xml version="1.0" encoding="iso-8859-1"?>{one("@")}').encode().replace(b"@", FRENCH.encode("cp1252")),
            titled(FRENCH),
        ),
        Case("TCVN3 in utf-8", typed(in_tcvn3(TITLE), in_tcvn3(BODY)), [{**WHOLE[0], "findings": ["TCVN3"]}]),
        Case("VNI in utf-8", typed(in_vni(TITLE), in_vni(BODY)), [{**WHOLE[0], "findings": ["VNI"]}]),
        Case(
            "TCVN3 bytes",
            typed(in_tcvn3(TITLE), in_tcvn3(BODY)).encode("latin-1"),
            [{**WHOLE[0], "findings": ["TCVN3"]}],
            findings=None,
        ),
        Case(
            "VNI bytes said to be latin",
            typed(in_vni(TITLE), in_vni(BODY)).encode("latin-1"),
            [{**WHOLE[0], "findings": ["VNI"]}],
            content_type="text/xml; charset=iso-8859-1",
            findings=None,
        ),
        Case(
            "utf-8 read as western and written again",
            typed(garbled(TITLE), garbled(BODY)),
            [{**WHOLE[0], "findings": ["UTF-8"]}],
        ),
        Case("the same done twice", typed(garbled(TITLE, 2), garbled(BODY, 2)), [{**WHOLE[0], "findings": ["UTF-8"]}]),
        Case("letters and marks apart", unicodedata.normalize("NFD", feed("utf-8")), WHOLE),
        Case(
            "one broken byte",
            feed("utf-8").encode().replace("đẩy".encode(), b"\xc4\xff\xe1\xba\xa9y"),
            [{"title": TITLE}],
            findings=["characters"],
        ),
        Case(
            "a letter cut in two by a length in bytes",
            feed("utf-8").encode().replace("công vụ.".encode(), "công v".encode() + b"\xe1\xbb"),
            [{"title": TITLE}],
            findings=["characters"],
        ),
        Case(
            "an emoji in two halves of three bytes",
            feed("utf-8").encode().replace(b"</title><guid>", b" \xed\xa0\xbd\xed\xb8\x80</title><guid>"),
            [{"summary": BODY}],
            findings=["characters"],
        ),
        Case("an emoji in two references", one("Tin &#55357;&#56832; mới"), titled("Tin mới")),
        Case("an emoji beyond the first plane", one("Tin 🇻🇳 mới"), titled("Tin 🇻🇳 mới")),
        Case(
            "zeros between the bytes of a title",
            feed("utf-8").encode().replace(b"<title>B", b"<title>\0\0B"),
            WHOLE,
            findings=None,
        ),
        Case("control characters", feed(title=f"\x01{TITLE}\x0b", body=f"\x0c{BODY}\x1f\x08"), WHOLE, findings=None),
        Case("noncharacters", feed(title=f"{TITLE}\uffff\ufffe"), WHOLE, findings=None),
        Case(
            "references to what is no character",
            one("A&#0;B&#11;C&#xD800;D&#1114112;E&#xFFFFFFFF;F"),
            titled("ABCDEF"),
            findings=None,
        ),
        Case(
            "letters in decimal references",
            one("".join(f"&#{ord(letter)};" for letter in "Bộ Nội vụ")),
            titled("Bộ Nội vụ"),
        ),
        Case(
            "letters in hexadecimal references",
            one("".join(f"&#x{ord(letter):X};" for letter in "Bộ Nội vụ")),
            titled("Bộ Nội vụ"),
        ),
        Case(
            "letters by the names of HTML",
            one("H&agrave; N&ocirc;i &ndash; t&acirc;m &eacute;"),
            titled("Hà Nôi – tâm é"),
            findings=None,
        ),
        Case("references escaped once more", one("B&amp;#7897; N&amp;#7897;i v&amp;#7909;"), titled("Bộ Nội vụ")),
        Case("a mark inside a title", one("\ufeffBộ Nội vụ\ufeff"), titled("Bộ Nội vụ")),
        Case("blanks that nobody sees", one("Bộ\u00a0Nội\u200b vụ\u00ad\u2060"), titled("Bộ Nội vụ")),
        Case("letters turned around", one("\u202eBộ Nội vụ\u202c \u2066x\u2069"), titled("Bộ Nội vụ x")),
        Case("a packed file", gzip.compress(feed("utf-8").encode(), mtime=0), WHOLE, content_type="application/x-gzip"),
        Case(
            "a packed file with rubbish behind it", gzip.compress(feed("utf-8").encode(), mtime=0) + b"\0" * 20, WHOLE
        ),
        Case(
            "a packed file cut off",
            gzip.compress(rss(*(f"<title>Tin {number}</title>" for number in range(300))).encode())[:-8],
            refused="",
            entries=titled(*(f"Tin {number}" for number in range(300))),
            findings=None,
        ),
    ]
)
