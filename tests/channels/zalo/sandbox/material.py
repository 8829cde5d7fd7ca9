"""Small films and pictures to send."""

from __future__ import annotations

import io

from PIL import Image

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 2000
AVI = b"RIFF\x00\x00\x00\x00AVI LIST" + b"\x00" * 2000


def picture(kind: str = "JPEG", colour: str = "red") -> bytes:
    """A small real picture."""
    written = io.BytesIO()
    Image.new("RGB", (64, 36), colour).save(written, kind)
    return written.getvalue()
