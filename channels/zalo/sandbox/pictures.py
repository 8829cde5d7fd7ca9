"""Pictures, fetched over HTTP as Zalo does and remembered with the address each came from."""

from __future__ import annotations

import hashlib
import io
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from PIL import Image, UnidentifiedImageError

from channels.zalo.sandbox.refusals import invalid
from channels.zalo.sandbox.switches import Floor

MOST_PICTURE = 1024 * 1024
PATIENCE = 5.0  # seconds for one picture
KINDS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png", b"GIF8": "gif", b"RIFF": "webp"}

_direct = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of an article. `used` is cover, body, thumb or avatar; without a fetch only `address` is known."""

    address: str
    used: str
    caption: str = ""
    file: str = ""
    mime: str = ""
    size: int = 0
    sha256: str = ""
    width: int = 0
    height: int = 0

    def told(self) -> dict[str, Any]:
        """As an object list shows it."""
        return asdict(self)


@dataclass
class Album:
    """Every picture that was ever fetched: copies by file name, so that the wall can show them."""

    floor: Floor
    kept: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def take(self, address: Any, name: str, used: str, caption: str = "") -> Picture:
        """Fetch it: it must be there, a JPEG or PNG, at most 1 MB. Otherwise -201 for the field `name`."""
        if not isinstance(address, str) or not address.startswith(("http://", "https://")):
            raise invalid(name)
        if not self.floor.switches.fetch:
            return Picture(address, used, caption)
        data = _fetched(address)
        kind = kind_of(data)
        if len(data) > MOST_PICTURE or kind not in self.floor.switches.picture_types.split(","):
            raise invalid(name)
        digest = hashlib.sha256(data).hexdigest()
        file, mime = f"{digest}.{kind}", f"image/{kind}"
        self.kept[file] = (data, mime)
        return Picture(address, used, caption, file, mime, len(data), digest, *_measured(data))

    def shown(self, picture: Picture) -> str:
        """The address under which the public sees it: a copy's, or the original one."""
        copied = picture.file and not self.floor.switches.hotlink
        return f"/_files/zalo/{picture.file}" if copied else picture.address

    def lives(self, picture: Picture) -> bool:
        """Whether its original address still gives the very same picture."""
        data = _fetched(picture.address)
        return bool(data) and (not picture.sha256 or hashlib.sha256(data).hexdigest() == picture.sha256)


def kind_of(data: bytes) -> str:
    """jpeg, png, gif or webp by the first bytes; "" for anything else."""
    return next((kind for magic, kind in KINDS.items() if data.startswith(magic)), "")


def _fetched(address: str) -> bytes:
    """At most one byte more than is allowed; b"" when there is nothing to be had."""
    try:
        asked = Request(address, headers={"User-Agent": "Zalo"})  # noqa: S310  # http(s) was looked at by the caller
        with _direct.open(asked, timeout=PATIENCE) as got:
            data: bytes = got.read(MOST_PICTURE + 1)
            return data
    except (OSError, ValueError):
        return b""


def _measured(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, ValueError):
        return 0, 0
