"""Pixels to JPEG bytes: as good as the byte cap allows, and nothing in it but the picture and whose it is."""

from __future__ import annotations

import io
from html import escape
from math import log

from PIL import Image

from formatters.pixels.words import TOO_HEAVY, UnusablePicture

BEST, WORST = 92, 25
AIM, NEAR = 0.975, 0.95  # shares of the cap: what a guess aims at, and where better is not worth another try
LONGEST_CREDIT = 500  # characters


def fitted(picture: Image.Image, most: int, credit: str = "", tried: dict[int, bytes] | None = None) -> bytes:
    """The best JPEG of at most `most` bytes, credit included: quality 92 where it fits, else within 5 % of the cap or one step.

    Sizes are guessed from those seen and then verified. `tried` remembers qualities of this very picture and credit;
    the answer does not depend on it. UnusablePicture when even quality 25 is too large.
    """
    tried = {} if tried is None else tried
    low, best = WORST - 1, b""
    high, heavy = BEST + 1, 0
    guess, tries = BEST, 0
    while high - low > 1:
        quality = min(max(guess, low + 1), high - 1)
        if quality not in tried:
            tried[quality] = jpeg(picture, quality, credit)
        made, tries = tried[quality], tries + 1
        if len(made) <= most:
            low, best = quality, made
            if quality == BEST or len(made) >= NEAR * most:
                break
        else:
            high, heavy = quality, len(made)
        guess = _guess(low, len(best), high, heavy, AIM * most) if tries <= 4 else (low + high) // 2
    if not best:
        raise UnusablePicture(TOO_HEAVY)
    return best


def jpeg(picture: Image.Image, quality: int, credit: str = "") -> bytes:
    """The picture in RGB as a JPEG: baseline and with the standard's own Huffman tables.

    Everything that shows pictures reads that, and it is made in a fifth of the time that the last 5 % of bytes would cost.
    """
    out = io.BytesIO()
    more = {"xmp": _whose(credit)} if credit else {}
    picture.save(out, "JPEG", quality=quality, subsampling="4:2:0", **more)
    return out.getvalue()


def _guess(low: int, light: int, high: int, heavy: int, aim: float) -> int:
    """The quality at which about `aim` bytes are to be expected: bytes go with a power of how coarsely JPEG quantises.

    `low` gave `light` bytes and `high` gave `heavy`; `light` 0 means that no quality has fitted yet.
    """
    steep = log(heavy / light) / log(_coarseness(low) / _coarseness(high)) if light else 0.6
    return _quality(_coarseness(high) * (heavy / aim) ** (1 / max(steep, 0.1)))


def _coarseness(quality: int) -> float:
    """By how many per cent the IJG's quantisation tables are scaled at this quality."""
    return 5000 / quality if quality < 50 else 200 - 2 * quality


def _quality(coarseness: float) -> int:
    return int(5000 / coarseness if coarseness > 100 else (200 - coarseness) / 2)


def _whose(credit: str) -> bytes:
    """The credit line as IPTC's Photo Metadata Standard puts it into XMP, where search engines and archives read it."""
    line = escape("".join(sign for sign in credit if sign.isprintable())[:LONGEST_CREDIT])
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        f'photoshop:Credit="{line}"/></rdf:RDF></x:xmpmeta>'
    ).encode()
