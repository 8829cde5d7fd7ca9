"""Lines of an author's own that could pass for the attribution: that one is ours alone to write.

They are compared as a reader sees them: without accents, case, blanks and ornaments, and with letters of other scripts and forms
taken for those they look like. What reads as naming the portal for a source is a fake, also with a wrong address or over many lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from formatters.text import clean

# Letters of other scripts and the Latin ones they look like; 0 is taken for o, 1 and l for i, and accents do not count.
_LOOKS = (
    ("аеорсухіјѕԁһвкмнтпгԛԝո", "aeopcyxijsdhbkmhtnrqwn"),
    ("αβεηικμνορτυχγω", "abenikuvoptuxyw"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijkimnoprstuvwyz"),
    ("01lıłđðø", "oiiiiddo"),
)
_LOOKALIKES = str.maketrans({one: other for pair in _LOOKS for one, other in zip(*pair, strict=True)})
_LONGEST = 400  # code points; a longer line is a paragraph, or an address
_OPENING = 60  # code points of a line that tell whether it may be one
_DRESSING = re.compile(r"^[\W_]+")
_MOST_LINES = 12  # over which one may be spread

_OURS, _OTHER = "\ue000", "\ue001"  # marks put in place of addresses: one of ours, any other
_OUR_ADDRESS = re.compile(r"(?:https?\s*:\s*/\s*/\s*)?(?:www\s*\.\s*)?moha\s*\.\s*gov\s*\.\s*vn(?:[/?#:]\S*)?")
_ANY_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_LABELS = (
    "nguontinbai",
    "nguontin",
    "nguonbai",
    "nguon",
    "theonguon",
    "theo",
    "source",
    "via",
    "accordingto",
    "trichtu",
    "dantu",
)
_NAMES = (
    "(?:tai|tu)?(?:cong|trang)(?:thongtin(?:dientu)?|ttdt|tt)(?:cua)?(?:bonoivu|bnv)(?:vietnam)?",
    "(?:the)?ministryofhomeaffairs(?:ofvietnam|vietnam|s)?(?:officiai)?(?:web)?(?:portai|site)(?:ofvietnam|vietnam)?",
    "(?:the)?(?:officiai)?(?:web)?(?:portai|site)ofthe(?:ministryofhomeaffairs|moha)(?:ofvietnam|vietnam)?",
    "moha(?:web)?portai",
)
_LABEL, _OURSELVES = f"(?:{'|'.join(_LABELS)})s?", f"(?:{'|'.join(_NAMES)}|{_OURS})"
_FAKE = re.compile(rf"{_LABEL}{_OTHER}*{_OURSELVES}(?:{_LABEL}|{_OURSELVES}|{_OTHER}|[\doi])*")


def is_fake(line: str, link: str) -> bool:
    """Whether a line reads as one of the attribution's, in either language, however dressed; `link` is the canonical address."""
    return bool(fakes((line,), link))


def without_fakes(text: str, link: str) -> str:
    """The author's text without lines that could pass for the attribution."""
    lines = text.split("\n")
    unwanted = fakes(lines, link)
    return "\n".join(line for place, line in enumerate(lines) if place not in unwanted) if unwanted else text


def fakes(lines: Sequence[str], link: str) -> set[int]:
    """Which of the lines, by place, are fakes or make one together."""
    found: set[int] = set()
    address = _letters(_shape(link))
    for place, line in enumerate(lines):
        said, spelled = _said(_DRESSING.sub("", clean(line))[:_OPENING])
        if not spelled or not (said.startswith(_LABELS) or _begins(said, _LABELS) or _begins(spelled, (address,))):
            continue
        said = spelled = ""
        for later in range(place, min(place + _MOST_LINES, len(lines))):
            more = _said(lines[later])
            said, spelled = said + more[0], spelled + more[1]
            if spelled == address or _FAKE.fullmatch(said):
                found.update(range(place, later + 1))
            if len(spelled) > max(_LONGEST, len(address)):
                break
    return found


def _begins(said: str, wholes: Sequence[str]) -> bool:
    return any(whole.startswith(said) for whole in wholes)


@lru_cache(maxsize=4096)
def _said(line: str) -> tuple[str, str]:
    """What a line says in bare letters, once with its addresses as marks and once spelled out; a number before it is dropped."""
    if len(line) > _LONGEST and not line.lstrip().startswith("http"):
        return "", ""
    shape = re.sub(r"^\W*(?:\d{1,3}|[a-z])[.)]\s+", "", _shape(line))
    return _letters(_ANY_ADDRESS.sub(_OTHER, _OUR_ADDRESS.sub(_OURS, shape))), _letters(shape)


def _shape(text: str) -> str:
    """The text in small plain letters, as it looks."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", clean(text)).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LOOKALIKES)


def _letters(shape: str) -> str:
    return "".join(letter for letter in shape if letter.isalnum() or letter in (_OURS, _OTHER))
