"""Statements whose SQL is written once.

For the few that hundreds of requests a second ask: building the text of a query takes three times
as long as running it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from peewee import Field, Model, Node, Value

from events.db import BaseModel, database

Row = TypeVar("Row", bound=Model)


class Prepared(Generic[Row]):
    """`Prepared(lambda key: Signup.select().where(Signup.key == key), "key")`.

    `build` is called once for each kind of database, with blanks for the names; what is put into
    them later must be numbers and texts, as the database takes them.
    """

    def __init__(self, build: Callable[..., Any], *names: str) -> None:
        self._build, self._names = build, names
        self._written: dict[type, _Written] = {}

    def first(self, *values: int | str) -> Row | None:
        """The first row, with what is joined to it; None without any."""
        return next(iter(self.all(*values)), None)

    def all(self, *values: int | str) -> list[Row]:
        written, cursor = self._ask(values)
        rows = cursor.fetchall()
        return [written.reader(cursor).process_row(row) for row in rows]

    def raw(self, *values: int | str) -> tuple[Any, ...] | None:
        """The first row as the database has it."""
        _written, cursor = self._ask(values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows[0] if rows else None

    def change(self, *values: int | str) -> int:
        """Of an UPDATE: how many rows it changed."""
        _written, cursor = self._ask(values)
        return int(database.rows_affected(cursor))

    def _ask(self, values: tuple[int | str, ...]) -> "tuple[_Written, Any]":
        written = self._write()
        given = dict(zip(self._names, values, strict=True))
        filled = [given[one.name] if isinstance(one, _Blank) else one for one in written.parameters]
        return written, database.execute_sql(written.sql, filled)

    def _write(self) -> "_Written":
        kind = type(database.obj)
        if kind not in self._written:
            blanks = [Value(_Blank(name), converter=False) for name in self._names]
            query = self._build(*blanks)
            self._written[kind] = _Written(query, *query.sql())
        return self._written[kind]


_INSERTS: dict[tuple[object, ...], str] = {}
_LATER: "ContextVar[_Waiting | None]" = ContextVar("rows to insert", default=None)
_Waiting = dict[str, list[list[Any]]]  # values of rows, by statement


def insert(row: BaseModel, *, once: bool = False) -> bool:
    """`row.save(force_insert=True)` of a row that gets its id now. With `once`: nothing, and False,
    if a unique index knows such a row already."""
    for made in database.execute_sql(*_insertion(row, once, with_id=True)).fetchall():
        (row.id,) = made
        row._dirty.clear()  # type: ignore[attr-defined]
    return row.id is not None


def insert_in_time(row: BaseModel, *, once: bool = False) -> None:
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


@dataclass
class _Written:
    query: Any
    sql: str
    parameters: list[Any]
    known: Any = None

    def reader(self, cursor: Any) -> Any:
        """Makes rows of models; which column goes where is found out once."""
        if self.known is None:
            reader = self.query._get_cursor_wrapper(cursor)
            reader.initialize()
            self.known = reader
        return self.known


class _Blank:
    def __init__(self, name: str) -> None:
        self.name = name
