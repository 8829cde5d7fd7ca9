"""How the Page tells of its posts, photos and films: every field that a client may ask for."""

from __future__ import annotations

import time
from typing import Any

from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.spool import size_of
from channels.facebook.sandbox.things import Film, Photo, Post
from channels.facebook.sandbox.tokens import APP_NAME
from channels.facebook.sandbox.world import World

STATUS_TYPES = {"video": "added_video", "photo": "added_photos", "album": "added_photos", "link": "shared_story"}
WORDS = "https://www.facebook.com"


def stamp(at: float) -> str:
    """A time as Meta writes it, without a colon in the offset."""
    return time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(at))


def when(at: float, told: dict[str, str]) -> str | int:
    """The same, or seconds where `date_format=U` asks for them."""
    return int(at) if told.get("date_format") == "U" else stamp(at)


def of_post(world: World, post: Post, asked: Asked) -> dict[str, Any]:
    """A post with all its fields."""
    told: dict[str, Any] = {
        "id": post.id,
        "created_time": when(post.at, asked.told),
        "updated_time": when(post.updated, asked.told),
        "permalink_url": f"{WORDS}/{post.id.replace('_', '/posts/')}",
        "is_published": post.published,
        "is_hidden": post.hidden,
        "is_expired": False,
        "status_type": STATUS_TYPES.get(post.kind, "mobile_status_update"),
        "from": {"id": post.author, "name": world.pages[post.page].name if post.author == post.page else "Khách"},
    }
    if post.film:
        told["permalink_url"] = f"{WORDS}/reel/{post.film}/"
    if post.message:
        told["message"] = post.message
    if post.app:
        told["application"] = {"id": post.app, "name": APP_NAME}
    if post.scheduled_at is not None:
        told["scheduled_publish_time"] = int(post.scheduled_at)
    if post.kind != "text":
        told["attachments"] = {"data": [_attachment(world, post, asked)]}
    if post.photos:
        told["full_picture"] = asked.public(post.photos[0])
    return told


def _attachment(world: World, post: Post, asked: Asked) -> dict[str, Any]:
    if post.film:
        film = world.films[post.film]
        address = f"{WORDS}/reel/{film.id}/"
        shown: dict[str, Any] = {
            "media_type": "video",
            "type": "video_inline",
            "url": address,
            "unshimmed_url": address,
            "target": {"id": film.id, "url": address},
            "description": film.description,
        }
        if film.title:
            shown["title"] = film.title
        return shown
    if post.photos:
        pictures = [_picture(world.photos[one], asked) for one in post.photos]
        if len(pictures) == 1:
            return pictures[0]
        address = f"{WORDS}/{post.id.replace('_', '/posts/')}"
        return {
            **pictures[0],
            "media_type": "album",
            "type": "album",
            "url": address,
            "unshimmed_url": address,
            "target": {"id": post.id.rpartition("_")[2], "url": address},
            "subattachments": {"data": pictures},
        }
    return {
        "media_type": "link",
        "type": "share",
        "url": post.link,
        "unshimmed_url": post.link,
        "title": post.link,
        "target": {"url": post.link},
    }


def _picture(photo: Photo, asked: Asked) -> dict[str, Any]:
    address = f"{WORDS}/photo.php?fbid={photo.id}"
    return {
        "media_type": "photo",
        "type": "photo",
        "url": address,
        "unshimmed_url": address,
        "target": {"id": photo.id, "url": address},
        "media": {"image": {"src": asked.public(photo.id), "width": photo.width, "height": photo.height}},
        **({"description": photo.alt} if photo.alt else {}),
    }


def of_photo(photo: Photo, asked: Asked) -> dict[str, Any]:
    """A photo with all its fields."""
    source = {"source": asked.public(photo.id), "width": photo.width, "height": photo.height}
    told: dict[str, Any] = {
        "id": photo.id,
        "created_time": when(photo.at, asked.told),
        "updated_time": when(photo.at, asked.told),
        "width": photo.width,
        "height": photo.height,
        "images": [source],
        "picture": source["source"],
        "link": f"{WORDS}/photo.php?fbid={photo.id}",
        "from": {"id": photo.page},
    }
    if photo.caption:
        told["name"] = photo.caption
    if photo.alt:
        told["alt_text"] = told["alt_text_custom"] = photo.alt
    if photo.post:
        told["page_story_id"] = photo.post
    return told


def of_film(world: World, film: Film, asked: Asked) -> dict[str, Any]:
    """A film with all its fields. Its `permalink_url` has no host, as has been seen on the platform."""
    told: dict[str, Any] = {
        "id": film.id,
        "created_time": when(film.finished_at or film.at, asked.told),
        "updated_time": when(film.finished_at or film.at, asked.told),
        "description": film.description,
        "published": film.published and film.finished_at is not None,
        "permalink_url": f"/reel/{film.id}/" if film.reel else f"/{film.page}/videos/{film.id}/",
        "status": status_of(world, film),
        "from": {"id": film.page, "name": world.pages[film.page].name},
        "embeddable": True,
        "content_category": film.category or "OTHER",
    }
    if film.title:
        told["title"] = film.title
    if film.post:
        told["post_id"] = film.post.rpartition("_")[2]
    if film.scheduled_at is not None:
        told["scheduled_publish_time"] = int(film.scheduled_at)
    if world.film_state(film) == "ready":
        told["source"] = asked.public(film.id)
    if film.thumbnail:
        told["picture"] = asked.public(film.thumbnail)
    return told


def status_of(world: World, film: Film) -> dict[str, Any]:
    """The state of a film in its three phases."""
    state = world.film_state(film)
    over, waiting = {"status": world.phase_word}, {"status": "not_started"}
    if state == "uploading":
        progress = {"status": "in_progress", "bytes_transfered": size_of(film.path)}
        return {
            "video_status": "uploading",
            "uploading_phase": progress,
            "processing_phase": waiting,
            "publishing_phase": waiting,
        }
    up = {**over, "bytes_transfered": film.size}
    if state == "error":
        said = {"message": "Video Upload Has Failed: the file is not a video that can be processed", "code": 1363008}
        failed = {"status": "error", "errors": [said]}
        return {
            "video_status": "error",
            "uploading_phase": up,
            "processing_phase": failed,
            "publishing_phase": waiting,
        }
    published: dict[str, Any] = waiting
    if state == "ready" and film.published:
        published = {**over, "publish_status": "published", "publish_time": int(film.finished_at or film.at)}
    elif state == "ready":
        published = {**waiting, "publish_status": "scheduled" if film.scheduled_at is not None else "draft"}
    return {
        "video_status": state,
        "uploading_phase": up,
        "processing_phase": over if state == "ready" else {"status": "in_progress"},
        "publishing_phase": published,
    }
