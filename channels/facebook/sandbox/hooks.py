"""Webhooks: subscribing an app and a Page, and telling the subscriber of each change, signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import time
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from werkzeug.wrappers import Response

from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.protocol import Refusal
from channels.facebook.sandbox.things import Post
from channels.facebook.sandbox.tokens import APP_NAME, APP_SECRET, Token
from channels.facebook.sandbox.world import World
from channels.sandbox.stage import reply

ITEMS = {"text": "status", "link": "share", "photo": "photo", "album": "status", "video": "video"}
NEAR = ("127.0.0.1", "localhost", "::1")
TRIES, PAUSE, SECONDS = 3, 0.2, 5.0


def page_subscription(world: World, asked: Asked, token: Token) -> Response:
    """GET, POST or DELETE of /{page}/subscribed_apps."""
    if token.type != "PAGE" or token.page != asked.node or "pages_manage_metadata" not in token.scopes:
        raise Refusal(200, detail="Requires pages_manage_metadata and the Page's own token")
    if asked.method == "GET":
        told = {"id": token.app, "name": APP_NAME, "subscribed_fields": world.subscribed.get(asked.node, [])}
        return reply({"data": [told] if asked.node in world.subscribed else []})
    if asked.method == "DELETE":
        world.subscribed.pop(asked.node, None)
        return reply({"success": True})
    wanted = [one.strip() for one in asked.told.get("subscribed_fields", "").split(",") if one.strip()]
    if not wanted:
        raise Refusal(100, detail="The parameter subscribed_fields is required.")
    world.subscribed[asked.node] = wanted
    return reply({"success": True})


def app_subscription(world: World, asked: Asked, token: Token) -> Response:
    """POST /{app}/subscriptions with the app's token: the callback must echo the challenge."""
    if token.type != "APP" or asked.method != "POST":
        raise Refusal(15, detail="This method must be called with an app access_token.")
    told = asked.told
    if told.get("object") != "page" or not told.get("callback_url") or not told.get("verify_token"):
        raise Refusal(100, detail="object=page, callback_url and verify_token are required")
    challenge = str(secrets.randbelow(10**9))
    query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": told["verify_token"]}
    mark = "&" if urlsplit(told["callback_url"]).query else "?"
    status, body = _ask(f"{told['callback_url']}{mark}{urlencode(query)}")
    if status != 200 or body.decode("utf-8", "replace") != challenge:
        raise Refusal(2200, detail="Callback verification failed")
    world.hooks[told["callback_url"]] = {"fields": told.get("fields", "feed")}
    return reply({"success": True})


def tell(world: World, verb: str, post: Post) -> None:
    """Tell every subscriber, as often as `hook_copies` says, without waiting for it."""
    if "feed" not in world.subscribed.get(post.page, []) or not world.hooks:
        return
    body = json.dumps(_event(world, verb, post), ensure_ascii=True, separators=(",", ":")).encode()
    for url in world.hooks:
        for _ in range(world.hook_copies):
            threading.Thread(target=_deliver, args=(url, body), daemon=True).start()


def _event(world: World, verb: str, post: Post) -> dict[str, object]:
    value: dict[str, object] = {
        "item": ITEMS[post.kind],
        "verb": verb,
        "post_id": post.id,
        "from": {"id": post.author, "name": world.pages[post.page].name},
        "created_time": int(post.at),
        "published": int(post.published),
    }
    if post.message:
        value["message"] = post.message
    if post.link:
        value["link"] = post.link
    if post.kind == "photo":
        value["photo_id"] = post.photos[0]
    if post.film:
        value["video_id"] = post.film
    changes = [{"field": "feed", "value": value}]
    return {"object": "page", "entry": [{"id": post.page, "time": int(world.clock()), "changes": changes}]}


def _deliver(url: str, body: bytes) -> None:
    signed = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    for turn in range(TRIES):
        status, _ = _ask(url, body, {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signed}"})
        if status == 200:
            return
        time.sleep(PAUSE * 2**turn)


def _ask(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """(status, body); status 0 when nobody answered or the address is not on this machine."""
    if urlsplit(url).scheme not in ("http", "https") or urlsplit(url).hostname not in NEAR:
        return 0, b""
    asked = Request(url, data=body, headers=headers or {})  # noqa: S310 - http(s) on this machine
    try:
        with build_opener(ProxyHandler({})).open(asked, timeout=SECONDS) as answer:
            return int(answer.status), answer.read(65_536)
    except (URLError, OSError, ValueError):
        return 0, b""
