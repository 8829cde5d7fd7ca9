"""All parts in one go: `syndication up`."""

from __future__ import annotations

from typing import Annotated

import typer

from syndication.cli import demo as demonstration
from syndication.cli import parts
from syndication.cli.instance import init


def up(
    port: parts.Port = 8000,
    host: parts.Host = "127.0.0.1",
    demo: Annotated[
        bool, typer.Option("--demo", help="With a demonstration portal and a sandbox of every channel.")
    ] = False,
) -> None:
    """Web, worker, beat (and Redis when REDIS_URL is unset) in one go, until Ctrl-C.

    Example: syndication up --port 8000
    """
    parts.need_port(host, port)
    if demo:
        demonstration.demonstrate(host, port)
    else:
        init()
        parts.together([], host, port)
