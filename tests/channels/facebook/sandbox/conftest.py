"""A client that is not ours, and things to send with it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import requests
from PIL import Image

from channels.facebook.sandbox import APP_TOKEN, TOKEN, Sandbox
from channels.sandbox.server import SandboxServer

Ask = Callable[..., requests.Response]
Later = Callable[[float], None]


@pytest.fixture
def ask(server: SandboxServer) -> Ask:
    def call(method: str, path: str, token: str = TOKEN, version: str = "v27.0", **kwargs: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= kwargs.pop("headers", {})
        url = "/".join(part for part in (server.url, "facebook", version, path) if part)
        kwargs.setdefault("allow_redirects", False)
        return requests.request(method, url, headers=headers, timeout=10, **kwargs)

    return call


@pytest.fixture
def later(page: Sandbox) -> Later:
    """Lets so many seconds go by on the stand-in's clock."""

    def move(seconds: float) -> None:
        now = page.clock() + seconds
        page.clock = lambda: now

    move(0)
    return move


def jpeg(kind: str = "JPEG", side: int = 8) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(kept, kind)
    return kept.getvalue()


def film(size: int = 3000) -> bytes:
    """Bytes that begin as an mp4 does."""
    return (b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * (size // 256 + 1))[:size]


def code(response: requests.Response) -> tuple[int, int, int | None]:
    error = response.json()["error"]
    assert error["type"] == "OAuthException"
    return response.status_code, error["code"], error.get("error_subcode")


def debug(ask: Ask, token: str) -> dict[str, Any]:
    """What the platform knows of a token."""
    found: dict[str, Any] = ask("GET", "debug_token", token=APP_TOKEN, params={"input_token": token}).json()["data"]
    return found
