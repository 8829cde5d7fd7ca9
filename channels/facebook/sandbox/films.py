"""Videos of a Page: sent whole or by a handle, finished, read, changed, given a thumbnail, taken away."""

from __future__ import annotations

import os

from werkzeug.wrappers import Response

from channels.facebook.sandbox import fields, telling
from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.fetching import NotFetched, fetch_into, move
from channels.facebook.sandbox.photos import taken_in
from channels.facebook.sandbox.posts import reword, short_enough
from channels.facebook.sandbox.protocol import Refusal, listed, truth
from channels.facebook.sandbox.schedule import within
from channels.facebook.sandbox.spool import sha256_of, size_of
from channels.facebook.sandbox.things import Film
from channels.facebook.sandbox.tokens import Token, may_read, may_write
from channels.facebook.sandbox.world import World
from channels.sandbox.stage import reply

SMALLEST = 1024  # bytes
CHANGEABLE = ("description", "title", "name", "published", "is_published", "content_category")
HALF_A_YEAR = 183  # days ahead that a video may be scheduled
CATEGORIES = (
    "BEAUTY_FASHION BUSINESS CARS_TRUCKS COMEDY CUTE_ANIMALS ENTERTAINMENT FAMILY FOOD_HEALTH HOME LIFESTYLE MUSIC NEWS "
    "POLITICS SCIENCE SPORTS TECHNOLOGY VIDEO_GAMING OTHER"
)
BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")  # how an mp4 or a mov begins


def create(world: World, asked: Asked, token: Token) -> Response:
    """POST /{page}/videos without phases: `source`, `file_url`, or the handle of a finished upload session."""
    may_write(token, asked.node)
    told = asked.told
    source = asked.file("source") or asked.file("file") or next((p for p in asked.files if p.name != "thumb"), None)
    handle = told.get("fbuploader_video_file_chunk", "")
    if bool(source) + ("file_url" in told) + bool(handle) != 1:
        raise Refusal(100, detail="Exactly one of source, file_url and fbuploader_video_file_chunk is required")
    allowed(world, asked)
    film = new(world, asked.node)
    if source is not None:
        move(source.path, film.path)
    elif handle:
        _from_handle(world, handle, film)
    else:
        try:
            fetch_into(world, told["file_url"], film.path, world.most_video)
        except NotFetched:
            raise Refusal(389) from None
    right_size(world, size_of(film.path))
    if not is_film(film):
        raise Refusal(352, detail="The video file you selected is in a format that we don't support.")
    finish(world, film, asked)
    world.films[film.id] = film
    return reply({"id": film.id})


def _from_handle(world: World, handle: str, film: Film) -> None:
    upload = next((one for one in world.uploads.values() if one.handle == handle), None)
    if upload is None or size_of(upload.path) != upload.size:
        raise Refusal(100, detail="Invalid fbuploader_video_file_chunk")
    if upload.closed:
        world.frown("one upload handle was used for two videos")
    upload.closed = True
    os.link(upload.path, film.path)


def new(world: World, page: str) -> Film:
    """A film whose bytes are still to come; it is not yet among the Page's."""
    return Film(f"1223{next(world.numbers):011d}", page, world.clock(), world.spool.new())


def right_size(world: World, size: int) -> None:
    """Refusal 382 for a film that is too small, 100 for one that is too large."""
    if size < SMALLEST:
        raise Refusal(382)
    if size > world.most_video:
        raise Refusal(100, detail="The video file you tried to upload is too large")


def is_film(film: Film) -> bool:
    """Whether the bytes begin as those of an mp4 or a mov."""
    with film.path.open("rb") as stream:
        return stream.read(12)[4:8] in BOXES


def allowed(world: World, asked: Asked) -> None:
    """Refusal of what is said about a film, before anything of it is done."""
    told = asked.told
    short_enough(told.get("description", ""))
    if told.get("content_category", "OTHER") not in CATEGORIES.split():
        raise Refusal(100, detail="Param content_category must be one of its values")
    published = truth(told.get("published"), True)
    if told.get("scheduled_publish_time"):
        if published:
            raise Refusal(100, detail="scheduled_publish_time needs published=false")
        within(told["scheduled_publish_time"], world.clock(), HALF_A_YEAR)


def finish(world: World, film: Film, asked: Asked) -> None:
    """All bytes are there: what is said about the film is taken, and its post is made, which is seen once it is ready."""
    told, now, thumb = asked.told, world.clock(), asked.file("thumb")
    if thumb is not None:
        film.thumbnail = taken_in(world, thumb.path, film.page).id
    film.size, film.sha256, film.finished_at = size_of(film.path), sha256_of(film.path), now
    film.broken = not is_film(film)
    film.title, film.description = told.get("title", ""), told.get("description", "")
    film.category, film.published = told.get("content_category", ""), truth(told.get("published"), True)
    if told.get("scheduled_publish_time"):
        film.scheduled_at = within(told["scheduled_publish_time"], now, HALF_A_YEAR)
    if len(film.title) > 255:
        world.frown("a title of more than 255 characters")
    film.story = not truth(told.get("no_story"), False)
    post(world, film)


def post(world: World, film: Film) -> None:
    """The post that shows a film."""
    made = world.new_post(
        film.description,
        page=film.page,
        film=film.id,
        published=film.published,
        scheduled_at=film.scheduled_at,
        story=film.story,
    )
    film.post = made.id
    world.notify("add", made)


def node(world: World, film: Film, asked: Asked, token: Token) -> Response:
    """GET, POST or DELETE of one video, and its thumbnails."""
    if film.deleted or (film.finished_at is not None and world.clock() - film.finished_at < world.lag):
        raise Refusal(100, 33, asked.node)
    if asked.edge == "thumbnails":
        return _thumbnails(world, film, asked, token)
    if asked.edge:
        raise Refusal(2500, detail=asked.edge)
    if asked.method == "GET":
        may_read(token)
        told = telling.of_film(world, film, asked)
        film.reads += "status" in asked.told.get("fields", "") and film.finished_at is not None
        return reply(
            fields.chosen(told, asked.told.get("fields", ""), "updated_time,description,id", fields.VIDEO, "Video")
        )
    may_write(token, film.page)
    if film.app != token.app:
        raise Refusal(200, detail="An app can only update a video if it was made using that app")
    shown = world.posts.get(film.post)
    if asked.method == "DELETE":
        film.deleted = True
        if shown is not None:
            shown.deleted = True
            world.notify("remove", shown)
        return reply({"success": True})
    return _edit(world, film, asked)


def _edit(world: World, film: Film, asked: Asked) -> Response:
    told, shown = asked.told, world.posts.get(film.post)
    if not any(name in told for name in CHANGEABLE):
        raise Refusal(100, detail="There is nothing to change")
    if film.finished_at is None:
        raise Refusal(100, 33, asked.node)
    short_enough(told.get("description", ""))
    title = told.get("title", told.get("name", film.title))
    if title != film.title:
        film.history.append(film.title)
        film.title = title
    if shown is not None and "description" in told:
        reword(world, shown, told["description"])
    film.description = told.get("description", film.description)
    published = truth(told.get("published", told.get("is_published")), film.published)
    if film.published and not published:
        raise Refusal(100, detail="A published video cannot be unpublished")
    if published and not film.published:
        film.published, film.scheduled_at = True, None
        if shown is not None:
            shown.published, shown.scheduled_at, shown.at = True, None, world.clock()
    return reply({"success": True})


def _thumbnails(world: World, film: Film, asked: Asked, token: Token) -> Response:
    if asked.method == "GET":
        may_read(token)
        shown = [{"id": film.thumbnail, "uri": asked.public(film.thumbnail), "is_preferred": True}]
        return reply({"data": shown if film.thumbnail else []})
    may_write(token, film.page)
    picture = asked.file("source")
    if asked.method != "POST" or picture is None:
        raise Refusal(324)
    kept = taken_in(world, picture.path, film.page)
    if truth(asked.told.get("is_preferred"), False):
        film.thumbnail = kept.id
    return reply({"success": True})


def reels(world: World, asked: Asked, token: Token) -> Response:
    """GET /{page}/video_reels: what the lists of posts do not show."""
    may_read(token)
    shown = [
        fields.chosen(
            telling.of_film(world, film, asked),
            asked.told.get("fields", ""),
            "updated_time,description,id",
            fields.VIDEO,
            "Video",
        )
        for film in world.films.values()
        if film.page == asked.node
        and (film.reel or world.videos_as_reels)
        and film.post
        and world.readable(world.posts[film.post])
        and world.is_public(world.posts[film.post])
    ]
    address = f"{asked.base}{asked.version}/{asked.node}/video_reels"
    return listed(address, token.value, asked.told, shown, world.empty_pages)
