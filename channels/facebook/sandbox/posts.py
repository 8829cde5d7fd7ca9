"""Posts: made, listed, changed, taken away."""

from __future__ import annotations

import hashlib
import re

from werkzeug.wrappers import Response

from channels.facebook.sandbox import fields, telling
from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.protocol import Refusal, attached, listed, truth
from channels.facebook.sandbox.schedule import within
from channels.facebook.sandbox.things import Post
from channels.facebook.sandbox.tokens import Token, may_read, may_write
from channels.facebook.sandbox.world import DAY, World
from channels.sandbox.stage import reply

LONGEST = 63_206  # UTF-16 units
LISTS = ("published_posts", "feed", "posts", "scheduled_posts", "visitor_posts")
TELLS = "created_time,message,id"
CONTENT_TYPES = (
    "SCHEDULED SCHEDULED_RECURRING DRAFT PUBLISH_PENDING ADS_POST INLINE_CREATED PUBLISHED REVIEWABLE_BRANDED_CONTENT"
)


def create(world: World, asked: Asked, token: Token) -> Response:
    """POST /{page}/feed."""
    may_write(token, asked.node)
    told = asked.told
    message, link, media = told.get("message", ""), told.get("link", ""), attached(told)
    published = truth(told.get("published"), True)
    if not message and not link and not media:
        raise Refusal(100, detail="Either link or message must be supplied")
    short_enough(message)
    shareable(link)
    kind = told.get("unpublished_content_type", "")
    if kind and kind not in CONTENT_TYPES.split():
        raise Refusal(100, detail="Param unpublished_content_type must be one of its values")
    at = None
    if told.get("scheduled_publish_time"):
        if published:
            raise Refusal(100, detail="scheduled_publish_time needs published=false")
        at = within(told["scheduled_publish_time"], world.clock(), world.schedule_days)
        if media and kind != "SCHEDULED":
            raise Refusal(100, detail="A scheduled post with attached_media needs unpublished_content_type=SCHEDULED")
    _take_photos(world, media, scheduled=at is not None)
    if "caption" in told:
        world.frown("caption does nothing on a post")
    if published and message and not media:
        _not_again(world, asked.node, message)
    post = world.new_post(
        message, page=asked.node, link=link, photos=media, published=published, scheduled_at=at, content_type=kind
    )
    world.notify("add", post)
    return reply(_told(world, post, asked, "id"))


def _take_photos(world: World, media: list[str], *, scheduled: bool) -> None:
    for photo_id in media:
        photo = world.photos.get(photo_id)
        if photo is None or photo.deleted or (not photo.post and world.clock() - photo.at > DAY):
            raise Refusal(100, detail="Invalid parameter: attached_media")
        if photo.post:
            raise Refusal(100, 1366051, "These photos were already posted")
        if scheduled and not photo.temporary:
            raise Refusal(100, detail="Photos of a scheduled post must be uploaded with temporary=true")
    if len(set(media)) != len(media):
        raise Refusal(100, 1366051, "These photos were already posted")
    if len(media) > 10:
        world.frown("more than ten photos in one post")


def _not_again(world: World, page: str, message: str) -> None:
    """Refusal 506 when the last thing an app said on this Page is the same text."""
    before = [post for post in world.posts.values() if post.published and post.app and post.page == page]
    if before and not before[-1].deleted and before[-1].message == message:
        world.frown("the same text was sent twice in a row")
        raise Refusal(506)


def listing(world: World, asked: Asked, token: Token) -> Response:
    """GET of one of the Page's lists, in an order that tells no age."""
    may_read(token)
    if asked.edge == "scheduled_posts" and token.type != "PAGE":
        raise Refusal(210, detail="A page access token is required to request this resource.")
    shown = [post for post in world.posts.values() if post.page == asked.node and _in_list(world, post, asked)]
    shown.sort(key=lambda post: hashlib.sha256(post.id.encode()).digest())  # "ranked": the order tells no age
    entries = [_told(world, post, asked, TELLS) for post in shown[: world.most_listed]]
    address = f"{asked.base}{asked.version}/{asked.node}/{asked.edge}"
    return listed(address, token.value, asked.told, entries, world.empty_pages)


def _in_list(world: World, post: Post, asked: Asked) -> bool:
    if not world.readable(post) or not post.story:
        return False
    if post.film and (world.videos_as_reels or world.films[post.film].reel):
        return False
    if post.hidden and not truth(asked.told.get("include_hidden"), False):
        return False
    own = post.author == post.page
    match asked.edge:
        case "scheduled_posts":
            return post.scheduled_at is not None
        case "feed":
            return world.is_public(post) or not post.published
        case "visitor_posts":
            return not own
        case _:
            return own and (world.is_public(post) or (post.hidden and post.published))


def node(world: World, post: Post, asked: Asked, token: Token) -> Response:
    """GET, POST or DELETE of one post."""
    if not world.readable(post):
        raise Refusal(100, 33, asked.node)
    if asked.method == "GET":
        may_read(token)
        return reply(_told(world, post, asked, TELLS))
    may_write(token, post.page)
    if post.app != token.app:
        raise Refusal(200, detail="An app can only update a Page post if the post was made using that app")
    if asked.method == "DELETE":
        post.deleted = True
        if post.film:
            world.films[post.film].deleted = True
        world.notify("remove", post)
        return reply({"success": True})
    return _edit(world, post, asked)


CHANGEABLE = (
    "message is_published published scheduled_publish_time is_hidden is_pinned backdated_time backdated_time_granularity "
    "place timeline_visibility tags privacy feed_targeting"
)


def _edit(world: World, post: Post, asked: Asked) -> Response:
    told = asked.told
    if any(name.startswith(("attached_media", "link")) for name in told):
        raise Refusal(100, detail="Attachments of a published post cannot be changed")
    if not any(name in told for name in CHANGEABLE.split()):
        raise Refusal(100, detail="There is nothing to change")
    short_enough(told.get("message", ""))
    if told.get("scheduled_publish_time"):
        if post.published:
            raise Refusal(100, detail="A published post cannot be scheduled")
        post.scheduled_at = within(told["scheduled_publish_time"], world.clock(), world.schedule_days)
    if "message" in told:
        if not told["message"] and post.kind == "text":
            raise Refusal(100, detail="A post without anything else needs its message")
        reword(world, post, told["message"])
    published = truth(told.get("is_published", told.get("published")), post.published)
    if post.published and not published:
        raise Refusal(100, detail="A published post cannot be unpublished")
    if published and not post.published:
        post.published, post.scheduled_at, post.at = True, None, world.clock()
        world.notify("add", post)
    post.hidden = truth(told.get("is_hidden"), post.hidden)
    return reply({"success": True})


def reword(world: World, post: Post, message: str) -> None:
    """Another text for a post, and for the film that it shows."""
    if message == post.message:
        return
    post.history.append(post.message)
    post.message, post.updated = message, world.clock()
    if post.film:
        world.films[post.film].description = message
    world.notify("edited", post)


def _told(world: World, post: Post, asked: Asked, default: str) -> dict[str, object]:
    return fields.chosen(
        telling.of_post(world, post, asked), asked.told.get("fields", ""), default, fields.POST, "PagePost"
    )


def shareable(link: str) -> None:
    """Refusal of a link that cannot be fetched or leads to facebook.com; "" is no link and fine."""
    if link and not re.match(r"https?://[^\s/]+", link):
        raise Refusal(100, 1609005, "The URL could not be processed")
    if re.match(r"https?://(www\.|m\.)?facebook\.com(/|$)", link):
        raise Refusal(100, 1609008, "Links to facebook.com cannot be shared")


def short_enough(text: str) -> None:
    """Refusal 100 above 63,206 UTF-16 units."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise Refusal(100, detail="Name parameter too long")
