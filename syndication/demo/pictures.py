"""The portal's pictures, drawn by our own code: the name of a file says what is drawn and from which seed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import lru_cache
from random import Random

from syndication.demo.paint import HEIGHT, WIDTH, Canvas
from syndication.demo.scenes import archive, chart, city, documents, facade, fields, hall, screens

SIZE = (WIDTH, HEIGHT)
SCENES: dict[str, Callable[[Random], Canvas]] = {
    "hoi-truong": hall.draw,
    "tru-so": facade.draw,
    "ho-so": documents.draw,
    "canh-dong": fields.draw,
    "bieu-do": chart.draw,
    "kho-luu-tru": archive.draw,
    "thanh-pho": city.draw,
    "truc-tuyen": screens.draw,
}
_NAME = re.compile(rf"(?P<scene>{'|'.join(SCENES)})-(?P<seed>\d{{1,4}})\.jpg")


def known(name: str) -> bool:
    """Whether there is a picture of this name: `<scene>-<seed>.jpg`."""
    return _NAME.fullmatch(name) is not None


@lru_cache(maxsize=64)
def make(name: str) -> bytes:
    """The picture as a JPEG of 1600 × 1000 pixels; the same name always gives the same bytes. KeyError for an unknown one."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise KeyError(name)
    chance = Random(name)  # noqa: S311 - decides where clouds are, nothing secret
    picture = SCENES[found["scene"]](chance).finish()
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
