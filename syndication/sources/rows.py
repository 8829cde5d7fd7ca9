"""Many rows of one table at once, where making a model's instance of each would cost more than everything else together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values in the order of these fields' names. Those left out get the defaults of their fields.

    IntegrityError and its like as from the model itself. Nothing is validated and no signal is sent, as with `bulk_create`.
    """
    fields = [field for name in names if isinstance(field := model._meta.get_field(name), models.Field)]
    left = [
        field
        for field in model._meta.local_concrete_fields
        if field not in fields and not field.primary_key and not field.generated
    ]
    ready = [_as_is(field) for field in fields]
    same = [field.get_db_prep_save(field.pre_save(model(), add=True), connection) for field in left]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in (*fields, *left))
    values = ", ".join(["%s"] * (len(fields) + len(left)))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({values})",  # noqa: S608 - names of our own tables
            [[*(make(value) for make, value in zip(ready, row, strict=True)), *same] for row in rows],
        )


def _as_is(field: Any) -> Any:
    """How a value of this field is made ready for the database: texts and numbers need nothing."""
    if isinstance(field, models.CharField | models.TextField | models.IntegerField | models.ForeignKey):
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection)
