"""The ways in which a small file comes: by itself, together with its description, or over a session."""

from __future__ import annotations

import re

from werkzeug.http import parse_options_header
from werkzeug.wrappers import Request

from channels.youtube.sandbox.reasons import Refusal


def multipart(request: Request, most: int) -> tuple[bytes, bytes, str]:
    """The two bodies of a multipart/related request, JSON and file, and the file's MIME type."""
    kind, options = parse_options_header(request.headers.get("Content-Type"))
    boundary = options.get("boundary", "")
    if kind != "multipart/related" or not boundary:
        raise Refusal(400, "badContent", "uploadType=multipart takes Content-Type: multipart/related; boundary=…")
    sections = re.split(rb"\r?\n--" + re.escape(boundary.encode()) + rb"(?:--)?[ \t]*", b"\n" + body(request, most))
    if len(sections) != 4:  # before the first, the two, and after the last
        raise Refusal(400, "badContent", "A multipart upload has two parts: the description and the file.")
    (about_kind, about), (mime, data) = _section(sections[1]), _section(sections[2])
    if not about_kind.startswith("application/json"):
        raise Refusal(400, "badContent", "The first part of a multipart upload is JSON.")
    return about, data, mime


def body(request: Request, most: int) -> bytes:
    """The body, if it is no larger than that."""
    if (request.content_length or 0) > most + 65_536:
        raise Refusal(413, "uploadTooLarge", f"The media is larger than {most} bytes.")
    return request.get_data(cache=False)


def _section(text: bytes) -> tuple[str, bytes]:
    head, *rest = re.split(rb"\r?\n\r?\n", re.sub(rb"^\r?\n", b"", text, count=1), maxsplit=1)
    named = re.search(rb"(?im)^content-type:[ \t]*([^\r\n]+)", head)
    return (named[1].decode("latin-1").strip() if named else ""), b"".join(rest)
