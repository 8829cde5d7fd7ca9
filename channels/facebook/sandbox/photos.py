"""Photos: uploaded, published by themselves, read, taken away."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, UnidentifiedImageError
from werkzeug.wrappers import Response

from channels.facebook.sandbox import fields, telling
from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.fetching import NotFetched, fetch_into, move
from channels.facebook.sandbox.posts import short_enough
from channels.facebook.sandbox.protocol import Refusal, listed, truth
from channels.facebook.sandbox.schedule import within
from channels.facebook.sandbox.spool import sha256_of, size_of
from channels.facebook.sandbox.things import Photo
from channels.facebook.sandbox.tokens import PAGE_ID, Token, may_read, may_write
from channels.facebook.sandbox.world import DAY, MEGABYTE, World
from channels.sandbox.stage import reply

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF")
LARGEST = 10 * MEGABYTE


def create(world: World, asked: Asked, token: Token) -> Response:
    """POST /{page}/photos."""
    may_write(token, asked.node, photo=True)
    told = asked.told
    if len(asked.files) + ("url" in told) + ("vault_image_id" in told) != 1:
        raise Refusal(324)
    published, temporary = truth(told.get("published"), True), truth(told.get("temporary"), False)
    caption = told.get("caption", told.get("message", told.get("name", "")))
    short_enough(caption)
    at = None
    if told.get("scheduled_publish_time"):
        if published or temporary:
            raise Refusal(100, detail="scheduled_publish_time needs published=false and temporary=false")
        at = within(told["scheduled_publish_time"], world.clock(), world.schedule_days)
    if temporary and published:
        raise Refusal(100, detail="temporary needs published=false")
    photo = taken_in(world, asked.files[0].path if asked.files else _fetched(world, told.get("url", "")))
    for name in ("message", "name"):
        if name in told:
            world.frown(f"{name} is deprecated on a photo: caption is the text")
    photo.alt, photo.caption, photo.temporary = told.get("alt_text_custom", ""), caption, temporary
    photo.page = asked.node
    answer: dict[str, object] = {"id": photo.id}
    if published or at is not None:
        story = not truth(told.get("no_story"), False)
        post = world.new_post(
            caption, page=asked.node, photos=[photo.id], published=published, scheduled_at=at, story=story
        )
        world.notify("add", post)
        if published and story:
            answer["post_id"] = post.id
    if told.get("fields"):
        asked.told = {"fields": ",".join(name for name in told["fields"].split(",") if name.strip() != "post_id")}
        answer = {**_told(photo, asked, "id"), **answer}
    return reply(answer)


def taken_in(world: World, source: Path, page: str = PAGE_ID) -> Photo:
    """A picture that came, kept. Refusal 324, 100 or 100/1366046 when Meta would not take it."""
    size = size_of(source)
    if size > LARGEST:
        raise Refusal(100, detail="The image is larger than 10 MB")
    if size > world.most_bytes:
        raise Refusal(100, 1366046, "Photos should be smaller than 4 MB and saved as JPG, PNG")
    try:
        with Image.open(source, formats=FORMATS) as image:
            image.load()
            mime, (width, height) = Image.MIME.get(image.format or "", "image/jpeg"), image.size
            moving = getattr(image, "n_frames", 1) > 1 and image.format == "GIF"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refusal(324) from None
    if mime == "image/png" and size > MEGABYTE:
        world.frown("a PNG above 1 MB: it will look pixelated")
    if moving:
        world.frown("an animated picture: it will not move")
    path = move(source, world.spool.new())
    number = f"1222{len(world.photos) + 1:011d}"
    photo = Photo(number, path, sha256_of(path), mime, "", world.clock(), width, height, page=page)
    world.photos[photo.id] = photo
    return photo


def _fetched(world: World, url: str) -> Path:
    path = world.spool.new()
    try:
        fetch_into(world, url, path, LARGEST)
    except NotFetched:
        path.unlink(missing_ok=True)
        raise Refusal(324) from None
    return path


def listing(world: World, asked: Asked, token: Token) -> Response:
    """GET /{page}/photos: the profile's pictures, of which there are none here, unless `type=uploaded` is asked for."""
    may_read(token)
    shown = [
        _told(photo, asked, "created_time,name,id")
        for photo in world.photos.values()
        if asked.told.get("type") == "uploaded" and photo.page == asked.node and photo.post and not photo.deleted
    ]
    return listed(f"{asked.base}{asked.version}/{asked.node}/photos", token.value, asked.told, shown)


def node(world: World, photo: Photo, asked: Asked, token: Token) -> Response:
    """GET or DELETE of one photo. Unpublished ones are gone after a day."""
    if photo.deleted or (not photo.post and world.clock() - photo.at > DAY):
        raise Refusal(100, 33, asked.node)
    if asked.method == "GET":
        may_read(token)
        return reply(_told(photo, asked, "created_time,name,id"))
    if asked.method != "DELETE":
        raise Refusal(100, 33, asked.node)
    may_write(token, photo.page, photo=True)
    photo.deleted = True
    post = world.posts.get(photo.post)
    if post is not None:
        post.photos.remove(photo.id)
        post.deleted = post.deleted or not post.photos
    return reply({"success": True})


def _told(photo: Photo, asked: Asked, default: str) -> dict[str, object]:
    return fields.chosen(telling.of_photo(photo, asked), asked.told.get("fields", ""), default, fields.PHOTO, "Photo")
