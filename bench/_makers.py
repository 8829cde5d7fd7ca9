"""Three ways to the same cuts of one picture: ours, libvips as its manual says, and Pillow as it is mostly used."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence

os.environ["VIPS_CONCURRENCY"] = "1"  # read once, when libvips is loaded
import pyvips
from PIL import Image

from formatters import pixels
from formatters.pixels.jpeg import BEST
from formatters.rendition import Cut

pyvips.cache_set_max(0)  # so that no round lives on what an earlier one computed

Maker = Callable[[bytes, Sequence[Cut]], list[bytes]]


def with_libvips(data: bytes, plans: Sequence[Cut]) -> list[bytes]:
    """`thumbnail_buffer`, one call a size: it lets libjpeg shrink on load; the same part and JPEG quality."""
    return [_thumbnail(data, plan) for plan in plans]


def _thumbnail(data: bytes, plan: Cut) -> bytes:
    left, top, right, bottom = plan.box
    probed = pyvips.Image.new_from_buffer(data, "", access="sequential")  # reads the header alone
    across, down = plan.width / (right - left), plan.height / (bottom - top)
    whole = pyvips.Image.thumbnail_buffer(
        data, round(probed.width * across), height=round(probed.height * down), size="force"
    )
    place = min(round(left * across), whole.width - plan.width), min(round(top * down), whole.height - plan.height)
    part = whole.crop(*place, plan.width, plan.height)
    made: bytes = part.jpegsave_buffer(Q=BEST, subsample_mode="on", keep="none")
    return made


def with_pillow(data: bytes, plans: Sequence[Cut]) -> list[bytes]:
    """The picture opened once a size and made smaller with LANCZOS from its full size."""
    return [_saved(reference(Image.open(io.BytesIO(data)), plan)) for plan in plans]


def reference(picture: Image.Image, plan: Cut) -> Image.Image:
    """What a cut is compared with: full decode, LANCZOS, no compression."""
    return picture.resize((plan.width, plan.height), Image.Resampling.LANCZOS, box=plan.box)


def _saved(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=BEST, subsampling="4:2:0")
    return out.getvalue()


MAKERS: dict[str, Maker] = {"ours": pixels.cuts, "libvips": with_libvips, "Pillow": with_pillow}
