"""Articles pushed to every follower: looked at by Zalo first, then delivered, and never to be taken back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from channels.zalo.sandbox.articles import Article, Articles
from channels.zalo.sandbox.refusals import No, invalid
from channels.zalo.sandbox.switches import Floor

HANOI = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh has no summer time
DAY = range(6, 22)  # the hours in which a broadcast may be sent
MOST_ARTICLES = 5
TARGETS = {
    "ages": range(8),
    "gender": range(3),
    "locations": range(3),
    "cities": range(64),
    "platform": range(1, 4),
}


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One push: which articles, to whom, when."""

    id: str
    articles: tuple[str, ...]
    target: Mapping[str, Any]
    created: float


@dataclass
class Broadcasts:
    """Every broadcast that was taken."""

    floor: Floor
    shelf: Articles
    sent: list[Broadcast] = field(default_factory=list)

    def send(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST /v2.0/oa/message with a target. With a user_id it is the old message API, which was shut down: -240."""
        recipient, message = body.get("recipient"), body.get("message")
        if not isinstance(recipient, dict):
            raise invalid("recipient")
        if "user_id" in recipient:
            raise No(-240)
        target = recipient.get("target")
        if not isinstance(target, dict):
            raise invalid("target")
        self._look_at_target(target)
        articles = self._articles(message)
        now = datetime.fromtimestamp(self.floor.clock(), HANOI)
        if now.hour not in DAY:
            raise No(-234)
        this_month = [one for one in self.sent if _month(one.created) == (now.year, now.month)]
        if len(this_month) >= self.floor.switches.broadcast_quota:
            raise No(-211)
        self._frown(articles, now)
        ids = tuple(article.id for article in articles)
        self.sent.append(Broadcast(secrets.token_hex(10), ids, target, self.floor.clock()))
        return {"message_id": self.sent[-1].id}

    def delivered(self, one: Broadcast) -> bool:
        """Whether it has been through moderation, and so reached the followers."""
        return self.floor.clock() >= one.created + self.floor.switches.moderation

    def titles(self, one: Broadcast) -> list[str]:
        """The titles of its articles as they are now."""
        return [self.shelf.articles[article].told["title"] for article in one.articles]

    def _articles(self, message: Any) -> list[Article]:
        attachment = message.get("attachment") if isinstance(message, dict) else None
        payload = attachment.get("payload") if isinstance(attachment, dict) else None
        if not isinstance(attachment, dict) or attachment.get("type") != "template" or not isinstance(payload, dict):
            raise invalid("attachment")
        if payload.get("template_type") != "media":
            raise invalid("template_type")
        elements = payload.get("elements")
        if not isinstance(elements, list) or not elements:
            raise invalid("elements")
        if len(elements) > MOST_ARTICLES:
            raise No(-210)
        return [self._article(element) for element in elements]

    def _article(self, element: Any) -> Article:
        if not isinstance(element, dict) or element.get("media_type") != "article":
            raise invalid("media_type")
        one = self.shelf.articles.get(str(element.get("attachment_id")))
        if one is None or one.removed:
            raise invalid("attachment_id")
        return one

    def _look_at_target(self, target: Mapping[str, Any]) -> None:
        """Numbers, or several in a list or joined by commas: sources differ, so all three are taken."""
        for name, value in target.items():
            if name not in TARGETS:
                self.floor.frown(f"{name} in a broadcast's target: Zalo knows no such field")
                continue
            parts = value if isinstance(value, list) else str(value).split(",")
            if not all(str(part).strip().isdigit() and int(part) in TARGETS[name] for part in parts):
                raise invalid(name)

    def _frown(self, articles: Iterable[Article], now: datetime) -> None:
        pushed = {article for one in self.sent for article in one.articles}
        for article in articles:
            if article.id in pushed:
                self.floor.frown(f"the article {article.id} was broadcast again")
            if not article.live:
                self.floor.frown(f"the article {article.id} was broadcast while the public cannot see it")
        if any(datetime.fromtimestamp(one.created, HANOI).date() == now.date() for one in self.sent):
            self.floor.frown("a second broadcast on one day: a follower gets at most one")


def _month(at: float) -> tuple[int, int]:
    moment = datetime.fromtimestamp(at, HANOI)
    return moment.year, moment.month
