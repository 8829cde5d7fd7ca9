"""The faults that only this platform has, to be ordered like all others; and switches set by the same way."""

from __future__ import annotations

import re
import socket
from dataclasses import fields

from werkzeug.wrappers import Request, Response

from channels.facebook.sandbox.asked import asked_of
from channels.facebook.sandbox.phases import half_transfer, out_of_order
from channels.facebook.sandbox.protocol import error
from channels.facebook.sandbox.routes import respond
from channels.facebook.sandbox.world import SWITCHES, World

FAULTS = {
    "<code>": "does nothing and answers this error code of Meta's, for instance 368",
    "<code>/<subcode>": "the same with a subcode, for instance 190/460 or 368/1390008",
    "accept-then-<code>": "does it, then answers this error code; also accept-then-<code>/<subcode>",
    "transient": "does nothing and answers 100/1363047 with is_transient",
    "413": "does nothing and answers 413 with an empty body",
    "accept-then-html": "does it and answers 200 with a web page",
    "accept-then-javascript": "does it and answers code 2 as text/javascript, which the SDK cannot read",
    "refuse-javascript": "does nothing and answers the same",
    "half-then-drop": "videos.transfer: takes half of the chunk, then closes the connection",
    "out-of-order": "videos.transfer: takes nothing and answers 1363037 with the offsets to go on from",
    "processing-error": "videos.finish, videos.create, reel.finish: does it, and processing ends in an error",
    "batch-null": "batch: the first item comes back as null, which tells nothing of what became of it",
    "item-<code>": "batch: the first item alone is answered with this error; also item-<code>/<subcode>",
    "accept-then-batch-null": "batch: does every item, and the first comes back as null all the same",
    "token-expires=…": "from this request on the Pages' tokens end in so many seconds; 0 is never",
    "data-access-expires=…": "the same of their access to data",
    "token-invalid=…": "they are no longer valid, and 190 says so with this subcode",
    "scopes=…": "from this request on they have only these permissions, with commas",
    **{f"{name}=…": f"sets a switch from this request on: {what}" for name, what in SWITCHES.items()},
}


def play(world: World, name: str, request: Request) -> Response | None:
    """The answer to a request that meets this fault; None when there is no such fault, or a switch was set."""
    asked = asked_of(request)
    switch, equals, value = name.partition("=")
    if equals:
        _set(world, switch, value)
        return None
    if name == "413":
        return Response(b"", status=413)
    if found := re.fullmatch(r"(accept-then-)?(\d+)(?:/(\d+))?", name):
        if found[1]:
            respond(world, asked)
        return error(int(found[2]), int(found[3]) if found[3] else None, "as ordered")
    if found := re.fullmatch(r"item-(\d+(?:/\d+)?)", name):
        return respond(world, asked, [found[1]])
    match name:
        case "transient":
            return error(100, 1363047, "Please try again", is_transient=True)
        case "accept-then-html":
            respond(world, asked)
            return Response("<html><body>Sorry, something went wrong.</body></html>", content_type="text/html")
        case "accept-then-javascript" | "refuse-javascript":
            if name.startswith("accept"):
                respond(world, asked)
            response = error(2)
            response.headers["Content-Type"] = "text/javascript; charset=UTF-8"
            return response
        case "half-then-drop":
            half_transfer(world, asked)
            _hang_up(request)
        case "out-of-order":
            upload = world.uploads.get(asked.told.get("upload_session_id", ""))
            return out_of_order(world, upload).response() if upload else None
        case "processing-error":
            before = {film.id for film in world.films.values() if film.finished_at is not None}
            response = respond(world, asked)
            for film in world.films.values():
                film.refused = film.refused or (film.finished_at is not None and film.id not in before)
            return response
        case "batch-null":
            return respond(world, asked, ["null"])
        case "accept-then-batch-null":
            respond(world, asked)
            return Response("[null]", content_type="application/json; charset=utf-8")
    return None


def _set(world: World, name: str, value: str) -> None:
    if name in SWITCHES:
        set_switch(world, name, value)
    for token in world.tokens.values():
        if token.type != "PAGE":
            continue
        match name:
            case "token-expires":
                token.expires_at = world.clock() + float(value) if float(value) else 0
            case "data-access-expires":
                token.data_access_expires_at = world.clock() + float(value) if float(value) else 0
            case "token-invalid":
                token.is_valid, token.subcode = False, int(value) if value else None
            case "scopes":
                token.scopes = [one.strip() for one in value.split(",") if one.strip()]


def set_switch(world: World, name: str, value: str) -> None:
    """Set one of SWITCHES from text, as the type that it has."""
    kinds = {one.name: one.type for one in fields(world)}
    match kinds[name]:
        case "bool":
            setattr(world, name, value.lower() in ("1", "true", "on", "yes"))
        case "int":
            setattr(world, name, int(value))
        case "float":
            setattr(world, name, float(value))
        case _:
            setattr(world, name, value)


def _hang_up(request: Request) -> None:
    """Close the client's connection without a word."""
    connection = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError("hung up as ordered")
