"""Twenty-five awkward pictures come out as a person expects to see them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from formatters.images import plan
from formatters.pixels import cuts, probe
from formatters.rendition import PictureSlot
from formatters.story import Picture
from tests.formatters.awkward import AWKWARD, Awkward, scene
from tests.formatters.contact_sheet import SHEET, slots

COVER = PictureSlot("cover", 240, 126, 40_000)
WITHIN = PictureSlot("within", 160, 160, 40_000, fit="within")
SHOWN = {
    "held upside down": "tru-so",
    "mirrored, on its side": "tru-so",
    "what matters is far right": "hoi-truong",
    "progressive": "bieu-do",
    "ICC with red as green": "canh-dong",
    "CMYK, Adobe's": "bieu-do",
    "CMYK, without a mark": "bieu-do",
    "CMYK in TIFF": "canh-dong",
    "CIELAB": "thanh-pho",
    "48 bits": "thanh-pho",
    "GIF, empty first frame": "truc-tuyen",
    "WebP, empty first frame": "truc-tuyen",
    "AVIF": "canh-dong",
    "BMP": "thanh-pho",
    "TIFF of forty pages": "ho-so",
}


@pytest.mark.parametrize("one", AWKWARD, ids=lambda one: one.name)
def test_it_is_cut_to_size_below_the_cap_in_its_own_colours(one: Awkward) -> None:
    data = one.make()
    found = probe(data)
    picture = Picture(one.name, found.mime, found.width, found.height, one.name, focus=one.focus)
    plans = [plan(picture, COVER), plan(picture, WITHIN)]
    made = cuts(data, plans)
    seen = [Image.open(io.BytesIO(file)) for file in made]
    assert [(cut.format, cut.mode, cut.size) for cut in seen] == [("JPEG", "RGB", (p.width, p.height)) for p in plans]
    assert max(map(len, made)) <= 40_000
    if one.name in SHOWN:
        assert _apart(seen[1], scene(SHOWN[one.name])) < 16


def _apart(one: Image.Image, other: Image.Image) -> int:
    """By how much of 255 two pictures differ in any colour of any of 40 fields."""
    fields = [picture.resize((8, 5), Image.Resampling.BOX).tobytes() for picture in (one, other)]
    return max(abs(light - wanted) for light, wanted in zip(*fields, strict=True))


def test_there_are_twenty_five_and_the_sheet_that_shows_them_is_in_the_docs() -> None:
    assert len({one.name for one in AWKWARD}) == 25
    assert SHOWN.keys() <= {one.name for one in AWKWARD}
    with Image.open(SHEET) as sheet:
        width = sheet.width
    assert width > sum(slot.width // 10 for slot in slots()), "run: python -m tests.formatters.contact_sheet"
    assert SHEET.stat().st_size <= 600_000
