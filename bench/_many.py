"""Very many planned rows: `python -m bench._many N` copies what `bench._stock` has planned until there are N more.

Inside the database, for a million through the ledger would take an hour. Each has its item and a whole rendition, and lies at its own
minute of the coming year, from tomorrow on. What only claiming looks at (revisions, verdicts, approvals) they have not: none is claimed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import bench._nothing  # noqa: F401 - Django, and the channel

# isort: split
from django.db import connection, models
from django.utils import timezone

from scheduler.models import Delivery
from syndication.items.models import Item

TEMPLATES = 50  # rows that are copied, one after the other
YEAR = 364 * 24 * 60  # minutes
FIRST = 10_000_000  # the items of the copies begin here
NUMBERS = {
    "postgresql": "generate_series(0::bigint, {last}) AS numbers(n)",
    "sqlite": "(WITH RECURSIVE up(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < {last}) SELECT n FROM up)",
}
DUE = {
    "postgresql": "(%s)::timestamptz + (n * 7919 %% {year}) * interval '1 minute'",
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', %s, '+' || (n * 7919 %% {year}) || ' minutes')",
}
AFTER = {"postgresql": "VACUUM (ANALYZE)", "sqlite": "PRAGMA wal_checkpoint(TRUNCATE)"}


def copy(count: int) -> None:
    """Plan so many more, each of an item of its own."""
    now = timezone.now()
    due, tomorrow = DUE[connection.vendor].format(year=YEAR), now + timedelta(days=1)
    name = {"guid": "guid || '-' || n", "identifier": "identifier || ':' || n"}
    _copy(Item, count, {"id": f"{FIRST} + n", "followed": "latest", **name})
    times = {"due_at": due, "wanted_at": due, "preflight_at": "%s"}
    values = {"due_at": tomorrow, "wanted_at": tomorrow, "preflight_at": now}
    _copy(Delivery, count, {"item": f"{FIRST} + n", **name, **times}, values)
    with connection.cursor() as cursor:
        cursor.execute(AFTER[connection.vendor])


def _copy(
    model: type[models.Model], count: int, changed: Mapping[str, str], values: Mapping[str, datetime] | None = None
) -> None:
    """Copies of its first rows; `changed` is SQL by column, in which n counts the copies, and `values` fills its placeholders."""
    made = [str(field.column) for field in model._meta.concrete_fields if not field.generated]
    columns = [column for column in made if column in changed or column != "id"]
    parameters: list[Any] = [
        connection.ops.adapt_datetimefield_value((values or {})[column])
        for column in columns
        if column in (values or {})
    ]
    first = model._default_manager.order_by("pk").values_list("pk", flat=True)[0]
    numbers = NUMBERS[connection.vendor].format(last=count - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608 - our own names and numbers
            f"SELECT {', '.join(changed.get(column, column) for column in columns)} "
            f"FROM {numbers} JOIN {model._meta.db_table} ON id = {first} + n %% {TEMPLATES}",
            parameters,
        )


if __name__ == "__main__":
    copy(int(sys.argv[1]))
