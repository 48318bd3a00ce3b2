"""Many rows into a table at once, past the models: their defaults hold, their checks don't."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from peewee import JSONField, SqliteDatabase

from events.db import BaseModel, database

_MORE_CACHE = "PRAGMA cache_size = -131072"  # 128 MB: uids are scattered over a large index


def prepare_connection() -> None:
    """For as long as this connection lives."""
    if _is_sqlite():
        database.execute_sql(_MORE_CACHE)


def reserve_ids(model: type[BaseModel], count: int) -> list[int]:
    """Ids that no row has or will get from elsewhere; part of the transaction that uses them."""
    table = model._meta.table_name
    if _is_sqlite():  # the transaction holds the only write lock
        [last] = database.execute_sql(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"').fetchone()  # noqa: S608
        return list(range(last + 1, last + count + 1))
    numbers = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)"  # noqa: S608
    return [id_ for (id_,) in database.execute_sql(numbers, (count,)).fetchall()]


def insert_rows(model: type[BaseModel], rows: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """Insert rows of column -> value as stored; what a row leaves out has the model's default.

    Either all rows say their id or none does. Returns table -> how many.
    """
    if not rows:
        return Counter()
    table, blank = model._meta.table_name, _blank(model)
    if "id" in rows[0]:
        blank = {"id": None} | blank
    columns = ", ".join(f'"{name}"' for name in blank)
    values = (tuple({**blank, **row}.values()) for row in rows)
    if _is_sqlite():
        marks = ", ".join("?" * len(blank))
        database.cursor().executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', values)  # noqa: S608
    else:
        with database.cursor().copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)
    return Counter({table: len(rows)})


def analyze() -> None:
    """Tell the query planner how much there is of everything now."""
    database.execute_sql("ANALYZE")


def _blank(model: type[BaseModel]) -> dict[str, Any]:
    """Column -> default as stored; None for those that have none. Without the id."""
    return {
        field.column_name: _stored_default(field)
        for field in model._meta.sorted_fields
        if not field.primary_key
    }


def _stored_default(field: Any) -> Any:
    default = field.default() if callable(field.default) else field.default
    if isinstance(field, JSONField):
        return json.dumps(default)
    return str(default) if isinstance(default, str) else default  # not the StrEnum


def _is_sqlite() -> bool:
    return isinstance(database.obj, SqliteDatabase)
