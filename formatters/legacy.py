"""Vietnamese that is not in Unicode yet, or was read in a wrong encoding: recognised, and put right where that is certain.

What tells is the words: text in TCVN3, in VNI, in windows-1258, or UTF-8 taken for windows-1252, has many that cannot be Vietnamese
as they stand and are Vietnamese when read anew. Text that is right has hardly any, and is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

import ftfy

from formatters.charsets import CHARSETS, WESTERN, Charset
from formatters.sentence import Sentence
from formatters.syllables import is_syllable
from formatters.text import nfc

CERTAIN = 3  # different words that only the reading makes Vietnamese
DOUBTFUL = 2
_MOST_ODD = 5  # one word that the reading does not explain is borne for so many that it does: names, acronyms
_THINNEST = 5  # one word in so many must speak for it: of Vietnamese text most bear signs, of English hardly any

_WORD = re.compile(r"[A-Za-z\u00a1-\u024f\u0300-\u036f\u1ea0-\u1ef9]+")
_TYPED = re.compile(rf"[A-Za-z]*[{WESTERN}][A-Za-z{WESTERN}]*")
_SIGNS = "".join(chr(code) for code in range(0xA1, 0xC0) if not chr(code).isalpha()) + "×÷"
_APART = re.compile(r"[\x00-@\[-`{-\x7f–—]+|[“”‘’…•]+(?![^\W\d_])|(?<![^\W\d_])[“”‘’…•]+")
_UNIT = re.compile(r"µ[A-Za-z]{1,2}|[A-Za-z]{1,2}·[A-Za-z]{1,2}")  # µm and N·m are no words
# How one sign of UTF-8 looks in windows-1252 or Latin-1: a first letter and what only follows it there.
_MOJIBAKE = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}")


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts as they are meant, in their order, and what a person must hear of it. `charset` names what they were typed in."""

    texts: tuple[str, ...]
    findings: tuple[Sentence, ...] = ()
    charset: str = ""


def read(texts: Sequence[str]) -> Reading:
    """The texts of one item (its title, its paragraphs …), those put right that are certain; the others stay and are told of.

    They are judged together, so that a short one is told by the long ones beside it, and changed one by one, so that what
    stands in Unicode between them stays. Reading again changes nothing.
    """
    mended = [_repaired(text) for text in texts]
    findings = []
    if any(repair.certain for repair in mended):
        findings.append(_was_mojibake())
    if any(repair.doubtful for repair in mended):
        findings.append(_may_be_mojibake())
    told = [repair.text for repair in mended]
    typed = _typed(told)
    if typed is None:
        return Reading(tuple(told), tuple(findings))
    charset, evidence = typed
    if _is_certain(evidence):
        told = [
            nfc(charset.read(text)) if convert else text for text, convert in zip(told, _spread(evidence), strict=True)
        ]
        findings.append(_was_typed(charset.name))
        if _count(evidence, torn=True) >= DOUBTFUL:
            findings.append(_may_be_typed())
        return Reading(tuple(told), tuple(findings), charset.name)
    return Reading(tuple(told), (*findings, _may_be_typed()))


def is_right(texts: Iterable[str]) -> bool:
    """Whether `read` would surely find nothing in these texts, or in any piece of them: each different word is looked at once."""
    return not _doubtful(" ".join(texts))


_RIGHT: set[str] = set()  # what was looked at before, between two blanks, and found right: texts repeat their words
_MOST_KNOWN = 50_000
_LONGEST_KNOWN = 40  # code points; what is longer hardly comes again


def _doubtful(text: str) -> set[str]:
    """What of a text may be in a wrong encoding. No sign of one reaches over a blank: what stands between two is judged by itself."""
    unknown = set(text.split(" ")) - _RIGHT
    if not unknown:
        return unknown
    doubtful = {part for part in unknown if not part.isascii() and (_MOJIBAKE.search(part) or any(_strange(part)))}
    if len(_RIGHT) > _MOST_KNOWN:
        _RIGHT.clear()
    _RIGHT.update(part for part in unknown - doubtful if len(part) < _LONGEST_KNOWN)
    return doubtful


def _strange(text: str) -> Iterator[str]:
    """Its words that look like typed in an old encoding, and not like Vietnamese."""
    return (word for word in _signed(text) if _TYPED.fullmatch(word) and not _is_right(word))


@dataclass(frozen=True, slots=True)
class _Repair:
    text: str
    certain: bool = False
    doubtful: bool = False


def _repaired(text: str) -> _Repair:
    """UTF-8 that was read as something else, perhaps more than once, read back by ftfy.

    Certain when Vietnamese words are won and hardly any lost ("XÃ LA" stays), or when several signs come right at once.
    """
    if not (signs := {found.group() for found in _MOJIBAKE.finditer(text)}):
        return _Repair(text)
    told = nfc(ftfy.fix_encoding(text))
    before, after = _spoken(text), _spoken(told)
    lost, won = before - after, after - before
    if told == text or "\ufffd" in told or len(lost) * _MOST_ODD > len(won):
        return _Repair(text)
    if any(len(word) > 1 for word in won) or len(signs) >= CERTAIN:
        return _Repair(told, certain=True)
    return _Repair(text, doubtful=True)


@dataclass(slots=True)
class _Evidence:
    """What the words of one text say for one charset: explained by it, odd in spite of it, and how many there are in all."""

    explained: list[str] = field(default_factory=list)
    odd: int = 0
    words: int = 0

    @property
    def is_torn(self) -> bool:
        """Whether something speaks for the charset and too much against it."""
        return bool(self.explained) and self.odd * _MOST_ODD > len(self.explained)

    @property
    def speaks(self) -> bool:
        return bool(self.explained) and not self.is_torn


class _Word(Enum):
    EXPLAINED = auto()  # Vietnamese only when read so
    ODD = auto()  # not Vietnamese when read so
    SILENT = auto()  # Vietnamese either way, or no word at all


def _typed(texts: Sequence[str]) -> tuple[Charset, list[_Evidence]] | None:
    """The charset that explains most, with its evidence text by text; None when hardly anything needs explaining."""
    strange = {word for text in texts for part in _doubtful(text) for word in _strange(part)}
    if len(strange) < DOUBTFUL:
        return None
    weighed = [(charset, [_weigh(text, charset) for text in texts]) for charset in CHARSETS]
    best = max(weighed, key=lambda one: sum(len(evidence.explained) for evidence in one[1] if evidence.speaks))
    return best if max(_count(best[1], torn=False), _count(best[1], torn=True)) >= DOUBTFUL else None


def _is_certain(evidence: Sequence[_Evidence]) -> bool:
    speaking = [one for one in evidence if one.speaks]
    dense = sum(len(one.explained) for one in speaking) * _THINNEST >= sum(one.words for one in speaking)
    return dense and _count(speaking, torn=False) >= CERTAIN


def _count(evidence: Iterable[_Evidence], *, torn: bool) -> int:
    """How many different words are explained, in the texts that are torn or in those that are not."""
    return len({word.casefold() for one in evidence if one.is_torn is torn for word in one.explained})


def _weigh(text: str, charset: Charset) -> _Evidence:
    evidence = _Evidence()
    for word in _WORD.findall(text):
        evidence.words += 1
        told = _Word.SILENT if word.isascii() else _told_by(word, charset)
        if told is _Word.EXPLAINED:
            evidence.explained.append(word)
        elif told is _Word.ODD:
            evidence.odd += 1
    return evidence


@lru_cache(maxsize=50_000)
def _told_by(word: str, charset: Charset) -> _Word:
    meant = charset.read(word)
    if not _TYPED.fullmatch(word):
        return _Word.ODD if word.strip(_SIGNS) else _Word.SILENT
    if is_syllable(meant):
        return _Word.SILENT if _is_right(word) or len(word) == 1 else _Word.EXPLAINED
    return _Word.SILENT if not word.strip(_SIGNS) or meant.isupper() else _Word.ODD  # capitals may be initials: "TT§T"


def _spread(evidence: Sequence[_Evidence]) -> Iterable[bool]:
    """Which texts to convert: those that speak for it, and those that say nothing and stand beside one that does."""
    near = False
    for index, one in enumerate(evidence):
        silent = not one.explained and not one.odd
        if not silent:
            near = one.speaks
        elif index == 0:
            near = next((later.speaks for later in evidence if later.explained or later.odd), False)
        yield near


def _signed(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _spoken(text: str) -> set[str]:
    """The words with signs that are Vietnamese just as they stand between blanks and punctuation."""
    return {word for word in _APART.split(text) if not word.isascii() and is_syllable(word)}


def _is_right(word: str) -> bool:
    """Whether it is Vietnamese as it stands, or nothing but signs around plain letters."""
    bare = word.strip(_SIGNS)
    return not bare or bare.isascii() or is_syllable(bare) or _UNIT.fullmatch(word) is not None


def _was_typed(name: str) -> Sentence:
    return Sentence(
        f"Chữ gõ theo bảng mã cũ {name} đã được chuyển sang Unicode TCVN 6909:2001 (Điều 2 khoản 5); hãy đọc lại trước khi duyệt.",
        f"The text was typed in {name} and has been converted to Unicode TCVN 6909:2001 (Điều 2(5)); read it before approving it.",
    )


def _may_be_typed() -> Sentence:
    return Sentence(
        "Có vẻ có chữ gõ theo bảng mã cũ (TCVN3, VNI) nhưng không chắc nên để nguyên; hãy chuyển sang Unicode TCVN 6909:2001 "
        "(Điều 2 khoản 5) rồi đăng lại.",
        "Some text seems to be in a legacy font encoding (TCVN3, VNI); it is not certain, so it was left as it is: convert it to "
        "Unicode TCVN 6909:2001 (Điều 2(5)) and publish it again.",
    )


def _was_mojibake() -> Sentence:
    return Sentence(
        "Dấu tiếng Việt bị hỏng (UTF-8 đọc nhầm thành windows-1252) đã được khôi phục; hãy đọc lại trước khi duyệt.",
        "Letters were garbled (UTF-8 read as windows-1252) and have been restored; read the text before approving it.",
    )


def _may_be_mojibake() -> Sentence:
    return Sentence(
        "Có chữ có vẻ bị hỏng do đọc sai mã ký tự nhưng không chắc nên để nguyên; hãy kiểm tra và đăng lại trên Cổng.",
        "Some letters seem garbled by a wrong encoding; it is not certain, so they were left: check and publish it again.",
    )
