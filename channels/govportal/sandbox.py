"""A stand-in for the Government Portal's interface (profile `vn.gov.moha.syndication/1`), with the public page it makes.

It shares no code with the client: signatures and digests are worked out anew in `notary`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any, ClassVar
from urllib.parse import quote, unquote

from werkzeug.wrappers import Request, Response

from channels.govportal.notary import address_of, countersigned, digest, distrust
from channels.sandbox.stage import Card, Seat, Stage, reply

ORG = "G09"
KEY_ID = "moha-2026-01"
KEY = "sandbox-key-of-the-government-portal"  # opens nothing but this sandbox

REVISION = re.compile(r"/items/([^/]+)/revisions/([1-9][0-9]*)(/ack)?$")
MANDATORY = ("title", "creator", "date", "description", "publisher", "identifier")


@dataclass
class Revision:
    """One revision as it came. `polls` is how often its ack may still say queued."""

    number: int
    digest: str
    item: dict[str, Any]
    received: float
    polls: int
    rejected: bool = False
    errors: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Sandbox(Stage):
    """The portal. `polls` is how many looks at an ack see "queued" before "published"; 0 publishes at once.

    `lag` seconds pass until a revision can be asked after; `acks` is whether a revision has an address to ask at, beside the
    list; `empty_pages` come before a list's first entries, each naming a next one.
    """

    own_faults: ClassVar[dict[str, str]] = {
        "tamper-digest": "does it, and acknowledges another digest",
        "forge-signature": "does it, and signs the answer with another key",
        "reject": "takes the revision and turns it down",
    }
    kind: str = "govportal"
    label: str = "Cổng TTĐT Chính phủ"
    polls: int = 0
    page_size: int = 50
    max_bytes: int = 2_000_000
    lag: float = 0.0
    acks: bool = True
    empty_pages: int = 0
    keys: dict[str, str] = field(default_factory=lambda: {KEY_ID: KEY})
    items: dict[str, dict[int, Revision]] = field(default_factory=dict)

    def operation(self, request: Request) -> str:
        path = _raw_path(request)
        if REVISION.match(path):
            return "item.put" if request.method == "PUT" else "item.ack"
        return "items.list" if path == "/items" else ""

    def answer(self, request: Request) -> Response:
        path = _raw_path(request)
        if path.startswith("/pages/"):
            return self._page(unquote(path.removeprefix("/pages/")))
        named = REVISION.match(path)
        if not named and path != "/items":
            return reply({"errors": [{"code": "NOT_FOUND"}]}, 404)
        if problem := self._distrust(request):
            return self._signed({"errors": [{"code": "SIGNATURE", "message": problem}]}, 401)
        if request.headers.get("X-Org-Id") != ORG:
            return self._signed({"errors": [{"code": "ORG_UNKNOWN"}]}, 403)
        if not named:
            return self._list(request)
        identifier, number = unquote(named[1]), int(named[2])
        if named[3] and request.method == "GET":
            return self._ack(identifier, number, request)
        if not named[3] and request.method == "PUT":
            return self._put(identifier, number, request)
        return self._signed({"errors": [{"code": "METHOD"}]}, 405)

    def fault(self, name: str, request: Request) -> Response | None:
        if name not in self.own_faults:
            return None
        answer = self.answer(request)
        value = json.loads(answer.get_data())
        if name == "tamper-digest" and "digest" in value:
            return self._signed({**value, "digest": digest(b"something else")}, answer.status_code)
        if name == "forge-signature":
            return self._signed(value, answer.status_code, key="not the key")
        if name == "reject" and (
            revision := self.items.get(value.get("identifier", ""), {}).get(value.get("revision"))
        ):
            revision.rejected = True
            revision.errors = [{"code": "EDITOR_REFUSED", "path": "/content/html"}]
            return self._signed(self._acknowledge(value["identifier"], revision, request), 200)
        return answer

    def throttled(self) -> Response:
        return reply({"errors": [{"code": "TOO_MANY"}]}, 429, Retry_After="7")

    def objects(self) -> list[dict[str, Any]]:
        made = []
        for identifier, revisions in self.items.items():
            shown, newest = _shown(revisions), revisions[max(revisions)]
            made.append(
                {
                    "id": identifier,
                    "text": shown.item["content"]["text"] if shown else "",
                    "live": shown is not None and newest.item["op"] != "withdraw",
                    "created": revisions[min(revisions)].received,
                    "revision": newest.number,
                    "op": newest.item["op"],
                    "digest": newest.digest,
                }
            )
        return made

    def wall(self) -> list[Card]:
        cards = []
        for identifier, revisions in self.items.items():
            newest = revisions[max(revisions)]
            if (shown := _shown(revisions)) is None:
                continue
            removed, edited = newest.item["op"] == "withdraw", shown.item["op"] != "publish"
            item = shown.item
            note = f"ĐÍNH CHÍNH: {item['correction']['text']}\n\n" if item["op"] == "correct" else ""
            cards.append(
                Card(
                    title=_worded(item, "title"),
                    body=f"{note}{item['content']['text']}\n\n{item['dc']['source']}",
                    at=shown.received,
                    state="removed" if removed else "edited" if edited else "live",
                    link=item["dc"]["identifier"],
                    pictures=tuple(one["url"] for one in item["media"] if one["type"].startswith("image/")),
                    meta=f"{identifier} · phiên bản {newest.number} · {newest.item['op']}",
                )
            )
        return sorted(cards, key=lambda card: -card.at)

    def _put(self, identifier: str, number: int, request: Request) -> Response:
        body = request.get_data()
        if len(body) > self.max_bytes:
            return self._signed({"errors": [{"code": "TOO_LARGE"}]}, 413)
        if request.headers.get("Content-Digest") != digest(body):
            return self._signed({"errors": [{"code": "DIGEST_MISMATCH"}]}, 400)
        if request.headers.get("Idempotency-Key") != f"{identifier}#{number}":
            return self._signed({"errors": [{"code": "IDEMPOTENCY_KEY"}]}, 400)
        held = self.items.get(identifier, {})
        current = max(held, default=0)
        if known := held.get(number):
            if known.digest == digest(body):
                return self._taken(identifier, known, request, 200)
            conflict = {"currentRevision": current, "digest": held[current].digest}
            return self._signed({"errors": [{"code": "REVISION_CONFLICT"}], **conflict}, 409)
        if number < current:
            return self._signed({"errors": [{"code": "STALE"}], "currentRevision": current}, 412)
        errors = self._faults_of(body, identifier, number, held)
        if errors:
            return self._signed({"errors": errors}, 422)
        item = json.loads(body)
        revision = Revision(number, digest(body), item, self.clock(), self.polls)
        self.items.setdefault(identifier, {})[number] = revision
        return self._taken(identifier, revision, request, 201)

    def _taken(self, identifier: str, revision: Revision, request: Request, status: int) -> Response:
        ack = self._acknowledge(identifier, revision, request)
        if revision.polls and not revision.rejected:
            return self._signed(ack, 202, Location=f"{address_of(request)}/ack")
        return self._signed(ack, status)

    def _ack(self, identifier: str, number: int, request: Request) -> Response:
        revision = self.items.get(identifier, {}).get(number)
        if revision is None or not self.acks or not self._readable(revision):
            return self._signed({"errors": [{"code": "NOT_FOUND"}]}, 404)
        answer = self._signed(self._acknowledge(identifier, revision, request))
        revision.polls = max(0, revision.polls - 1)
        return answer

    def _list(self, request: Request) -> Response:
        since = datetime.fromisoformat(request.args.get("since") or "1970-01-01T00:00:00Z").timestamp()
        rows = [
            (identifier, revision)
            for identifier, held in self.items.items()
            for revision in held.values()
            if revision.received >= since and request.args.get("org") == ORG and self._readable(revision)
        ]
        start = int(request.args.get("cursor") or -self.empty_pages)
        page = rows[start : start + self.page_size] if start >= 0 else []
        after = start + self.page_size if start >= 0 else start + 1
        cursor = str(after) if len(rows) > after or start < 0 else None
        names = ("identifier", "revision", "digest", "status", "publicUrl")
        acks = [self._acknowledge(identifier, revision, request) for identifier, revision in page]
        return self._signed({"items": [{name: ack[name] for name in names} for ack in acks], "cursor": cursor})

    def _readable(self, revision: Revision) -> bool:
        return self.clock() - revision.received >= self.lag

    def _acknowledge(self, identifier: str, revision: Revision, request: Request) -> dict[str, Any]:
        held = self.items[identifier]
        if revision.rejected:
            status = "rejected"
        elif revision.polls:
            status = "queued"
        elif held[max(held)].item["op"] == "withdraw":
            status = "withdrawn"
        else:
            status = "published"
        page = f"{request.host_url.rstrip('/')}{request.root_path.rstrip('/')}/pages/{quote(identifier, safe='')}"
        return {
            "ackId": hashlib.sha256(f"{identifier}#{revision.number}".encode()).hexdigest()[:16],
            "identifier": identifier,
            "revision": revision.number,
            "digest": revision.digest,
            "status": status,
            "publicUrl": page if status == "published" else None,
            "receivedAt": datetime.fromtimestamp(revision.received, UTC).isoformat(),
            "errors": revision.errors,
        }

    def _faults_of(self, body: bytes, identifier: str, number: int, held: dict[int, Revision]) -> list[dict[str, str]]:
        try:
            item = json.loads(body)
        except ValueError:
            return [{"code": "JSON", "path": ""}]
        named = {"schema": "vn.gov.moha.syndication/1", "identifier": identifier, "revision": number}
        errors = [{"code": "MISMATCH", "path": f"/{name}"} for name, value in named.items() if item.get(name) != value]
        if item.get("op") == "withdraw":
            if not held:
                errors.append({"code": "NOTHING_TO_WITHDRAW", "path": "/identifier"})
            if "content" in item:
                errors.append({"code": "CONTENT_FORBIDDEN", "path": "/content"})
            return errors if item.get("reason") else [*errors, {"code": "REASON_MISSING", "path": "/reason"}]
        if item.get("op") not in ("publish", "update", "correct"):
            errors.append({"code": "OP_UNKNOWN", "path": "/op"})
        dc = item.get("dc") or {}
        errors += [{"code": "DC_MISSING", "path": f"/dc/{name}"} for name in MANDATORY if not _filled(dc.get(name))]
        if item.get("op") == "correct" and not (item.get("correction") or {}).get("text"):
            errors.append({"code": "CORRECTION_MISSING", "path": "/correction/text"})
        if dc.get("source") != "Nguồn: Cổng thông tin điện tử Bộ Nội vụ":
            self.frown(f"{identifier}: dc.source is {dc.get('source')!r}")
        return errors

    def secrets(self) -> list[str]:
        return list(self.keys.values())

    def seat(self, base: str) -> Seat:
        return Seat({"base_url": base, "org_code": ORG, "key_id": KEY_ID}, {"key": KEY})

    def _distrust(self, request: Request) -> str:
        return distrust(request, address_of(request), self.keys, self.clock())

    def _signed(self, value: Any, status: int = 200, key: str = "", **headers: str) -> Response:
        return countersigned(reply(value, status, **headers), KEY_ID, key or self.keys.get(KEY_ID, KEY), self.clock())

    def _page(self, identifier: str) -> Response:
        revisions = self.items.get(identifier, {})
        shown = _shown(revisions)
        if shown is None or revisions[max(revisions)].item["op"] == "withdraw":
            return Response("<h1>Nội dung đã được gỡ</h1>", status=410, content_type="text/html; charset=utf-8")
        item = shown.item
        note = f"<p>Đính chính: {escape(item['correction']['text'])}</p>" if item["op"] == "correct" else ""
        text = f"<h1>{escape(_worded(item, 'title'))}</h1>{note}<div>{escape(item['content']['text'])}</div>"
        foot = f"<footer>{escape(item['dc']['source'])} · {escape(item['dc']['rights'])}</footer>"
        return Response(f'<!doctype html><html lang="vi">{text}{foot}</html>', content_type="text/html; charset=utf-8")


def _shown(revisions: dict[int, Revision]) -> Revision | None:
    """The newest revision with content that is published."""
    told = [one for one in revisions.values() if one.item["op"] != "withdraw" and not one.polls and not one.rejected]
    return max(told, key=lambda one: one.number) if told else None


def _worded(item: dict[str, Any], name: str) -> str:
    return str(item["dc"][name][0]["value"])


def _filled(part: Any) -> bool:
    """Whether a part of the Dublin Core says something: a text, or a list whose every entry does."""
    if isinstance(part, list):
        return bool(part) and all(_filled(one.get("value") if isinstance(one, dict) else one) for one in part)
    return isinstance(part, str) and bool(part.strip())


def _raw_path(request: Request) -> str:
    """The path below the mount as it was sent, still percent-encoded: an identifier may hold what divides a path."""
    path = str(request.environ["REQUEST_URI"]).partition("?")[0]
    return path.removeprefix(request.root_path.rstrip("/"))
