"""Rows stored by statements that are written once (see `prepared`): each at once, or those that
nobody looks at meanwhile together, at the end of a transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from typing import Any

from peewee import Field, Node

from events.db import BaseModel, database

_INSERTS: dict[tuple[object, ...], str] = {}
_Waiting = dict[str, list[list[Any]]]  # values of rows, by statement
_LATER: ContextVar[_Waiting | None] = ContextVar("rows to insert", default=None)


def insert(row: BaseModel, *, once: bool = False) -> bool:
    """`row.save(force_insert=True)` of a row that gets its id now. With `once`: nothing, and False,
    if a unique index knows such a row already."""
    for made in database.execute_sql(*_insertion(row, once, with_id=True)).fetchall():
        (row.id,) = made
        row._dirty.clear()  # type: ignore[attr-defined]
    return row.id is not None


def insert_soon(row: BaseModel, *, once: bool = False) -> None:
    """As `insert`, of a row that nobody will ask for its id: it may wait for the end of `together`,
    if that is going on."""
    if (waiting := _LATER.get()) is None:
        insert(row, once=once)
        return
    sql, values = _insertion(row, once, with_id=False)
    waiting.setdefault(sql, []).append(values)


@contextmanager
def together() -> Iterator[None]:
    """Rows that may wait are written at the end, all of a kind at once: over a connection each
    statement has its price. Part of a transaction; nothing is written if something is raised."""
    waiting: _Waiting = {}
    token = _LATER.set(waiting)
    try:
        yield
    finally:
        _LATER.reset(token)
    for sql, rows in waiting.items():
        database.cursor().executemany(sql, rows)


def _insertion(row: BaseModel, once: bool, with_id: bool) -> tuple[str, list[Any]]:
    model = type(row)
    given = {f: row.__data__[f.name] for f in row._meta.sorted_fields if f.name in row.__data__}
    nulls = tuple((field.name, value is None) for field, value in given.items())
    key = (model, type(database.obj), once, with_id, nulls)
    if (sql := _INSERTS.get(key)) is None:
        query = model.insert(given)
        if with_id:
            query = query.returning(model.id)
        sql = _INSERTS[key] = (query.on_conflict_ignore() if once else query).sql()[0]
    values = chain.from_iterable(_values(field, value) for field, value in given.items())
    return sql, list(values)


def _values(field: Field, value: Any) -> list[Any]:
    """As the database takes it; or what stands in an expression such as `json(?)`."""
    made = field.db_value(value)
    return database.get_sql_context().sql(made).query()[1] if isinstance(made, Node) else [made]
