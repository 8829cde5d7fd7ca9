"""The feeds-in benchmark within an instance: `python -m bench._feeding FOLDER ADDRESS` prints its times as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import django
import feedparser
import reader
import requests

CHANGES, POLLS, FIRSTS = 5, 300, 3
COUNTED = ("new", "revised", "unchanged")


def main(folder: Path, address: str) -> dict[str, float]:
    """Medians in seconds, each of ours beside its opponent's, who take turns; and what was stored, to see that it was."""
    django.setup()
    from bench._feed import feed
    from syndication.desk.pull import pull_all, pull_now
    from syndication.desk.sources import add_source
    from syndication.sources.models import Source

    ours: dict[str, list[float]] = {"change": [], "poll": [], "first": []}
    theirs: dict[str, list[float]] = {"change": [], "poll": [], "first": []}
    told: dict[str, float] = {}

    def pull(source: Source) -> None:
        told.update({name: value for name, value in pull_now(source, who="bench").to_json().items() if name in COUNTED})

    with tempfile.TemporaryDirectory() as rooms:
        for turn in range(FIRSTS):
            name = f"first-{turn}.xml"
            (folder / name).write_bytes(feed(edition=f"-{turn}"))
            source = add_source(f"first-{turn}", f"{address}/{name}")
            ours["first"].append(_time(partial(pull, source)))
            other = reader.make_reader(f"{rooms}/{turn}.sqlite")
            other.add_feed(f"{address}/{name}")
            theirs["first"].append(_time(other.update_feeds))
            told["stored"], told["read by reader"] = told["new"], other.get_entry_counts().total or 0
            other.close()
    (folder / "feed.xml").write_bytes(feed())
    source = add_source("feed", f"{address}/feed.xml")
    pull_now(source, who="bench")
    for turn in range(CHANGES):
        body = feed(edits=turn + 1)
        (folder / "feed.xml").write_bytes(body)
        ours["change"].append(_time(partial(pull, source)))
        theirs["change"].append(_time(partial(feedparser.parse, body)))
    source.refresh_from_db()
    validators = {"If-None-Match": source.etag, "If-Modified-Since": source.modified}
    for _ in range(POLLS):
        Source.objects.filter(pk=source.pk).update(next_pull_at=None)
        ours["poll"].append(_time(lambda: pull_all([source.pk])))
        theirs["poll"].append(_time(lambda: requests.get(source.url, headers=validators, timeout=30)))
    assert requests.get(source.url, headers=validators, timeout=30).status_code == 304
    return {
        **{f"ours {name}": median(times) for name, times in ours.items()},
        **{f"theirs {name}": median(times) for name, times in theirs.items()},
        **told,
        "bytes": len(body),
    }


def _time(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
