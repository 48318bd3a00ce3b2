"""Statements whose SQL is written once.

For the few that hundreds of requests a second ask: building the text of a query takes three times
as long as running it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from peewee import Model, Value

from events.db import database

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
