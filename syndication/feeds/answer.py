"""Stored bytes as an HTTP answer: conditional, compressed, cacheable. Pure: what was asked and what is stored, in; the answer, out.

Both roads that answer feeds (`front`, before Django, and the Django view behind it) take their answers from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.http import http_date, parse_http_date_safe

from formatters.sentence import Sentence

MAX_AGE = 300  # seconds
WAYS = 100  # of asking for one file that are remembered,
LONG = 250  # when their headers together are shorter than so many characters
ALLOWED = "GET, HEAD, OPTIONS"
TEXT = "text/plain; charset=utf-8"
# What Django's middleware says of every page stands here too, for no middleware sees what `front` answers.
SAFE = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
ANYBODY = ("Access-Control-Allow-Origin", "*")  # public by law: readers that run in a browser may read it too
REASONS = {
    200: "200 OK",
    204: "204 No Content",
    304: "304 Not Modified",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    410: "410 Gone",
    503: "503 Service Unavailable",
}
ONLY_READING = Sentence("Địa chỉ này chỉ để đọc (GET, HEAD).", "This address is only for reading (GET, HEAD).")

Headers = list[tuple[str, str]]  # as WSGI has them; never changed once they are made

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*")
_SUFFIXES = {"br": "-br", "gzip": "-gzip", "identity": ""}  # in the order in which equals are preferred


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of one file.

    `etag` is the strong one of `body`, with its quotes; `modified` is a whole second, None when nobody knows since when the
    bytes are these: it is told by its tag alone then. `brotli` may be empty: it is not
    offered then. `address` is the public one, absolute; `hub` that of the WebSub hub, or "".
    """

    body: bytes
    gzip: bytes
    brotli: bytes
    content_type: str
    etag: str
    modified: datetime | None
    language: str
    address: str
    hub: str = ""

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, about."""
        return len(self.body) + len(self.gzip) + len(self.brotli) + 4096


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. The body is empty for 204, 304 and HEAD."""

    status: int
    headers: Headers
    body: bytes = b""

    @property
    def reason(self) -> str:
        """The status as WSGI writes it."""
        return REASONS[self.status]


@dataclass(frozen=True, slots=True)
class _Copy:
    """The three answers that one encoding of a file has."""

    tag: str
    full: Answer
    head: Answer
    known: Answer


@dataclass(frozen=True, slots=True)
class Prepared:
    """A stored file with its answers made: for each encoding, for the public and for a partner.

    `given` remembers which of them went to whom: clients ask in few ways, and each in its own again and again.
    """

    stored: Stored
    public: Mapping[str, _Copy] = field(repr=False)
    private: Mapping[str, _Copy] = field(repr=False)
    given: dict[tuple[str, str, str | None, str | None, bool], Answer] = field(default_factory=dict, repr=False)


def prepare(stored: Stored) -> Prepared:
    """Make the answers of a file."""
    bodies = {"br": stored.brotli, "gzip": stored.gzip, "identity": stored.body}
    encodings = {name: body for name, body in bodies.items() if body or name == "identity"}
    return Prepared(
        stored,
        {name: _copy(stored, name, body, private=False) for name, body in encodings.items()},
        {name: _copy(stored, name, body, private=True) for name, body in encodings.items()},
    )


def answer(prepared: Prepared, asked: Mapping[str, Any], *, private: bool = False) -> Answer:
    """200 or 304 for GET and HEAD, 204 for OPTIONS, 405 for what else is asked.

    `asked` is WSGI's environ, which is Django's `request.META` too. A `private` answer is for one partner: no cache between
    keeps it, and no page that is opened from it is told its address.
    """
    find = asked.get
    method: str = asked["REQUEST_METHOD"]
    accepted: str = find("HTTP_ACCEPT_ENCODING", "")
    tags: str | None = find("HTTP_IF_NONE_MATCH")
    since: str | None = find("HTTP_IF_MODIFIED_SINCE")
    way = (method, accepted, tags, since, private)
    given = prepared.given.get(way)
    if given is None:
        given = _choose(prepared, *way)
        if len(prepared.given) < WAYS and len(accepted) + len(tags or "") + len(since or "") < LONG:
            prepared.given[way] = given
    return given


def _choose(
    prepared: Prepared, method: str, accepted: str, tags: str | None, since: str | None, private: bool
) -> Answer:
    if method not in ("GET", "HEAD"):
        return _other(method)
    copies = prepared.private if private else prepared.public
    copy = copies[preferred(accepted, "br" in copies)]
    if _known(prepared.stored, copy, tags, since):
        return copy.known
    return copy.full if method == "GET" else copy.head


def preferred(accepted: str, brotli: bool = True) -> str:
    """The encoding that an Accept-Encoding header likes best, of equals the smallest: "br", "gzip" or "identity"."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weight = _WEIGHT.fullmatch(parameters)
        weights[name.strip()] = float(weight[1]) if weight else 0.0 if "q" in parameters else 1.0
    anything = weights.get("*", 0.0)
    liked = {
        "br": weights.get("br", anything) if brotli else 0.0,
        "gzip": weights.get("gzip", weights.get("x-gzip", anything)),
        # Who does not name it takes it, but likes it less than anything named.
        "identity": weights.get("identity", anything or 0.0001),
    }
    best = max(liked.values())
    return next(name for name in _SUFFIXES if liked[name] == best) if best > 0 else "identity"


def sentence(status: int, say: Sentence, **headers: str) -> Answer:
    """An answer in words, in both languages; `headers` are further ones, with underscores for hyphens."""
    body = f"{say.vi}\n{say.en}\n".encode()
    more = [(name.replace("_", "-"), value) for name, value in headers.items()]
    kind = [("Content-Type", TEXT), ("Content-Length", str(len(body)))]
    return Answer(status, [*more, ANYBODY, *SAFE, ("Referrer-Policy", "no-referrer"), *kind], body)


def _copy(stored: Stored, encoding: str, body: bytes, *, private: bool) -> _Copy:
    tag = f'{stored.etag[:-1]}{_SUFFIXES[encoding]}"'
    link = f'<{stored.address}>; rel="self"' + (f', <{stored.hub}>; rel="hub"' if stored.hub else "")
    always: Headers = [
        ("ETag", tag),
        *([("Last-Modified", http_date(stored.modified.timestamp()))] if stored.modified else []),
        ("Cache-Control", f"{'private' if private else 'public'}, max-age={MAX_AGE}"),
        ("Vary", "Accept-Encoding"),
        ("Content-Language", stored.language),
        # The self link in it is the public address: here it is told that the same is there.
        *([("Content-Location", stored.address)] if private else []),
        ("Link", link),
        ANYBODY,
        ("Access-Control-Expose-Headers", "ETag, Link"),
        *SAFE,
        ("Referrer-Policy", "no-referrer" if private else "same-origin"),
    ]
    full = [*always, ("Content-Type", stored.content_type), ("Content-Length", str(len(body)))]
    if encoding != "identity":
        full.append(("Content-Encoding", encoding))
    return _Copy(tag, Answer(200, full, body), Answer(200, full), Answer(304, always))


def _known(stored: Stored, copy: _Copy, tags: str | None, date: str | None) -> bool:
    """Whether the client has these bytes already, in whichever encoding.

    A tag wins over a date; weak comparison, as for every GET.
    """
    if tags is not None:
        mine = stored.etag[1:-1]
        known = {f"{mine}{suffix}" for suffix in _SUFFIXES.values()}
        return tags.strip() == "*" or any(tag in known for tag in _TAG.findall(tags))
    since = parse_http_date_safe(date) if date else None
    return since is not None and stored.modified is not None and int(stored.modified.timestamp()) <= since


def _other(method: str) -> Answer:
    if method != "OPTIONS":
        return sentence(405, ONLY_READING, Allow=ALLOWED)
    # A reader in a browser asks this first, because If-None-Match is no header that it may send unasked.
    asked: Headers = [
        ("Allow", ALLOWED),
        ANYBODY,
        ("Access-Control-Allow-Methods", ALLOWED),
        ("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since"),
        ("Access-Control-Max-Age", "86400"),
    ]
    return Answer(204, [*asked, *SAFE])
