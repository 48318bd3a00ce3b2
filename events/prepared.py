"""SELECTs whose SQL is written once. For the few that hundreds of requests a second ask: building
the text of a query takes three times as long as running it."""

from collections.abc import Callable
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
        self._written: dict[type, tuple[Any, str, list[Any]]] = {}

    def first(self, *values: int | str) -> Row | None:
        """The first row, with what is joined to it; None without any."""
        query, sql, parameters = self._write()
        given = dict(zip(self._names, values, strict=True))
        filled = [given[one.name] if isinstance(one, _Blank) else one for one in parameters]
        cursor = database.execute_sql(sql, filled)
        return next(iter(query.clone()._get_cursor_wrapper(cursor)), None)

    def _write(self) -> tuple[Any, str, list[Any]]:
        kind = type(database.obj)
        if kind not in self._written:
            blanks = [Value(_Blank(name), converter=False) for name in self._names]
            query = self._build(*blanks).limit(1)
            self._written[kind] = (query, *query.sql())
        return self._written[kind]


class _Blank:
    def __init__(self, name: str) -> None:
        self.name = name
