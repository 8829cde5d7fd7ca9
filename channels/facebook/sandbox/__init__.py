"""A stand-in for Facebook Pages: posts, photos, videos, reels, tokens and consent over the Graph API's wire protocol.

It keeps to what Meta's pages say, and to what clients have met where they say nothing. It is on nobody's side: it
repeats tokens in `paging.next`, lists posts in an order that says nothing of their age, and takes a photo twice.
`routes.OPERATIONS` names what a fault can be ordered for, `orders.FAULTS` the platform's own faults, `world.SWITCHES`
what can be set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from werkzeug.wrappers import Request, Response

from channels.facebook.sandbox import gallery, hooks, orders, routes, usage
from channels.facebook.sandbox.asked import asked_of
from channels.facebook.sandbox.protocol import Refusal, error
from channels.facebook.sandbox.things import Post
from channels.facebook.sandbox.tokens import (
    APP_ID,
    APP_SECRET,
    APP_TOKEN,
    OTHER_PAGE_ID,
    OTHER_TOKEN,
    PAGE_ID,
    PAGE_NAME,
    READER_TOKEN,
    REFUSED_TOKENS,
    SYSTEM_TOKEN,
    TOKEN,
    USER_ID,
    USER_TOKEN,
    WATCHED_PAGE_ID,
    WRITER_TOKEN,
)
from channels.facebook.sandbox.world import World
from channels.sandbox.stage import Card, Seat

__all__ = [
    "APP_ID",
    "APP_SECRET",
    "APP_TOKEN",
    "OTHER_PAGE_ID",
    "OTHER_TOKEN",
    "PAGE_ID",
    "PAGE_NAME",
    "READER_TOKEN",
    "REFUSED_TOKENS",
    "SYSTEM_TOKEN",
    "TOKEN",
    "USER_ID",
    "USER_TOKEN",
    "WATCHED_PAGE_ID",
    "WRITER_TOKEN",
    "Sandbox",
]


@dataclass
class Sandbox(World):
    """The Pages of one person and one app. What can be set stands in `world.SWITCHES`."""

    own_faults: ClassVar[Mapping[str, str]] = orders.FAULTS

    def notify(self, verb: str, post: Post) -> None:
        hooks.tell(self, verb, post)

    def operation(self, request: Request) -> str:
        try:
            asked = asked_of(request)
        except Refusal:
            return ""
        return routes.operation(self, asked)

    def answer(self, request: Request) -> Response:
        try:
            asked = asked_of(request)
        except Refusal as refusal:
            return refusal.response()
        return routes.respond(self, asked)

    def broken(self, status: int) -> Response:
        return error(2, status=status)

    def throttled(self) -> Response:
        response = error(80001)
        response.headers["X-Business-Use-Case-Usage"] = usage.business(PAGE_ID, 100, 7)
        return response

    def token_refused(self) -> Response:
        return error(190, 463)

    def fault(self, name: str, request: Request) -> Response | None:
        return orders.play(self, name, request)

    def written_by_hand(self, message: str, link: str = "", *, visitor: str = "") -> Post:
        """A post that a person makes on the Page itself: no app may change it. `visitor` is the number of a stranger."""
        with self.lock:
            return self.new_post(message, link=link, app="", author=visitor or PAGE_ID)

    def objects(self) -> list[dict[str, Any]]:
        self.tick()
        return [gallery.entry(self, post) for post in self.posts.values()]

    def tallies(self) -> dict[str, Any]:
        uploads = [upload for upload in self.uploads.values() if not upload.closed]
        return {"calls": len(self.calls), "tokens": len(self.tokens), "uploads_under_way": len(uploads)}

    def secrets(self) -> Iterable[str]:
        return (*self.tokens, APP_SECRET)

    def seat(self, base: str) -> Seat:
        settings = {"page_id": PAGE_ID, "graph_url": base, "video_url": base, "dialog_url": base, "app_id": APP_ID}
        return Seat(settings, {"access_token": TOKEN, "app_secret": APP_SECRET})

    def wall(self) -> list[Card]:
        self.tick()
        return [
            gallery.card(self, post) for post in sorted(self.posts.values(), key=lambda post: post.at, reverse=True)
        ]

    def file(self, name: str) -> tuple[bytes | Path, str] | None:
        photo, film = self.photos.get(name), self.films.get(name)
        if photo is not None:
            return photo.data, photo.mime
        return (film.path, "video/mp4") if film is not None and film.finished_at is not None else None
