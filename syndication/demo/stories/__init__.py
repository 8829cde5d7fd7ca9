"""What the demonstration portal has to tell: one HTML file an item, its particulars in the comment at its head.

Everything in them is invented. The files are named by language and by the order in which they are published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

LANGUAGES = ("vi", "en")
_HEAD = re.compile(r"<!--\n(?P<head>.*?)\n-->\n(?P<body>.*)", re.DOTALL)
_COPY = re.compile(r"<!--\noid: (\d+)\ncopy-of: (\d+)\n-->\n")  # published a second time by mistake, word for word
_LATER = re.compile(r"<!-- later -->\n(.*?)<!-- /later -->\n", re.DOTALL)
_PICTURE = re.compile(
    r'<img src="(?P<name>[^"]+)" alt="(?P<alt>[^"]*)">(?:\s*<figcaption>(?P<caption>.*?)</figcaption>)?'
)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of an item: the name of its file on the portal, and what is said of it."""

    name: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class PortalItem:
    """One item of the portal, before and after it is edited; `place` counts from 0 in the order of publication.

    `film` is the name of its video's file, "" for none. `twin` is the oid of the same item in the other language, 0 for
    none. `manner` holds words for how it is told: "nfd" (decomposed letters), "twice-escaped", "relative" (addresses),
    "withdrawn" (taken back during the demonstration), "edited".
    """

    language: str
    place: int
    oid: int
    category: str
    tags: tuple[str, ...]
    author: str
    title: str
    summary: str
    body: str
    edited_title: str
    edited_body: str
    film: str
    twin: int
    manner: frozenset[str]

    @property
    def guid(self) -> str:
        """What names the item for ever, whatever its address becomes."""
        return f"moha-{self.oid}"


@cache
def items(language: str) -> tuple[PortalItem, ...]:
    """The items in this language ("vi" or "en"), in the order of their publication."""
    folder = files(__name__)
    names = sorted(one.name for one in folder.iterdir() if re.fullmatch(rf"{language}-\d\d-[a-z0-9-]+\.html", one.name))
    told: dict[int, PortalItem] = {}
    for place, name in enumerate(names):
        text = (folder / name).read_text(encoding="utf-8")
        copy = _COPY.fullmatch(text)
        one = (
            replace(told[int(copy[2])], oid=int(copy[1]), place=place, twin=0) if copy else read(text, language, place)
        )
        told[one.oid] = one
    return tuple(told.values())


def read(text: str, language: str, place: int) -> PortalItem:
    """One file as an item. ValueError when it has no head."""
    parts = _HEAD.fullmatch(text)
    if parts is None:
        raise ValueError(f"item {place} in {language} has no head")
    head = dict(line.split(": ", 1) for line in parts["head"].splitlines())
    body = parts["body"]
    return PortalItem(
        language=language,
        place=place,
        oid=int(head["oid"]),
        category=head["category"],
        tags=tuple(tag.strip() for tag in head.get("tags", "").split(",") if tag.strip()),
        author=head["author"],
        title=head["title"],
        summary=head["summary"],
        body=_LATER.sub("", body),
        edited_title=head.get("edited-title", head["title"]),
        edited_body=_LATER.sub(r"\1", body),
        film=head.get("film", ""),
        twin=int(head.get("twin", "0")),
        manner=frozenset(head.get("manner", "").split()),
    )


def shots(body: str) -> tuple[Shot, ...]:
    """The pictures of a body, in their order."""
    return tuple(
        Shot(found["name"], found["alt"], re.sub(r"<[^>]+>", "", found["caption"] or ""))
        for found in _PICTURE.finditer(body)
    )
