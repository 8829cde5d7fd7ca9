"""A partner site that reads our feeds: no platform stands behind this channel, so its public is whoever reads.

It takes part in the wall like every other sandbox, and asks for the feeds over HTTP each time somebody looks.
"""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import Card, Stage, reply

WITHDRAWN = re.compile(r"^\[(Thu hồi|Withdrawn)\]\s*")


@dataclass
class Sandbox(Stage):
    """Reads the JSON Feeds whose addresses are in `reads`."""

    kind: str = "feed"
    reads: list[str] = field(default_factory=list)

    def operation(self, request: Request) -> str:
        """Nothing is sent here, so no fault can be ordered."""
        return ""

    def answer(self, request: Request) -> Response:
        """Nothing is sent here."""
        return reply({"error": "feeds are read, not sent"}, 404)

    def objects(self) -> list[dict[str, Any]]:
        """Every entry of every feed, as a reader finds it now."""
        return [
            {
                "id": entry["id"],
                "text": f"{entry.get('title', '')}\n{_plain(entry)}",
                "live": not WITHDRAWN.match(entry.get("title", "")),
                "created": _seconds(entry),
            }
            for _, entry in self._entries()
        ]

    def wall(self) -> list[Card]:
        """The entries, newest first."""
        cards = [
            Card(
                title=WITHDRAWN.sub("", entry.get("title", "")),
                body=_plain(entry),
                at=_seconds(entry),
                state="removed" if WITHDRAWN.match(entry.get("title", "")) else "live",
                link=entry.get("url", ""),
                pictures=(entry["image"],) if entry.get("image") else (),
                meta=feed,
            )
            for feed, entry in self._entries()
        ]
        return sorted(cards, key=lambda card: card.at, reverse=True)

    def _entries(self) -> list[tuple[str, dict[str, Any]]]:
        found: list[tuple[str, dict[str, Any]]] = []
        for address in self.reads:
            try:
                with urllib.request.urlopen(address, timeout=2) as response:  # noqa: S310 - addresses come from the command line
                    feed = json.load(response)
            except (OSError, ValueError) as error:
                self.frown(f"{address} could not be read: {type(error).__name__}")
                continue
            found.extend((str(feed.get("title", "")), entry) for entry in feed.get("items", []))
        return found


def _plain(entry: dict[str, Any]) -> str:
    if entry.get("content_text"):
        return str(entry["content_text"])
    broken = re.sub(r"(?i)</(p|h\d|li|tr|figcaption)>|<br\s*/?>", "\n", str(entry.get("content_html", "")))
    return unescape(re.sub(r"<[^>]+>", "", broken)).strip()


def _seconds(entry: dict[str, Any]) -> float:
    written = entry.get("date_modified") or entry.get("date_published")
    return datetime.fromisoformat(written).timestamp() if written else 0.0
