"""Bytes kept by content: for platforms by a sealed public address, for people by the digest after signing in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduler import addresses, blobs
from scheduler.access import shown_somewhere
from syndication.console.access import page

A_DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 256 * 1024
FOR_A_DAY = "public, max-age=86400"
FOR_EVER = "public, max-age=31536000, immutable"  # an address names its bytes: they can never be others


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture at the address that was minted for it. No login: platforms fetch it. 404 for a seal that is not ours.

    An address whose days are over goes on while anything that has not ended shows its bytes: nobody knows whether a
    platform that fetched them has kept a copy.
    """
    named = addresses.open_name(name)
    if named is None or not A_DIGEST.fullmatch(named.sha256):
        raise Http404
    if named.ends is None:
        return _bytes(request, named.sha256, FOR_EVER)
    if named.ends < timezone.localdate() and not shown_somewhere(named.sha256):
        raise Http404
    return _bytes(request, named.sha256, FOR_A_DAY)


@page()
def blob(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A picture or film of a preview. A film may be asked for in parts."""
    if not A_DIGEST.fullmatch(sha256):
        raise Http404
    return _bytes(request, sha256, "private, max-age=86400, immutable")


def _bytes(request: HttpRequest, sha256: str, cache: str) -> HttpResponseBase:
    place = blobs.place(sha256)
    if not place.is_file():
        raise Http404
    with place.open("rb") as file:
        mime = mime_of(file.read(64))
    if mime is None:  # whatever it is, it is not something that a browser should be handed
        raise Http404
    response = _whole_or_part(request, place, mime)
    response["Cache-Control"] = cache
    response["ETag"] = f'"{sha256}"'
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def mime_of(head: bytes) -> str | None:
    """What the bytes say they are, by how they begin; None for anything but a picture or a film."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"BM"):
        return "image/bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm"
    if head[4:8] == b"ftyp":
        return "image/avif" if head[8:12] in (b"avif", b"avis") else "video/mp4"
    return None


def _whole_or_part(request: HttpRequest, place: Path, mime: str) -> HttpResponseBase:
    size = place.stat().st_size
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", ""))
    if not asked or not (asked[1] or asked[2]):
        return FileResponse(place.open("rb"), content_type=mime)
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    else:
        first, last = max(0, size - int(asked[2])), size - 1
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_part(place, first, last - first + 1), status=206, content_type=mime)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _part(place: Path, start: int, left: int) -> Iterator[bytes]:
    # Opened when the first byte is asked for: an answer that nobody reads leaves nothing open.
    with place.open("rb") as file:
        file.seek(start)
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
