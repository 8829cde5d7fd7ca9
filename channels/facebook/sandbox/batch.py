"""Several calls in one: POST / or /vX.Y/ with `batch`. An item that took too long comes back as null."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from werkzeug.wrappers import Response

from channels.facebook.sandbox.asked import Asked, below_version
from channels.facebook.sandbox.protocol import Refusal, error
from channels.facebook.sandbox.world import World
from channels.sandbox.stage import reply

MOST = 50
INHERITED = ("access_token", "appsecret_proof", "appsecret_time")


def run(world: World, asked: Asked, answer: Callable[[Asked], Response], ordered: list[str]) -> Response:
    """Each item by itself and in turn; `ordered` are the faults of the first items: "null", or a code with its subcode."""
    try:
        items = json.loads(asked.told.get("batch", ""))
    except ValueError:
        raise Refusal(100, detail="The parameter batch is required and must be a JSON array") from None
    if not isinstance(items, list) or not items:
        raise Refusal(100, detail="The parameter batch must be a JSON array of requests")
    if len(items) > MOST:
        raise Refusal(100, detail=f"Too many requests in batch message. Maximum batch size is {MOST}")
    told: list[Any] = []
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("relative_url"), str):
            raise Refusal(100, detail="Each request of a batch needs its relative_url")
        fault = ordered.pop(0) if ordered else ""
        told.append(_one(world, asked, item, answer, fault))
    return reply(told)


def _one(world: World, asked: Asked, item: dict[str, Any], answer: Callable[[Asked], Response], fault: str) -> Any:
    if fault == "null":
        return None
    inner = _inner(asked, item)
    if inner.method != "GET":
        world.frown("a batch was used to write: what became of an item that is null nobody knows")
    if "thumbnail" in inner.told:
        response = error(100, None, "thumbnail is not allowed in a batch")
    elif fault:
        code, _, subcode = fault.partition("/")
        response = error(int(code), int(subcode) if subcode else None, "as ordered")
    else:
        response = answer(inner)
    headers = [{"name": name, "value": value} for name, value in response.headers.items()]
    if item.get("omit_response_on_success") in (True, "true") and response.status_code == 200 and item.get("name"):
        return {"code": 200, "headers": headers, "body": None}
    shown = {"code": response.status_code, "headers": headers, "body": response.get_data(as_text=True)}
    return {
        name: value
        for name, value in shown.items()
        if name != "headers" or asked.told.get("include_headers") != "false"
    }


def _inner(asked: Asked, item: dict[str, Any]) -> Asked:
    parts = urlsplit(item["relative_url"])
    path = parts.path.lstrip("/")
    if not re.match(r"v\d+\.\d+(/|$)", path):
        path = f"{asked.version}/{path}" if asked.version else path
    version, node, edge, more = below_version(path)
    told = {name: asked.told[name] for name in INHERITED if name in asked.told}
    body = item.get("body") or ""
    own = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(parse_qsl(str(body), keep_blank_values=True))
    if "access_token" in own:
        told = {}
    else:
        told["access_token"] = asked.token
    wanted = {name.strip() for name in str(item.get("attached_files", "")).split(",") if name.strip()}
    files = [part for part in asked.files if part.name in wanted]
    method = str(item.get("method", "GET")).upper()
    return Asked(method, version, node, edge, more, {**told, **own}, files, base=asked.base)
