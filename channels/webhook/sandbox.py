"""A partner that keeps the agreement to the letter: it checks every signature, knows every repeat, keeps every revision.

Its own faults are in OWN_FAULTS, beside those that every stand-in has.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any, ClassVar

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import Card, Seat, Stage, reply

KEY_ID = "moha-2026"
KEY = "sandbox-key-of-a-partner"  # opens nothing but this sandbox
WINDOW = 300  # seconds that a timestamp may be away
NEEDED = ("title", "text", "html", "attribution", "link", "digest", "language", "published")
OWN_FAULTS = {"reject": 422, "conflict": 409, "moved": 308, "see-other": 303, "closed": 403, "away": 410}


@dataclass
class Entry:
    """One item at the partner: every revision as it came, the newest last."""

    id: str
    made: float
    revisions: list[dict[str, Any]]
    withdrawn: bool = False

    @property
    def newest(self) -> dict[str, Any]:
        return self.revisions[-1]


@dataclass
class Sandbox(Stage):
    """One partner. `askable`: whether it answers questions at all. `lag`: seconds until it can be asked about what came.

    `slow`: how many questions about an item are answered with "processing" before it is public; its posts are 202 then.
    """

    own_faults: ClassVar[dict[str, str]] = {
        name: f"does nothing and answers {status}" for name, status in OWN_FAULTS.items()
    }
    kind: str = "webhook"
    label: str = "Webhook"
    askable: bool = True
    lag: float = 0.0
    slow: int = 0
    entries: list[Entry] = field(default_factory=list)
    answered: dict[str, tuple[bytes, int]] = field(default_factory=dict)  # Idempotency-Key → the answer it was given
    waiting: dict[str, int] = field(default_factory=dict)  # an id → how often it is still processing

    def operation(self, request: Request) -> str:
        if request.path not in ("", "/"):
            return ""
        event = {"published": "item.publish", "revised": "item.revise", "withdrawn": "item.withdraw"}
        if request.method == "GET":
            return "item.ask"
        return event.get(request.headers.get("X-Event", ""), "") if request.method == "POST" else ""

    def answer(self, request: Request) -> Response:
        operation = self.operation(request)
        if not operation or (operation == "item.ask" and not self.askable):
            return reply({"error": "method not allowed"}, 405 if request.path in ("", "/") else 404)
        if problem := self._distrust(request):
            return reply({"error": problem}, 401)
        if operation == "item.ask":
            return self._ask(request.args.get("identifier", ""))
        return self._take(request)

    def _distrust(self, request: Request) -> str:
        """Why this request is not believed; "" when it is."""
        at = request.headers.get("X-Timestamp", "")
        if request.headers.get("X-Key-Id") != KEY_ID:
            return "unknown key"
        if not at.isdecimal() or abs(int(at) - self.clock()) > WINDOW:
            return "the timestamp is too far away"
        content = request.query_string if request.method == "GET" else request.get_data()
        expected = hmac.new(KEY.encode(), at.encode() + b"." + content, hashlib.sha256).hexdigest()
        said = request.headers.get("X-Signature-256", "")
        return "" if hmac.compare_digest(said, f"sha256={expected}") else "wrong signature"

    def _take(self, request: Request) -> Response:
        """Do it once: a repeat under the same Idempotency-Key is given the answer of the first time."""
        body, once = request.get_data(), request.headers.get("Idempotency-Key", "")
        if not once:
            return reply({"error": "Idempotency-Key is missing"}, 400)
        if known := self.answered.get(once):
            return Response(known[0], known[1], content_type="application/json")
        try:
            told = json.loads(body)
        except ValueError:
            return reply({"error": "this is no JSON"}, 400)
        if told.get("event") != request.headers.get("X-Event"):
            return reply({"error": "X-Event and event differ"}, 400)
        answer = self._withdraw(told) if told["event"] == "withdrawn" else self._keep(told)
        if answer.status_code < 300:
            self.answered[once] = (answer.get_data(), answer.status_code)
        return answer

    def _keep(self, told: dict[str, Any]) -> Response:
        missing = [name for name in NEEDED if not told.get(name)]
        if missing or not isinstance(told.get("revision"), int):
            return reply({"error": f"missing: {', '.join(missing) or 'revision'}"}, 422)
        if told["attribution"].splitlines()[0] not in told["text"]:
            self.frown(f"{told['identifier']}: the text lacks its attribution")
        there = self._entry(told["identifier"])
        if told["event"] == "revised":
            if there is None:
                return reply({"error": "unknown identifier"}, 404)
            if told["revision"] < there.newest["revision"]:
                return reply({"error": "a newer revision is here", "revision": there.newest["revision"]}, 409)
            if told["digest"] != there.newest["digest"]:
                there.revisions.append(told)
        elif there is not None:
            return reply({"error": "this identifier is here already", "revision": there.newest["revision"]}, 409)
        else:
            there = Entry(f"p-{len(self.entries) + 1}", self.clock(), [told])
            self.entries.append(there)
        self.waiting[there.id] = self.slow
        return self._told(there, 202 if self.slow else 200)

    def _withdraw(self, told: dict[str, Any]) -> Response:
        there = self._entry(str(told.get("identifier")))
        if there is None:
            gone = any(entry.newest["identifier"] == told.get("identifier") for entry in self.entries)
            return reply({"error": "not here"}, 410 if gone else 404)
        there.withdrawn = True
        return reply({"id": there.id})

    def _ask(self, identifier: str) -> Response:
        there = self._entry(identifier)
        if there is None or self.clock() - there.made < self.lag:
            return reply({"error": "not here"}, 404)
        left = self.waiting.get(there.id, 0)
        self.waiting[there.id] = max(0, left - 1)
        return self._told(there, 200, state="processing" if left else "live")

    def _told(self, entry: Entry, status: int, **more: str) -> Response:
        newest = entry.newest
        told = {"id": entry.id, "url": f"https://partner.example/{entry.id}", "revision": newest["revision"]}
        return reply({**told, "digest": newest["digest"], **more}, status)

    def _entry(self, identifier: str) -> Entry | None:
        there = [entry for entry in self.entries if entry.newest["identifier"] == identifier and not entry.withdrawn]
        return there[-1] if there else None

    def throttled(self) -> Response:
        return reply({"error": "too many"}, 429, Retry_After="7")

    def fault(self, name: str, request: Request) -> Response | None:
        if name not in OWN_FAULTS:
            return None
        return reply({"error": name}, OWN_FAULTS[name], Location="https://elsewhere.example/")

    def objects(self) -> list[dict[str, Any]]:
        return [
            {
                "id": entry.id,
                "text": f"{entry.newest['title']}\n{entry.newest['text']}",
                "live": not entry.withdrawn,
                "created": entry.made,
                "revision": entry.newest["revision"],
                "synthetic": entry.newest["synthetic"],
                "letter": entry.newest,
            }
            for entry in self.entries
        ]

    def wall(self) -> list[Card]:
        def state(entry: Entry) -> str:
            return "removed" if entry.withdrawn else "edited" if len(entry.revisions) > 1 else "live"

        return [
            Card(
                title=entry.newest["title"],
                body=entry.newest["text"],
                at=entry.made,
                state=state(entry),
                link=entry.newest["link"],
                pictures=tuple(one["url"] for one in entry.newest["pictures"]),
                film=(entry.newest["film"] or {}).get("url", ""),
                meta=f"phiên bản {entry.newest['revision']}",
            )
            for entry in reversed(self.entries)
        ]

    def secrets(self) -> list[str]:
        return [KEY]

    def seat(self, base: str) -> Seat:
        return Seat({"url": base, "key_id": KEY_ID}, {"key": KEY})
