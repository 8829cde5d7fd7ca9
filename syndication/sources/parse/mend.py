"""XML that is not well-formed, mended as text before a parser sees it. Every pass is linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from syndication.sources.parse.words import ITEMS

OPEN = "<![CDATA["
CLOSERS = {OPEN: "]]>", "<!--": "-->", "<?": "?>"}
# Elements that hold text or HTML, never elements that matter to us: markup inside is escaped when a feed forgot to.
TEXTUAL = frozenset(
    (
        *("title", "description", "summary", "subtitle", "content:encoded", "tagline", "copyright", "rights", "info"),
        *("dc:title", "dc:description", "itunes:summary", "media:title", "media:description", "content"),
    )
)
# What feeds use and forget to declare.
SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
MOST_PREFIXES = 100
_PREFIX = re.compile(r"[<\s]([A-Za-z_][\w.-]*+):[A-Za-z_]")
_DECLARED = re.compile(r"\sxmlns:([A-Za-z_][\w.-]*+)\s*=")
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_SECTION = re.compile(r"<!\[CDATA\[|<!--|<\?")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.-]*+(?::[A-Za-z_][\w.-]*+)?+)(?!:)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([A-Za-z_][\w.-]*+(?::[A-Za-z_][\w.-]*+)?+)\s*=\s*("[^"<]*"|'[^'<]*')""")


def plainly(text: str) -> str:
    """The text with every `&` outside CDATA either one of XML's own references or escaped.

    HTML's named references become their characters; references to what XML forbids vanish. No entity is ever defined,
    so none can grow.
    """
    return "".join(part if raw else _AMPERSAND.sub(_reference, part) for raw, part in parts(text))


def balanced(text: str) -> tuple[str, bool]:
    """Well-formed XML as near to the text as can be had, and whether it was cut off inside an item (which is dropped).

    Markup inside textual elements is escaped; an end tag closes everything opened since its start tag, and one without
    a start tag is dropped; a `<` that starts no tag is escaped.
    """
    out: list[str] = []
    stack: list[str] = []
    depth: dict[str, int] = {}
    root = -1  # where in `out` the first element begins
    item_from = -1  # where in `out` the outermost open item begins
    until = ""  # the textual element whose end is awaited
    for raw, part in parts(text):
        if raw:
            out.append(part if not until else _escaped(part[len(OPEN) : -len(CLOSERS[OPEN])]))
            continue
        last = 0
        for tag in _TAG.finditer(part):
            closing, name = bool(tag[1]), tag[2]
            out.append(_escaped(part[last : tag.start()]))
            last = tag.end()
            if (
                until
                and not (closing and name == until)
                and name not in ITEMS  # an item begins or ends: no text holds it
                and not (closing and name in ("channel", "rss", "feed"))
            ):
                out.append(_escaped(tag[0]))
                continue
            until = ""
            if closing or (name in ITEMS and depth.get(name)):
                if depth.get(name):
                    while stack:
                        gone = stack.pop()
                        depth[gone] -= 1
                        out.append(f"</{gone}>")
                        if gone == name:
                            break
                    if not any(depth.get(item) for item in ITEMS):
                        item_from = -1
                if closing:
                    continue
            attributes = tag[3].rstrip()
            alone = attributes.endswith("/")
            if name in ITEMS and item_from < 0 and not alone:
                item_from = len(out)
            root = len(out) if root < 0 else root
            out.append(f"<{name}{_attributes(attributes)}{'/' if alone else ''}>")
            if not alone:
                stack.append(name)
                depth[name] = depth.get(name, 0) + 1
                until = name if name in TEXTUAL and not re.search(r"type\s*=\s*.xhtml", attributes) else ""
        out.append(_escaped(part[last:]))
    cut_off = item_from >= 0
    if cut_off:
        while stack and not (stack[-1] in ITEMS and depth[stack[-1]] == 1):
            depth[stack.pop()] -= 1
        if stack:
            stack.pop()
        del out[item_from:]
    out.extend(f"</{name}>" for name in reversed(stack))
    if 0 <= root < len(out) and (missing := _undeclared(text)):
        end = -2 if out[root].endswith("/>") else -1
        out[root] = out[root][:end] + missing + out[root][end:]
    return "".join(out), cut_off


def _undeclared(text: str) -> str:
    """Declarations for the prefixes that the text uses without ever declaring them."""
    used = {prefix for prefix in _PREFIX.findall(text) if prefix.lower() not in ("xml", "xmlns")}
    missing = sorted(used - set(_DECLARED.findall(text)))[:MOST_PREFIXES]
    return "".join(f' xmlns:{prefix}="{SPACES.get(prefix, f"urn:undeclared:{prefix}")}"' for prefix in missing)


def _attributes(text: str) -> str:
    """Each attribute once, quoted: a second one of the same name would end the parsing."""
    kept: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        kept.setdefault(name, value)
    return "".join(f" {name}={value}" for name, value in list(kept.items())[:64])


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """(whether it is a CDATA section, the part), in order. Comments and processing instructions are left out.

    A section that is never closed is text.
    """
    at = 0
    missing: set[str] = set()  # what has no end is looked for once only: else fifty thousand openings cost a minute
    for found in _SECTION.finditer(text):
        start, opener = found.start(), found[0]
        if start < at:
            continue
        closer = CLOSERS[opener]
        end = -1 if closer in missing else text.find(closer, start + len(opener))
        yield False, text[at:start]
        if end < 0:
            missing.add(closer)
            at = start + len(opener)
            continue
        if opener == OPEN:
            yield True, text[start : end + len(closer)]
        at = end + len(closer)
    yield False, text[at:]


def _reference(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return found[0]
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        allowed = (
            code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
        )
        if 0x80 <= code < 0xA0:
            return unescape(found[0])  # a letter of windows-1252, as every browser reads it
        return found[0] if allowed else ""
    return html5.get(f"{name};", "").replace("&", "&amp;").replace("<", "&lt;") or f"&amp;{name};"


def without_doctype(text: str) -> str:
    """The text without its document type, and so without any definition of an entity."""
    start = text[:4096].upper().find("<!DOCTYPE")
    if start < 0:
        return text
    found = re.compile(r"<!DOCTYPE[^\[<>]*(?:\[(?:[^\]]++|\](?!\s*>))*+\]\s*)?>", re.IGNORECASE).match(text, start)
    return text[:start] + text[found.end() :] if found else text
