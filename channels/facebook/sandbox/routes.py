"""Which call is answered by what, and by which name a fault is ordered for it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from channels.facebook.sandbox import (
    batch,
    consent,
    films,
    hooks,
    people,
    phases,
    photos,
    posts,
    sessions,
    usage,
    versions,
)
from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.protocol import Refusal, truth
from channels.facebook.sandbox.spool import size_of
from channels.facebook.sandbox.tokens import APP_ID, Token, prove, whose
from channels.facebook.sandbox.world import World

VERBS = {"GET": "read", "POST": "edit", "DELETE": "delete"}
LISTS = {"scheduled_posts": "scheduled.list", "video_reels": "reels.list", "photos": "photos.list"}
OPERATIONS = {
    "feed.create": "POST /{page}/feed",
    "posts.list": "GET /{page}/published_posts, feed, posts, visitor_posts",
    "scheduled.list": "GET /{page}/scheduled_posts",
    "photos.create": "POST /{page}/photos, published",
    "photos.upload": "POST /{page}/photos, unpublished",
    "photos.list": "GET /{page}/photos",
    "videos.create": "POST /{page}/videos with source, file_url or a handle",
    "videos.start": "POST /{page}/videos, upload_phase=start",
    "videos.transfer": "POST /{page}/videos, upload_phase=transfer",
    "videos.finish": "POST /{page}/videos, upload_phase=finish",
    "videos.cancel": "POST /{page}/videos, upload_phase=cancel",
    "video.read": "GET /{video}",
    "video.edit": "POST /{video}",
    "video.delete": "DELETE /{video}",
    "thumbnail.create": "POST /{video}/thumbnails",
    "upload.open": "POST /{app}/uploads",
    "upload.send": "POST /upload:…",
    "upload.read": "GET /upload:…",
    "reel.start": "POST /{page}/video_reels, upload_phase=start",
    "reel.send": "POST /video-upload/{video}",
    "reel.finish": "POST /{page}/video_reels, upload_phase=finish",
    "reels.list": "GET /{page}/video_reels",
    "post.read": "GET /{post}",
    "post.edit": "POST /{post}",
    "post.delete": "DELETE /{post}",
    "photo.read": "GET /{photo}",
    "photo.delete": "DELETE /{photo}",
    "page.read": "GET /{page}",
    "me.read": "GET /me",
    "accounts.list": "GET /{user}/accounts",
    "permissions.read": "GET /{user}/permissions",
    "permissions.delete": "DELETE /{user}/permissions",
    "token.debug": "GET /debug_token",
    "token.exchange": "GET or POST /oauth/access_token",
    "consent.dialog": "GET /dialog/oauth",
    "hooks.subscribe": "/{page}/subscribed_apps and /{app}/subscriptions",
    "batch": "POST / with batch",
}


def operation(world: World, asked: Asked) -> str:
    """The name in OPERATIONS; "" for what is none of them."""
    node, edge, verb = asked.node, asked.edge, asked.method
    if not node:
        return "batch" if verb == "POST" else ""
    fixed = {
        "oauth": "token.exchange",
        "dialog": "consent.dialog",
        "debug_token": "token.debug",
        "video-upload": "reel.send",
    }
    if node in fixed:
        return fixed[node]
    if node.startswith("upload:"):
        return "upload.read" if verb == "GET" else "upload.send"
    if edge:
        return _edge(asked)
    if node in world.pages:
        return "page.read" if verb == "GET" else ""
    if node == "me":
        return "me.read"
    for kind, known in (("video", world.films), ("photo", world.photos)):
        if node in known:
            name = f"{kind}.{VERBS.get(verb, '')}"
            return name if name in OPERATIONS else ""
    return f"post.{VERBS[verb]}" if verb in VERBS else ""


def _edge(asked: Asked) -> str:
    edge, verb = asked.edge, asked.method
    if verb == "GET" and edge in posts.LISTS:
        return LISTS.get(edge, "posts.list")
    if verb == "GET" and edge in LISTS:
        return LISTS[edge]
    phase = asked.told.get("upload_phase", "")
    if edge == "photos" and verb == "POST":
        try:
            return "photos.create" if truth(asked.told.get("published"), True) else "photos.upload"
        except Refusal:
            return "photos.create"
    named = {
        ("feed", "POST"): "feed.create",
        ("videos", "POST"): f"videos.{phase or 'create'}",
        ("video_reels", "POST"): f"reel.{phase}",
        ("thumbnails", "POST"): "thumbnail.create",
        ("uploads", "POST"): "upload.open",
        ("accounts", "GET"): "accounts.list",
        ("permissions", "GET"): "permissions.read",
        ("permissions", "DELETE"): "permissions.delete",
    }
    if edge in ("subscribed_apps", "subscriptions"):
        return "hooks.subscribe"
    name = named.get((edge, verb), "")
    return name if name in OPERATIONS else ""


def respond(world: World, asked: Asked, ordered: list[str] | None = None) -> Response:
    """The whole answer to a call, with the headers of every answer. `ordered` are faults of a batch's items."""
    served, token = asked.version, None
    try:
        if asked.cut_off:
            raise Refusal(100, detail="The request was cut off")
        if asked.node != "video-upload":
            served = versions.served(world, asked.version)
        if sum(size_of(part.path) for part in asked.files) > world.most_upload:
            return Response(b"", status=413)
        world.tick()
        if asked.node == "dialog":
            return consent.dialog(world, asked)
        if asked.node == "oauth" and asked.edge == "access_token" and asked.method in ("GET", "POST"):
            response = consent.access_token(world, asked)
        elif not asked.node and asked.method == "POST":
            if asked.token:
                token = whose(asked.token, world.tokens, world.clock())
            response = batch.run(world, asked, lambda inner: respond(world, inner), ordered or [])
        else:
            token = whose(asked.token, world.tokens, world.clock())
            demanded = world.require_proof and not (asked.node == "video-upload" or asked.node.startswith("upload:"))
            prove(token, asked.told, world.clock(), demanded=demanded)
            usage.count(world, token)
            response = _routed(world, asked, token)
    except Refusal as refusal:
        response = refusal.response()
    usage.tell(world, response, token)
    if served in versions.LIVE:
        response.headers["facebook-api-version"] = served
    response.headers["x-fb-trace-id"] = "AsandboxTrace"
    return response


def _routed(world: World, asked: Asked, token: Token) -> Response:
    node, edge, verb = asked.node, asked.edge, asked.method
    if asked.more and node != "video-upload":
        raise Refusal(2500, detail=f"{edge}/{asked.more}")
    if verb not in ("GET", "POST", "DELETE"):
        raise Refusal(100, detail="Unsupported method")
    if node == "debug_token":
        return people.debug(world, asked, token)
    if node == "video-upload":
        return sessions.reel_bytes(world, asked, token)
    if node.startswith("upload:"):
        return sessions.session(world, asked)
    if node in world.pages:
        return _page(world, asked, token)
    if people.is_me(node, token):
        return _me(world, asked, token)
    if node == APP_ID:
        return _app(world, asked, token)
    if node in world.films:
        return films.node(world, world.films[node], asked, token)
    if edge:
        raise Refusal(2500, detail=edge)
    if node in world.photos:
        return photos.node(world, world.photos[node], asked, token)
    if node in world.posts:
        return posts.node(world, world.posts[node], asked, token)
    raise Refusal(100, 33, node)


def _page(world: World, asked: Asked, token: Token) -> Response:
    edge = asked.edge
    if asked.method == "GET" and edge in posts.LISTS:
        return posts.listing(world, asked, token)
    if edge == "subscribed_apps":
        return hooks.page_subscription(world, asked, token)
    match asked.method, edge:
        case "GET", "":
            return people.page(world, world.pages[asked.node], asked, token)
        case "GET", "photos":
            return photos.listing(world, asked, token)
        case "GET", "video_reels":
            return films.reels(world, asked, token)
        case "POST", "feed":
            return posts.create(world, asked, token)
        case "POST", "photos":
            return photos.create(world, asked, token)
        case "POST", "videos":
            return (phases.phase if "upload_phase" in asked.told else films.create)(world, asked, token)
        case "POST", "video_reels":
            return sessions.reel(world, asked, token)
        case _, "videos" | "":
            raise Refusal(100, 33, asked.node)
    raise Refusal(2500, detail=edge)


def _me(world: World, asked: Asked, token: Token) -> Response:
    match asked.method, asked.edge:
        case "GET", "":
            return people.me(world, asked, token)
        case "GET", "accounts":
            return people.accounts(world, asked, token)
        case "GET" | "DELETE", "permissions":
            return people.permissions(world, asked, token)
    if token.type == "PAGE" and asked.node == "me":
        asked.node = token.page
        return _page(world, asked, token)
    raise Refusal(2500, detail=asked.edge)


def _app(world: World, asked: Asked, token: Token) -> Response:
    if asked.edge == "uploads" and asked.method == "POST":
        return sessions.open_session(world, asked, token)
    if asked.edge == "subscriptions":
        return hooks.app_subscription(world, asked, token)
    raise Refusal(2500, detail=asked.edge)
