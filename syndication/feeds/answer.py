"""Stored bytes as an HTTP answer: conditional, compressed, cacheable. Pure: what was asked and what is stored, in; the answer, out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.http import http_date, parse_http_date_safe

MAX_AGE = 300  # seconds
_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_GZIPPED = "-gzip"


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of one file. `etag` is the strong one of `body`, with its quotes; `modified` is a whole second."""

    body: bytes
    gzip: bytes
    content_type: str
    etag: str
    modified: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. The body is empty for 304 and HEAD."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


def answer(stored: Stored, method: str, asked: Mapping[str, str]) -> Answer:
    """200 or 304 for GET and HEAD. `asked` are the request's headers, by names that it finds however they are written."""
    zipped = takes_gzip(asked.get("Accept-Encoding", ""))
    headers = {
        "ETag": f'{stored.etag[:-1]}{_GZIPPED}"' if zipped else stored.etag,
        "Last-Modified": http_date(stored.modified.timestamp()),
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Vary": "Accept-Encoding",
        "Content-Language": stored.language,
        "Access-Control-Allow-Origin": "*",  # public by law: readers that run in a browser may read it too
    }
    if _known(stored, asked):
        return Answer(304, headers)
    body = stored.gzip if zipped else stored.body
    headers |= {"Content-Type": stored.content_type, "Content-Length": str(len(body))}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Answer(200, headers, b"" if method == "HEAD" else body)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header takes gzip: named, or under "*", and not with a weight of zero."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weight = re.fullmatch(r"\s*q\s*=\s*([0-9.]+)\s*", parameters)
        try:
            weights[name.strip()] = float(weight[1]) if weight else 1.0
        except ValueError:  # "q=1.2.3" says nothing
            weights[name.strip()] = 0.0
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _known(stored: Stored, asked: Mapping[str, str]) -> bool:
    """Whether the client has these bytes already. A tag wins over a date; weak comparison, as for every GET."""
    tags = asked.get("If-None-Match")
    if tags is not None:
        mine = stored.etag.strip('"')
        return tags.strip() == "*" or any(tag.removesuffix(_GZIPPED) == mine for tag in _TAG.findall(tags))
    since = parse_http_date_safe(asked.get("If-Modified-Since", ""))
    return since is not None and int(stored.modified.timestamp()) <= since
