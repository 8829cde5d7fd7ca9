"""Every sandbox and the portal in one process: `python -m syndication.demo --port P`, until SIGTERM or Ctrl-C.

The sandboxes are on port P, the portal on port P+1 (0: any two that are free). Needs no Django.
"""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from channels.sandbox.server import SandboxServer
from syndication.demo import film, stories
from syndication.demo.portal import Portal, PortalServer
from syndication.demo.timetable import Timetable


def main(words: Sequence[str] | None = None) -> None:
    """Serve until told to stop. What is wrong with `words` is told on standard error, with exit code 2."""
    asked = _read(words)
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    began = datetime.now(UTC).replace(microsecond=0)
    timetable = Timetable(began, timedelta(seconds=asked.every), asked.start)
    portal = PortalServer(Portal(timetable), port=asked.port + 1 if asked.port else 0)
    with SandboxServer(port=asked.port) as sandbox, portal:
        sandbox.app.read_feeds(asked.feed)
        print(f"sandbox {sandbox.url}", f"portal {portal.url}", sep="\n", flush=True)
        # The films take seconds to make; a reader of the feed should not wait for them.
        threading.Thread(target=_make_films, daemon=True).start()
        stop.wait()


def _read(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m syndication.demo", description="The demonstration portal and every channel's sandbox."
    )
    parser.add_argument("--port", type=int, default=9000, help="of the sandboxes; the portal's is the next one")
    parser.add_argument("--every", type=float, default=60, metavar="SECONDS", help="how often an item is published")
    parser.add_argument("--start", type=int, default=4, metavar="N", help="how many of each language are there already")
    parser.add_argument("--feed", action="append", default=[], metavar="URL", help="a JSON Feed that the wall shows")
    asked = parser.parse_args(words)
    if not 0 <= asked.port < 65_535:
        parser.error("--port is between 0 and 65534")
    if asked.every <= 0:
        parser.error("--every is more than 0 seconds")
    if asked.start < 0:
        parser.error("--start is 0 or more")
    return asked


def _make_films() -> None:
    for name in sorted({item.film for language in stories.LANGUAGES for item in stories.items(language)} - {""}):
        film.make(name)


if __name__ == "__main__":
    main()
