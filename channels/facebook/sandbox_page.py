"""What a Page holds, how it tells of it, and the rules that Meta has for what is sent."""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, UnidentifiedImageError

from channels.facebook.sandbox_protocol import Refusal

PAGE_ID = "1088700000000001"
PAGE_NAME = "Bộ Nội vụ"
APP_ID = "7000000000000001"

LONGEST = 63_206  # UTF-16 units
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF")


@dataclass
class Photo:
    """An uploaded picture. `post` is the id of the post that shows it, "" while unpublished."""

    id: str
    data: bytes
    mime: str
    alt: str
    at: float
    post: str = ""


@dataclass
class Post:
    """A post, as it is now; `history` holds its earlier texts. `app` is the app that made it, "" for a person."""

    id: str
    message: str
    at: float
    link: str = ""
    photos: list[str] = field(default_factory=list)
    published: bool = True
    deleted: bool = False
    app: str = APP_ID
    history: list[str] = field(default_factory=list)


def telling(post: Post) -> dict[str, Any]:
    """Every field of a post that a client may ask for."""
    told: dict[str, Any] = {
        "id": post.id,
        "created_time": time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(post.at)),
        "permalink_url": f"https://www.facebook.com/{post.id.replace('_', '/posts/')}",
        "is_published": post.published,
        "from": {"id": PAGE_ID, "name": PAGE_NAME},
    }
    if post.message:
        told["message"] = post.message
    if post.app:
        told["application"] = {"id": post.app}
    if post.link:
        told["attachments"] = {
            "data": [{"media_type": "link", "url": post.link, "unshimmed_url": post.link, "title": post.link}]
        }
    elif post.photos:
        media = "photo" if len(post.photos) == 1 else "album"
        address = f"https://www.facebook.com/photo.php?fbid={post.photos[0]}"
        told["attachments"] = {"data": [{"media_type": media, "url": address}]}
    return told


def image_type(data: bytes, most_bytes: int) -> str:
    """The MIME type of a picture that Meta takes. Refusal 324, 100 or 100/1366046 when it is none."""
    if len(data) > 10 * 1024 * 1024:
        raise Refusal(100, detail="The image is larger than 10 MB")
    if len(data) > most_bytes:
        raise Refusal(100, 1366046, "Photos should be smaller than 4 MB and saved as JPG, PNG")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            image.load()
            return Image.MIME.get(image.format or "", "image/jpeg")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Refusal(324) from None


def shareable(link: str) -> None:
    """Refusal of a link that cannot be fetched or leads to facebook.com; "" is no link and fine."""
    if link and not re.match(r"https?://[^\s/]+", link):
        raise Refusal(100, 1609005, "The URL could not be processed")
    if re.match(r"https?://(www\.|m\.)?facebook\.com(/|$)", link):
        raise Refusal(100, 1609008, "Links to facebook.com cannot be shared")


def short_enough(text: str) -> None:
    """Refusal 100 above 63,206 UTF-16 units."""
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise Refusal(100, detail="Name parameter too long")
