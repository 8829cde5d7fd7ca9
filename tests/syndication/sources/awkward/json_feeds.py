"""JSON Feed with what programs put into it."""

from __future__ import annotations

import json
from typing import Any

from tests.syndication.sources.awkward.case import HOME, Case, Told, at, numbered, titled

VERSION = "https://jsonfeed.org/version/1.1"
ITEM = {"id": "a", "title": "Tin", "content_text": "Nội dung"}


def feed(*items: Any, **more: Any) -> str:
    return json.dumps({"version": VERSION, "title": "B", "items": list(items), **more}, ensure_ascii=False)


def case(name: str, document: str | bytes, entries: list[Told], **more: Any) -> Case:
    return Case(name, document, entries, kind="jsonfeed", content_type="application/feed+json", **more)


def one(name: str, told: Told, **item: Any) -> Case:
    return case(name, feed({**ITEM, **item}), [told])


CASES = numbered(
    [
        case("plain", feed(ITEM), [{"guid": "a", "title": "Tin", "text": "Nội dung"}]),
        case("version 1", feed(ITEM, version="https://jsonfeed.org/version/1"), titled("Tin")),
        case("a version without https", feed(ITEM, version="http://jsonfeed.org/version/1"), titled("Tin")),
        case("a mark before it", b"\xef\xbb\xbf" + feed(ITEM).encode(), titled("Tin")),
        case("utf-16", feed(ITEM).encode("utf-16"), titled("Tin")),
        case(
            "escaped letters",
            json.dumps({"version": VERSION, "items": [{**ITEM, "title": "Bộ Nội vụ"}]}),
            titled("Bộ Nội vụ"),
        ),
        case("served as a page", feed(ITEM), titled("Tin")),
        case("no title of its own", feed(ITEM, title=None), titled("Tin")),
        case("no items", feed(), []),
        one("a number for an id", {"guid": "57695"}, id=57695),
        one("a fraction for an id", {"guid": "1.5"}, id=1.5),
        one("no id", {"guid": ""}, id=None),
        one("a yes for an id", {"guid": ""}, id=True),
        one("a list for a title", {"title": "", "text": "Nội dung"}, title=["x"]),
        one("an object for a body", {"text": ""}, content_text={"x": 1}),
        one("a number for a title", {"title": "5"}, title=5),
        one("HTML and text", {"html": "<p>Toàn <b>văn</b></p>"}, content_html="<p>Toàn <b>văn</b></p>"),
        one("text that looks like marks", {"text": "a <b> c & d"}, content_text="a <b> c & d"),
        one("a summary with marks", {"summary": "Tóm <b>tắt", "text": "Nội dung"}, summary="Tóm <b>tắt"),
        one("an address beside", {"link": f"{HOME}/b"}, external_url=f"{HOME}/b"),
        one("an address and one beside", {"link": f"{HOME}/a"}, url="/a", external_url=f"{HOME}/b"),
        one("an address that is a script", {"link": ""}, url="javascript:alert(1)"),
        one("authors", {"author": "Lan, Minh"}, authors=[{"name": "Lan"}, {"name": "Minh"}, {}, "x", None]),
        one("one author of version 1", {"author": "Lan"}, author={"name": "Lan"}),
        one("tags of every kind", {"categories": ["Thời sự", "5"]}, tags=["Thời sự", "Thời sự", None, {}, 5, ""]),
        one("tags that are no list", {"categories": []}, tags="Thời sự"),
        one("a language", {"language": "vi"}, language="vi-VN"),
        one(
            "a date with a fraction",
            {"published": at("2026-09-07T12:41:53+00:00")},
            date_published="2026-09-07T12:41:53.999Z",
        ),
        one("a date that is a number", {"published": None, "findings": ["date"]}, date_published=1795399500),
        one(
            "pictures",
            {"media": [f"{HOME}/bia.jpg", f"{HOME}/rong.jpg"], "roles": ["picture", "picture"]},
            image="/bia.jpg",
            banner_image="/rong.jpg",
        ),
        one("a picture that is an object", {"media": []}, image={"url": "/a.jpg"}),
        one(
            "attachments of every kind",
            {"media": [f"{HOME}/a.pdf"], "lengths": [None]},
            attachments=[
                {"url": "/a.pdf", "mime_type": "application/pdf", "size_in_bytes": -5},
                {"mime_type": "x"},
                None,
                "x",
            ],
        ),
        one(
            "an attachment as large as the world",
            {"media": [f"{HOME}/a.pdf"]},
            attachments=[{"url": "/a.pdf", "mime_type": "application/pdf", "size_in_bytes": 10**400}],
        ),
        one("extensions", {"title": "Tin"}, _moha={"so": "12/QĐ"}, _x=None),
        case(
            "what is no object among the items",
            feed(ITEM, "x", None, 5, []),
            titled("Tin"),
            findings=["Item 2", "Item 3", "Item 4", "Item 5"],
        ),
        case(
            "a name twice in an object",
            '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"a","title":"Một","title":"Hai"}]}',
            titled("Hai"),
        ),
        case("half a pair of surrogates", feed(ITEM).replace('"Tin"', '"Ti\\ud800n"'), titled("Tin")),
        case("a zero in a title", feed(ITEM).replace('"Tin"', '"Ti\\u0000n"'), titled("Tin")),
        case(
            "numbers that JSON does not have",
            feed(ITEM).replace('"a"', "NaN").replace('"B"', "Infinity"),
            [{"title": "Tin"}],
        ),
        case("a blank line after it", feed(ITEM) + "\n\n", titled("Tin")),
        Case("other JSON", '{"items": []}', refused="JSON", content_type="application/json"),
        Case("a list", "[]", refused="JSON", content_type="application/json"),
        Case(
            "items that are no list",
            json.dumps({"version": VERSION, "items": {"a": 1}}),
            refused="JSON",
            content_type="application/json",
        ),
        Case("cut in two", feed(ITEM)[:-20], refused="hỏng", content_type="application/feed+json"),
        Case(
            "with a comma too many",
            feed(ITEM).replace("}]", "},]"),
            refused="hỏng",
            content_type="application/feed+json",
        ),
        Case("with single quotation marks", "{'version': 'x'}", refused="hỏng", content_type="application/feed+json"),
        Case("100,000 lists deep", "[" * 100_000, refused="hỏng", content_type="application/feed+json"),
        Case("rubbish behind it", feed(ITEM) + "<!-- x -->", refused="hỏng", content_type="application/feed+json"),
    ]
)
