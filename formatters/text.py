"""Plain text: cleaned, counted as a platform counts, and fitted to its limit without hurting what it says."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from html import unescape
from itertools import accumulate, repeat

from formatters import unbroken
from formatters.graphemes import ZWJ, ZWNJ, boundaries, extends
from formatters.rendition import TextLimit, Unit

ELLIPSIS = "…"
LAST_PART = 0.6  # a sentence's end is taken when it lies in the last 40 % of the room
LONG_WORD = 60  # a run without a space longer than this many code points is no word: it may be cut inside
_LOOK_BACK = 300  # code points: a piece with blanks in it that must stay whole is never longer
_LOOK_AHEAD = 500  # code points read past the limit, to see an address that begins before it


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What shows nothing, and what turns the text behind it around.
UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
_ENDING = "\r\x0b\x0c\x85\u2028\u2029"
_WIDE = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
_INVISIBLE, _CONTROL = re.compile(f"[{UNSEEN}]"), re.compile(f"[{_CONTROLS}]")
_LINE, _BLANK = re.compile(f"\r\n|[{_ENDING}]"), re.compile(f"[{_WIDE} ]+")
# Whatever `clean` would change, NFC aside: most texts come to it clean already.
_UNCLEAN = re.compile(f"[{UNSEEN}{_ENDING}{_WIDE}{_CONTROLS}{ZWJ}{ZWNJ}]|  | \n|\n |\n\n\n|^[ \n]|[ \n]$")

_SHOWN_FOR = {"<": "‹", ">": "›"}

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"</?(a|abbr|b|big|blockquote|br|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|img|ins|li|mark"
    r"|ol|p|q|s|section|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|del|script|style|iframe)"
    r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*\s*/?>",
    re.IGNORECASE,
)
# Tags that could do something where a reader takes a title for HTML: they go whatever is written in them.
_ACTIVE = re.compile(
    r"</?(?:applet|audio|base|body|button|details|dialog|embed|form|frame|frameset|head|html|iframe|img|input|isindex|link|marquee"
    r"|math|meta|noscript|object|option|script|select|source|style|svg|template|textarea|title|track|video|xmp)(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_INLINE = _words("a abbr b big cite code em font i ins mark q s small span strike strong sub sup tt u del")

_MARK = re.compile(r"^\s*[•–+] ")  # before an item of a list
_ENDS = frozenset('.!?…:;,"”’»)')
_SENTENCE = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*(?=\s)|(?<=\S)(?=\n)")
_ABBREVIATED = _words(
    "tp tx tt q p h x ths ts pgs gs bs ks cn nsnd nsưt đ/c đ.c ông st mr mrs ms dr prof no vs fig art vol"
)
_HANGING = _words(
    "tại của về theo và với do cho từ ở trong các những là để bởi hoặc đến số at of the in on to for with by and or from"
)


def nfc(text: str) -> str:
    """The text in Unicode's composed form, as every Vietnamese text leaves this house."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Readable text: NFC, no invisible or control characters, ordinary spaces one at a time, at most one blank line.

    Joiners inside an emoji or between letters of a script that needs them stay.
    """
    if text.replace(
        "\n", ""
    ).isprintable():  # then it holds none of the signs that are taken out, and only blanks are left to see
        return nfc(_spaced(text))
    if not _UNCLEAN.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = _INVISIBLE.sub("", _CONTROL.sub("", _LINE.sub("\n", text)))
    text = _BLANK.sub(" ", _without_idle_joiners(text))
    return nfc(_spaced(text))


def _spaced(text: str) -> str:
    """Single blanks, none at the ends of lines, at most one blank line, nothing before or after."""
    if "  " in text:
        text = re.sub("  +", " ", text)
    if "\n" in text:
        text = "\n".join([line.strip(" ") for line in text.split("\n")])
        if "\n\n\n" in text:
            text = re.sub(r"\n{3,}", "\n\n", text)
    return text.strip()


def clean_line(text: str) -> str:
    """`clean`, and all of it on one line: for titles, names and captions."""
    text = clean(text)
    return re.sub(r"\s+", " ", text) if "\n" in text else text


def length(text: str, unit: Unit) -> int:
    """How long the text is as this platform counts."""
    if unit is Unit.CHARACTERS:
        return len(text)
    if unit is Unit.UTF16:
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode("utf-8", "surrogatepass"))


def _lengths(text: str, unit: Unit) -> Iterable[int]:
    """`length` of every character; written out, for a text may have many."""
    if unit is Unit.CHARACTERS:
        return repeat(1, len(text))
    if unit is Unit.UTF16:
        return (2 if character > "\uffff" else 1 for character in text)
    return (
        1 if character < "\x80" else 2 if character < "\u0800" else 3 if character < "\U00010000" else 4
        for character in text
    )


def fit(text: str, limit: TextLimit) -> str:
    """The text, shortened to the limit when it is longer: never over it, and fitting again changes nothing.

    It ends after a whole sentence when one ends in the last 40 % of the room (" …"), else after a whole word ("…").
    It is never cut inside a grapheme, a document's number or name, a date, an amount of money or an address; an address
    that alone is too long is left out.
    """
    text = nfc(text).strip()
    if length(text, limit.unit) <= limit.most:
        return text
    room = limit.most - length(ELLIPSIS, limit.unit)
    if room < 0:
        return ""
    head = text[: max(0, limit.most) + _LOOK_AHEAD]
    used = list(accumulate(_lengths(head, limit.unit), initial=0))
    # It is cut in the last 40 % of the room: what matters begins there, or with the word or the piece that reaches into it.
    begin = max(0, bisect_left(used, LAST_PART * room) - _LOOK_BACK)
    begin = max(head.rfind(blank, 0, begin) for blank in " \n") + 1
    inside = {begin + index for start, end in unbroken.spans(head[begin:]) for index in range(start + 1, end)}
    # Where it may be cut, and how long the text is up to there.
    reach = {
        index: used[index]
        for index in boundaries(head)
        if index >= begin and used[index] <= room and index not in inside
    }
    return _after_sentence(head, begin, reach, limit, room) or _after_word(head, reach)


def allowed(text: str, forbidden: str) -> str:
    """The text without the characters that a platform refuses; angle brackets become their look-alikes. NFC."""
    for refused in forbidden:
        text = text.replace(refused, _SHOWN_FOR.get(refused, ""))
    return nfc(text)


def sentences_within(text: str, limit: TextLimit) -> str:
    """The first sentences of a text on one line, within the limit; "" for an empty text.

    A heading, a list's item or a row, which has no full stop, is given one: else what follows would run on from it.
    """
    lines = (_MARK.sub("", line).strip() for line in text.split("\n"))
    told = " ".join(line if line[-1] in _ENDS else f"{line}." for line in lines if line)
    return fit(clean_line(told if text.rstrip().endswith(".") else told.removesuffix(".")), limit)


def unescape_plain(text: str) -> str:
    """A title or name from a feed as plain text on one line: `unescaped`, and cleaned."""
    return clean_line(unescaped(text))


def unescaped(text: str) -> str:
    """A title or name from a feed as plain text, however often the feed escaped it (up to three times), not yet cleaned.

    Only references that end in ";" and only tags that HTML knows are read: "AT&T", "a < b" and "?x=1&copy=2" stay.
    """
    if "&" not in text and "<" not in text:
        return text
    for _ in range(3):
        read = _REFERENCE.sub(lambda match: unescape(match.group()), text)
        if read == text:
            break
        text = read
    if "<" not in text:
        return text
    for _ in range(5):  # taking one away may bring another together
        read = _ACTIVE.sub(
            " ", _TAG.sub(lambda match: "" if match[1].lower() in _INLINE else " ", _HIDDEN.sub(" ", text))
        )
        if read == text:
            break
        text = read
    return text


def _without_idle_joiners(text: str) -> str:
    if ZWJ not in text and ZWNJ not in text:
        return text
    kept: list[str] = []
    for index, character in enumerate(text):
        if character in (ZWJ, ZWNJ):
            before = next((past for past in reversed(kept) if not extends(past) or past == ZWJ), " ")
            after = text[index + 1 : index + 2] or " "
            needed = ("So", "Lo") if character == ZWJ else ("Lo",)
            if unicodedata.category(before) not in needed or unicodedata.category(after) not in (*needed, "Mn", "Mc"):
                continue
        kept.append(character)
    return "".join(kept)


def _after_sentence(head: str, begin: int, reach: dict[int, int], limit: TextLimit, room: int) -> str:
    ends = [
        match.end()
        for match in _SENTENCE.finditer(head, begin)
        if LAST_PART * room <= reach.get(match.end(), -1) and _ends_sentence(head, match)
    ]
    for end in reversed(ends):
        kept = head[:end].rstrip()
        told = kept if kept.endswith(ELLIPSIS) else f"{kept} {ELLIPSIS}"
        if length(told, limit.unit) <= limit.most:
            return told
    return ""


def _ends_sentence(head: str, match: re.Match[str]) -> bool:
    """A full stop after an abbreviation, an initial or a list number, or before a small letter, ends no sentence."""
    if match.group() != ".":
        return True
    word = re.split(r"[\s(]", head[: match.start()])[-1]
    following = head[match.end() :].lstrip()[:1]
    if following.islower() or word.casefold().rpartition(".")[2] in _ABBREVIATED:
        return False
    return not (len(word) == 1 and word.isupper()) and not (len(word) <= 2 and word.isdigit())


def _after_word(head: str, reach: dict[int, int]) -> str:
    """The longest run of whole words; inside a run without spaces only when it is too long to be a word."""
    if not reach:
        return ELLIPSIS
    hard = max(reach)
    word = max((index for index in reach if head[index : index + 1].isspace() or index == len(head)), default=0)
    if hard > word:
        crossing = re.match(r"\s*\S*", head[word:])
        if word == 0 or (crossing and len(crossing.group()) > LONG_WORD):
            word = hard
    kept = _ended(head[:word])
    for _ in range(2):  # "… của Bộ Nội vụ tại…" and "… đối với các…" promise what does not come
        before, _, last = kept.rpartition(" ")
        if last.casefold() in _HANGING and before:
            kept = _ended(before)
    return kept + ELLIPSIS


def _ended(text: str) -> str:
    return text.rstrip().rstrip(".,;:–—-(“\"'‘").rstrip()
