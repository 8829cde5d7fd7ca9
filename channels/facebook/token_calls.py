"""Meta's calls about tokens, one function a call. No token and no secret of any of them is ever part of an address.

Meta documents several of these as a GET with secrets in the address. The same calls are taken as a POST with a form, or as
an item of a batch, and an address is what proxies and servers write down.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from channels.errors import Unavailable
from channels.facebook.client import Graph, as_object, next_page
from channels.wire import Wire

MOST_PAGES = 20  # of a list of Pages or permissions


def debug_token(wire: Wire, *, url: str, version: str, app_id: str, app_secret: str, token: str) -> Mapping[str, Any]:
    """What Meta knows of `token`: is_valid, type, scopes, granular_scopes, expires_at, data_access_expires_at, profile_id.

    {} when the answer is not one of a batch. GET only, hence the batch, whose items have addresses of their own that never
    leave the body: https://developers.facebook.com/docs/graph-api/batch-requests ; the fields as facebook-sdk's
    debug_access_token and public clients read them.
    """
    app = Graph(wire, url=url, version=version, token=f"{app_id}|{app_secret}", app_secret=app_secret)
    item = {"method": "GET", "relative_url": f"{version}/debug_token?{urlencode({'input_token': token})}"}
    answer = app.request(f"{version}/", post_args={"batch": [item]})
    first = answer[0] if isinstance(answer, list) and answer else None
    if not isinstance(first, dict) or str(first.get("code")) != "200":
        return {}
    told = first.get("body")
    if isinstance(told, str):
        try:
            told = json.loads(told)
        except ValueError:
            return {}
    return as_object(as_object(told).get("data"))


def token_for_code(graph: Graph, *, app_id: str, app_secret: str, redirect_uri: str, code: str) -> str:
    """The person's short-lived token. https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow"""
    sent = {"client_id": app_id, "client_secret": app_secret, "redirect_uri": redirect_uri, "code": code}
    return _token(graph.request(f"{graph.version}/oauth/access_token", post_args=sent))


def long_lived(graph: Graph, *, app_id: str, app_secret: str, token: str) -> str:
    """The person's token for about 60 days, from a short-lived one; Page tokens got with it have no end.

    https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived (v25.0, read 2026-11-23)
    """
    sent = {
        "grant_type": "fb_exchange_token",
        "client_id": app_id,
        "client_secret": app_secret,
        "fb_exchange_token": token,
    }
    return _token(graph.request(f"{graph.version}/oauth/access_token", post_args=sent))


def whose(graph: Graph) -> Mapping[str, Any]:
    """The id and the name of the person, or of the Page, that the token is of."""
    return as_object(graph.get_object("me", fields="id,name"))


def permissions(graph: Graph) -> dict[str, bool]:
    """Every permission the person was asked for, and whether it was granted.

    https://developers.facebook.com/docs/graph-api/reference/user/permissions/
    """
    listed = _all(graph, "permissions")
    return {str(one.get("permission")): one.get("status") == "granted" for one in listed if one.get("permission")}


def pages(graph: Graph) -> list[Mapping[str, Any]]:
    """The person's Pages: id, name, access_token, tasks. https://developers.facebook.com/docs/pages/getting-started
    (v19.0 examples, read 2026-11-23)
    """
    return _all(graph, "accounts", fields="id,name,access_token,tasks")


def _all(graph: Graph, edge: str, **asked: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    cursor: Mapping[str, str] | None = {}
    for _ in range(MOST_PAGES):
        answer = as_object(graph.get_connections("me", edge, **{**asked, **(cursor or {})}))
        data = answer.get("data")
        found += [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []
        cursor = next_page(answer.get("paging"))
        if cursor is None:
            break
    return found


def _token(answer: Any) -> str:
    token = str(as_object(answer).get("access_token") or "")
    if not token:
        raise Unavailable("the answer holds no access_token")
    return token
