"""Very many planned rows: `python -m bench._many N` copies what `bench._stock` has planned until there are N more.

Inside the database, for a million rows through the ledger would take an hour. Each has a whole rendition and lies at its own minute
of the coming year, from tomorrow on. Their items are not there: nothing of them is ever claimed.
"""

from __future__ import annotations

import sys
from datetime import timedelta

import bench._nothing  # noqa: F401 - Django, and the channel

# isort: split
from django.db import connection
from django.utils import timezone

from scheduler.models import Delivery

TEMPLATES = 50  # rows that are copied, one after the other
YEAR = 364 * 24 * 60  # minutes
FIRST = 10_000_000  # the items of the copies begin here
ON = {
    "postgresql": {
        "numbers": "generate_series(0::bigint, {count} - 1) AS numbers(n)",
        "due": "(%s)::timestamptz + (n * 7919 %% {year}) * interval '1 minute'",
        "after": "VACUUM (ANALYZE)",
    },
    "sqlite": {
        "numbers": "(WITH RECURSIVE up(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < {count} - 1) SELECT n FROM up)",
        "due": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', %s, '+' || (n * 7919 %% {year}) || ' minutes')",
        "after": "PRAGMA wal_checkpoint(TRUNCATE)",
    },
}


def copy(count: int) -> None:
    """Plan so many more."""
    words = {name: text.format(count=count, year=YEAR) for name, text in ON[connection.vendor].items()}
    now = timezone.now()
    changed = {
        "item": f"{FIRST} + n",
        "guid": "guid || '-' || n",
        "identifier": "identifier || ':' || n",
        "due_at": words["due"],
        "wanted_at": words["due"],
        "preflight_at": "%s",
    }
    values = {"due_at": now + timedelta(days=1), "wanted_at": now + timedelta(days=1), "preflight_at": now}
    adapted = connection.ops.adapt_datetimefield_value
    columns = [str(field.column) for field in Delivery._meta.concrete_fields if not field.primary_key]
    first = Delivery.objects.order_by("pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO scheduler_delivery ({', '.join(columns)}) "  # noqa: S608 - our own names and numbers
            f"SELECT {', '.join(changed.get(column, column) for column in columns)} "
            f"FROM {words['numbers']} JOIN scheduler_delivery ON id = {first} + n % {TEMPLATES}".replace(
                f"n % {TEMPLATES}", f"n %% {TEMPLATES}"
            ),
            [adapted(values[column]) for column in columns if column in values],
        )
        cursor.execute(words["after"])


if __name__ == "__main__":
    copy(int(sys.argv[1]))
