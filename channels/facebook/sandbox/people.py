"""What a person's token opens: who it is, what was granted, the Pages with their tokens; and what is known of any token."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from channels.facebook.sandbox import fields
from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.protocol import Refusal, listed, worded
from channels.facebook.sandbox.tokens import APP_NAME, SHORT, USER_NAME, Page, Token
from channels.facebook.sandbox.world import World
from channels.sandbox.stage import reply

LIMITS = {"length": 14_460, "size": 10_737_418_240}


def me(world: World, asked: Asked, token: Token) -> Response:
    """GET /me, or of the person or the Page by its number."""
    if token.type == "APP":
        raise Refusal(
            2500, detail="me: An active access token must be used to query information about the current user."
        )
    if token.type == "PAGE":
        return page(world, world.pages[token.page], asked, token)
    told = {"id": token.user, "name": USER_NAME, "video_upload_limits": LIMITS}
    return reply(fields.chosen(told, asked.told.get("fields", ""), "name,id", fields.USER, "User"))


def page(world: World, seen: Page, asked: Asked, token: Token) -> Response:
    """GET of a Page; its token only for a person who has a role on it."""
    if token.type == "APP":
        raise Refusal(10, detail="This endpoint requires the 'pages_read_engagement' permission")
    told: dict[str, Any] = {
        "id": seen.id,
        "name": seen.name,
        "category": "Tổ chức chính phủ",
        "link": f"https://www.facebook.com/{seen.id}",
        "is_published": True,
        "video_upload_limits": LIMITS,
    }
    if token.type != "PAGE" and seen in _granted(world, token):
        told |= {"access_token": _page_token(world, seen, token).value, "tasks": seen.tasks}
    return reply(fields.chosen(told, asked.told.get("fields", ""), "name,id", fields.PAGE, "Page"))


def accounts(world: World, asked: Asked, token: Token) -> Response:
    """GET /{user}/accounts: the Pages of a person, each with its token and tasks; none without pages_show_list."""
    if token.type not in ("USER", "SYSTEM_USER"):
        raise Refusal(100, detail="Tried accessing nonexisting field (accounts) on node type (Page)")
    entries = []
    for seen in _granted(world, token):
        told = {
            "access_token": _page_token(world, seen, token).value,
            "category": "Tổ chức chính phủ",
            "category_list": [{"id": "161422927240513", "name": "Tổ chức chính phủ"}],
            "name": seen.name,
            "id": seen.id,
            "tasks": seen.tasks,
        }
        default = "access_token,category,category_list,name,id,tasks"
        entries.append(fields.chosen(told, asked.told.get("fields", ""), default, fields.PAGE, "Page"))
    address = f"{asked.base}{asked.version}/{token.user}/accounts"
    return listed(address, token.value, asked.told, entries, world.empty_pages)


def permissions(world: World, asked: Asked, token: Token) -> Response:
    """GET /{user}/permissions; DELETE takes the app's rights back, and every token of that person with them."""
    if token.type != "USER":
        raise Refusal(100, detail="Tried accessing nonexisting field (permissions) on node type (Page)")
    if asked.method == "DELETE":
        for one in world.tokens.values():
            if one.user == token.user and one.type in ("USER", "PAGE"):
                one.is_valid, one.subcode = False, 458
        return reply({"success": True})
    told = [{"permission": name, "status": "granted"} for name in token.scopes]
    told += [{"permission": name, "status": "declined"} for name in token.declined if name not in token.scopes]
    return reply({"data": told})


def _granted(world: World, token: Token) -> list[Page]:
    if "pages_show_list" not in token.scopes:
        return []
    return [one for one in world.pages.values() if token.granted is None or one.id in token.granted]


def _page_token(world: World, seen: Page, token: Token) -> Token:
    """A Page's token for this person: without an end when the person's own is long-lived, else ending with it."""
    for one in world.tokens.values():
        if one.parent == token.value and one.page == seen.id:
            return one
    long = token.type == "SYSTEM_USER" or token.expires_at - token.issued_at > 2 * SHORT
    made = Token(
        f"EAAsandboxPage{next(world.numbers)}",
        "PAGE",
        list(token.scopes),
        page=seen.id,
        user=token.user,
        issued_at=world.clock(),
        expires_at=0 if long else token.expires_at,
        data_access_expires_at=token.data_access_expires_at,
        tasks=list(seen.tasks),
        parent=token.value,
    )
    world.tokens[made.value] = made
    return made


def debug(world: World, asked: Asked, token: Token) -> Response:
    """GET /debug_token, for the app itself or a person who develops it. What is unknown or ended is told, not refused."""
    if asked.method != "GET":
        raise Refusal(100, 33, "debug_token")
    if token.type not in ("APP", "USER"):
        raise Refusal(
            100,
            detail="You must provide an app access token, or a user access token that is an owner or developer of the app",
        )
    value = asked.told.get("input_token")
    if not value:
        raise Refusal(100, detail="The parameter input_token is required")
    looked = world.tokens.get(value)
    if looked is None:
        said = {"code": 190, "message": "Invalid OAuth access token."}
        return reply({"data": {"error": said, "is_valid": False, "scopes": []}})
    return reply({"data": _known(world, looked)})


def _known(world: World, token: Token) -> dict[str, Any]:
    over = bool(token.expires_at and world.clock() >= token.expires_at)
    told: dict[str, Any] = {
        "app_id": token.app,
        "type": token.type,
        "application": APP_NAME,
        "data_access_expires_at": int(token.data_access_expires_at),
        "expires_at": int(token.expires_at),
        "is_valid": token.is_valid and not over,
        "issued_at": int(token.issued_at),
        "scopes": list(token.scopes),
    }
    if token.type == "APP":
        return {name: told[name] for name in ("app_id", "type", "application", "is_valid", "scopes")}
    targets = [token.page] if token.page else [one.id for one in _granted(world, token)]
    told["granular_scopes"] = [
        {"scope": name, "target_ids": targets} if name.startswith("pages_") else {"scope": name}
        for name in token.scopes
    ]
    told["user_id"] = token.user
    if token.page:
        told["profile_id"] = token.page
    if not told["is_valid"]:
        subcode = 463 if over else token.subcode
        told["error"] = {"code": 190, "message": worded(190, subcode), **({"subcode": subcode} if subcode else {})}
    return told


def is_me(node: str, token: Token) -> bool:
    """Whether this node is the holder of the token."""
    return node == "me" or (node == token.user and token.type in ("USER", "SYSTEM_USER"))
