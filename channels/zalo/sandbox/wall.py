"""The stand-in's things as object lists and as cards of the wall."""

from __future__ import annotations

from typing import Any

from channels.sandbox.stage import Card
from channels.zalo.sandbox.articles import Article, Articles
from channels.zalo.sandbox.broadcasts import Broadcast, Broadcasts
from channels.zalo.sandbox.films import Film


def article_object(one: Article) -> dict[str, Any]:
    """One article for counting and comparing with the ledger."""
    return {
        "id": one.id,
        "kind": "article",
        "title": one.told["title"],
        "text": f"{one.told['title']}\n{one.text}",
        "live": one.live,
        "created": one.created,
        "updated": one.updated,
        "status": one.told["status"],
        "edited": bool(one.edits),
        "edits": one.edits,
        "removed": one.removed,
        "article": one.told,
        "pictures": [picture.told() for picture in one.pictures],
        "films": [film_object(film) for film in one.films],
    }


def film_object(film: Film) -> dict[str, Any]:
    """A film without its token."""
    return {
        "id": film.id,
        "name": film.name,
        "mime": film.mime,
        "size": film.size,
        "sha256": film.sha256,
        "status": film.said,
        "file": film.file,
    }


def broadcast_object(one: Broadcast, pushed: Broadcasts) -> dict[str, Any]:
    """One broadcast. It is live once it is delivered."""
    return {
        "id": one.id,
        "kind": "broadcast",
        "title": "",
        "text": "\n".join(pushed.titles(one)),
        "live": pushed.delivered(one),
        "created": one.created,
        "articles": list(one.articles),
        "target": dict(one.target),
    }


def article_card(one: Article, shelf: Articles) -> Card:
    """One article as the public would see it; its link leads to the whole of it, here."""
    film = f"/_files/zalo/{one.films[0].file}" if one.films else ""
    return Card(
        title=one.told["title"],
        body=one.text,
        at=one.created,
        state=one.state,
        link=f"/zalo/view/{one.id}",
        pictures=tuple(shelf.album.shown(picture) for picture in one.pictures),
        film=film,
        meta=one.told.get("author", ""),
    )


def broadcast_card(one: Broadcast, pushed: Broadcasts) -> Card:
    """One broadcast as a follower would get it; hidden while Zalo looks at it."""
    delivered = pushed.delivered(one)
    return Card(
        title="Gửi tới người quan tâm · broadcast",
        body="\n".join(pushed.titles(one)),
        at=one.created,
        state="live" if delivered else "hidden",
        meta="đã gửi · delivered" if delivered else "Zalo đang duyệt · under review",
    )
