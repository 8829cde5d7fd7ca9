"""A process that publishes on the stock of `bench._published`, asked by lines on its standard input, answering with JSON.

`publish N` publishes N items, one after the other, and answers how many seconds each took: from the ledger's move until the bytes of
the feeds that show it are kept, in the database and on the disk, compressed.
"""

from __future__ import annotations

import itertools
import json
import sys
import time

from bench._published import CATEGORIES, account, delivery

# isort: split
from django.db.models import Max

from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import State
from syndication.feeds import pages
from syndication.feeds.models import FeedFile


def publish(number: int) -> float:
    """Publish the item of this number; the seconds it took. AssertionError when a feed does not show it afterwards."""
    on = account()
    coming = delivery(on, number)
    coming.state, coming.live_at, coming.settled_at = State.SENDING, None, None
    coming.coming, coming.coming_digest = coming.shown, coming.shown_digest
    coming.coming_revision, coming.coming_modified = 1, coming.shown_modified
    coming.shown, coming.shown_digest, coming.shown_revision, coming.shown_modified = None, "", 0, None
    coming.save()
    moment = coming.coming_modified
    assert moment is not None
    began = time.perf_counter()
    ledger.move(coming, State.LIVE, who="bench", why="live", now=moment, **ledger.shown_fields(coming))
    took = time.perf_counter() - began
    category = pages.address_name(CATEGORIES[number % len(CATEGORIES)])
    for page in (pages.WHOLE, category):
        file = FeedFile.objects.get(path=f"{pages.path_of('tin', page)}.json")
        assert coming.title.encode() in bytes(file.body), f"{file.path} does not show what was published"
    return took


def main() -> None:
    """Answer line by line until there are no more."""
    # Asked once: reading the whole archive before each would leave the database's memory as no publication finds it.
    newest = Delivery.objects.aggregate(Max("item"))["item__max"] or 0
    numbers = itertools.count(newest + 1)
    for line in sys.stdin:
        word, wanted = line.split()
        assert word == "publish"
        sys.stdout.write(json.dumps([publish(next(numbers)) for _ in range(int(wanted))]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
