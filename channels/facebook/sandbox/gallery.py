"""What is there, for a test to count and compare, and for a person to look at on the wall."""

from __future__ import annotations

from typing import Any

from channels.facebook.sandbox.things import Post
from channels.facebook.sandbox.world import World
from channels.sandbox.stage import Card

KINDS = {"video": "video", "album": "{count} ảnh", "photo": "ảnh", "link": "liên kết", "text": "chữ"}


def entry(world: World, post: Post) -> dict[str, Any]:
    """One post with all that a test may want to compare."""
    film = world.films.get(post.film)
    thumb = world.photos[film.thumbnail].sha256 if film and film.thumbnail else ""
    return {
        "id": post.id,
        "page": post.page,
        "kind": post.kind,
        "text": post.message,
        "message": post.message,
        "live": world.is_public(post),
        "created": post.at,
        "link": post.link,
        "pictures": [world.photos[one].sha256 for one in post.photos],
        "alt": [world.photos[one].alt for one in post.photos],
        "film": film
        and {
            "id": film.id,
            "size": film.size,
            "sha256": film.sha256,
            "title": film.title,
            "thumbnail": thumb,
            "status": world.film_state(film),
        },
        "published": post.published,
        "scheduled": post.scheduled_at,
        "deleted": post.deleted,
        "hidden": post.hidden,
        "history": list(post.history),
        "edits": len(post.history) + (len(film.history) if film else 0),
        "by_app": bool(post.app),
    }


def card(world: World, post: Post) -> Card:
    """One post as the public sees it."""
    film = world.films.get(post.film)
    playable = film is not None and not film.broken and film.finished_at is not None
    page = world.pages[post.page].name
    return Card(
        title=f"{page}: {film.title}" if film and film.title else page,
        body=post.message,
        at=post.at,
        state=_state(world, post),
        link=post.link,
        pictures=tuple(f"/_files/facebook/{one}" for one in post.photos),
        film=f"/_files/facebook/{post.film}" if playable else "",
        meta=_meta(world, post),
    )


def _state(world: World, post: Post) -> str:
    if post.deleted:
        return "removed"
    if not world.is_public(post):
        return "hidden"
    return "edited" if post.history or (post.film and world.films[post.film].history) else "live"


def _meta(world: World, post: Post) -> str:
    told = [KINDS[post.kind].format(count=len(post.photos))]
    if post.film and not post.deleted:
        state = world.film_state(world.films[post.film])
        told += {"processing": ["đang xử lý"], "error": ["xử lý hỏng"]}.get(state, [])
    if post.scheduled_at is not None:
        told.append("hẹn giờ")
    if post.history:
        told.append(f"sửa {len(post.history)} lần")
    if not post.app:
        told.append("người đăng bằng tay")
    return "· " + " · ".join(told)
