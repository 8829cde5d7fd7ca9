"""Whole pulls from a server that means harm: retrieve, read, take in, fetch the pictures. Run in a process with an instance of its own.

Time is shortened here and nothing else: an answer may take a second, the files of a document five.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import tests.environment  # noqa: F401 - this process has no instance of its own

# isort: split
import django

os.environ["DJANGO_SETTINGS_MODULE"] = "syndication.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from channels.wire import Guard, Wire  # noqa: E402
from syndication.desk import patience  # noqa: E402
from syndication.desk.receive import receive  # noqa: E402
from syndication.items.models import Item  # noqa: E402
from syndication.sources import retrieve  # noqa: E402
from syndication.sources.models import Source  # noqa: E402

SECOND = 1.0


def prepare() -> None:
    """An empty instance, and shorter times."""
    call_command("migrate", verbosity=0)
    connection.close()
    retrieve.FEED_SECONDS = retrieve.ASK_SECONDS = SECOND
    patience.FILE, patience.ENTRY, patience.DOCUMENT = SECOND, 2 * SECOND, 4 * SECOND


def run(name: str, made: None) -> dict[str, Any]:
    """What a pull of this path gives, and what has become of the source."""
    url = f"{os.environ['HOSTILE_URL']}/{name}"
    source = Source.objects.create(name=name[:100], url=url, canonical_host="moha.gov.vn", baseline=False, etag="kept")
    wire = Wire(Guard(["127.0.0.1"]), timeout=SECOND, pause=0.01)
    now = timezone.now()
    pulled = receive(source, wire, who="hostile", now=now)
    source.refresh_from_db()
    rows = Item.objects.filter(source=source.name)
    return {
        **pulled.to_json(),
        "lost": source.stopped or source.next_pull_at is None or source.next_pull_at > now + timedelta(days=1),
        "said": source.error,
        "items": rows.count(),
        "media": [one["sha256"] != "" for row in rows for one in row.revision.media],
        "found": [finding for row in rows for finding in row.revision.findings],
        "asked again": [row.media_due_at is not None for row in rows],
    }
