"""Parcels as the product makes them: a story told by the channel's own form, its pictures cut, its bytes to be fetched."""

from __future__ import annotations

import io
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import cache, partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image

from channels.channel import Channel, Parcel
from formatters import pixels
from formatters.forms import tell
from formatters.rendition import Cut
from formatters.story import Blob, Caption, Film, Picture, Story

HANOI = timezone(timedelta(hours=7))
AT = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
SHAPES = ("words", "picture", "pictures", "film")
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nHội nghị cải cách hành chính\n".encode()
FILM = b"\x00\x00\x00\x20ftypisom" + random.Random(57695).randbytes(700_000)  # noqa: S311 - begins as a film, then any bytes


@dataclass
class Shelf:
    """A place on the web from which a platform fetches pictures and films, by their digest."""

    url: str
    kept: dict[str, bytes] = field(default_factory=dict)

    def keep(self, data: bytes, mime: str) -> Blob:
        digest = sha256(data).hexdigest()
        self.kept[digest] = data
        return Blob(digest, mime, len(data), partial(io.BytesIO, data))


@contextmanager
def shelf() -> Iterator[Shelf]:
    """A shelf on a real port."""
    kept: dict[str, bytes] = {}

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = kept.get(self.path.strip("/").partition(".")[0])
            film = self.path.endswith(".mp4")
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", "video/mp4" if film else "image/jpeg")
            self.send_header("Content-Length", str(len(found or b"")))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(found or b"")

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=partial(server.serve_forever, 0.02), daemon=True)
    thread.start()
    try:
        yield Shelf(f"http://127.0.0.1:{server.server_port}", kept)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def link_of(number: int) -> str:
    """The canonical address of the item of this number."""
    return f"https://moha.gov.vn/tin-tuc/cai-cach-{number}"


def story_of(shape: str, number: int, revision: int, pictures: list[Picture], film: Film | None, **more: Any) -> Story:
    """The item of this number; each revision says something else."""
    said = f"Bản {revision} của tin số {number}: hội nghị bàn về cải cách hành chính."
    shown = {"words": 0, "picture": 1, "pictures": 3, "film": 1}[shape]
    return Story(
        identifier=f"urn:moha:article:{number}",
        revision=revision,
        language="vi",
        title=f"Hội nghị cải cách hành chính {number}, bản {revision}",
        summary=f"Tóm tắt bản {revision}.",
        text=said,
        html=f"<p>{said}</p>",
        link=link_of(number),
        published=AT,
        modified=AT + timedelta(minutes=revision),
        tags=("Bộ Nội vụ", "cải cách hành chính"),
        author="Trung tâm Công nghệ thông tin",
        pictures=tuple(pictures[:shown]),
        film=film if shape == "film" else None,
        **more,
    )


def parcel_of(channel: Channel, shelf: Shelf, shape: str, number: int, revision: int = 1, **more: Any) -> Parcel:
    """What the product would hand to this channel's adapter."""
    originals = {sha256(data).hexdigest(): data for data in map(_picture, ("maroon", "gold", "navy"))}
    pictures = [Picture(name, "image/jpeg", 1600, 900, f"Ảnh {index}") for index, name in enumerate(originals)]
    captions = Caption("vi", sha256(CAPTIONS).hexdigest(), "text/vtt", len(CAPTIONS))
    filmed = Film(sha256(FILM).hexdigest(), "video/mp4", len(FILM), seconds=12.0, captions=(captions,))
    rendition = tell(channel.form, story_of(shape, number, revision, pictures, filmed, **more), channel.limits)
    made: dict[Cut, Cut] = {}
    blobs: dict[str, Blob] = {}
    for plan in rendition.cuts:
        data = _cut(originals[plan.source] if plan.source else pixels.default_cover(), plan)
        blob = shelf.keep(data, plan.mime)
        made[plan] = replace(plan, sha256=blob.sha256, size=blob.size)
        blobs[blob.sha256] = blob
    if rendition.film is not None:
        blobs[rendition.film.sha256] = shelf.keep(FILM, rendition.film.mime)
        blobs[captions.sha256] = shelf.keep(CAPTIONS, captions.mime)
    return Parcel(
        identifier=f"urn:moha:article:{number}",
        revision=revision,
        modified=AT + timedelta(minutes=revision),
        rendition=rendition.with_cuts(made),
        blobs=blobs,
        address=lambda digest: f"{shelf.url}/{digest}{'.mp4' if digest == filmed.sha256 else '.jpg'}",
    )


_cut = cache(pixels.cut)  # the same few, again for every fact


@cache
def _picture(colour: str) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (1600, 900), colour).save(kept, "JPEG")
    return kept.getvalue()
