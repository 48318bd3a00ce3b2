"""A selection joined to the component store.

The SQL of a feed is the same from midnight to midnight, and building it costs a fifth of running
it for a thousand entries, so it is kept. Each column fetched beside the bytes costs as much again
as finding the row, so the plain way fetches none.
"""

from functools import lru_cache
from typing import Any

from peewee import JOIN, Join, Select, SqliteDatabase

from calendars.models import OccurrenceComponent
from events.db import database
from events.published import Selection

PARTS = (Selection.running, Selection.coming, Selection.over)
"""In the order in which a feed holds them."""


def stored_bodies(selection: Selection, part: Any, look: str, limit: int) -> Any:
    """A cursor of (body,), None where the store has none that fits."""
    return database.execute_sql(*_compiled(selection, part, look, limit, str(database.param)))


def stored_by_id(selection: Selection, part: Any, look: str, limit: int) -> Any:
    """A cursor of (id, body), the same rows."""
    return database.execute(_joined(selection, part, look, limit, with_id=True))


def lacking_ids(selection: Selection, part: Any, look: str, limit: int | None = None) -> list[int]:
    """The ids that the store lacks, or has not as they are now; in the part's order."""
    query = _joined(selection, part, look, limit, with_id=True)
    missing = query.where(OccurrenceComponent.occurrence_id.is_null())
    return [id_ for id_, _ in database.execute(missing)]


def first_ids(selection: Selection, limit: int) -> list[int]:
    """The ids that a feed with room for so many holds, in its order (a statement for each part)."""
    ids: list[int] = []
    for part in PARTS:
        ids += [row[0] for row in part(selection, limit - len(ids)).tuples()]
    return ids


def stored_zones() -> list[str]:
    """The zones other than the site's that any component refers to (one statement, in the words
    of the partial index)."""
    sql = "SELECT DISTINCT zone FROM occurrence_component WHERE zone <> ''"
    return [zone for (zone,) in database.execute_sql(sql).fetchall()]


@lru_cache(maxsize=512)
def _compiled(
    selection: Selection, part: Any, look: str, limit: int, _dialect: str
) -> tuple[str, tuple[Any, ...]]:
    """One process may meet both dialects, in tests."""
    query = _joined(selection, part, look, limit, with_id=False)
    sql, parameters = database.get_sql_context().sql(query).query()
    return sql, tuple(parameters)


def _joined(selection: Selection, part: Any, look: str, limit: int | None, with_id: bool) -> Select:
    """In the part's order. SQLite always walks along the chosen; PostgreSQL may walk along the
    store, and where there is not room for all, that order would leave out the soonest."""
    ordered, store = part(selection, limit), OccurrenceComponent
    chosen = ordered.alias("chosen")
    fits = (
        (store.occurrence_id == chosen.c.id)
        & (store.revision == chosen.c.revision)
        & (store.look == look)
    )
    join = Join(chosen, store, JOIN.LEFT_OUTER, on=fits)
    joined = Select([join], [*([chosen.c.id] if with_id else []), store.body])
    if isinstance(database.obj, SqliteDatabase):
        return joined
    return joined.order_by(*(_of(chosen, term) for term in ordered._order_by))


def _of(chosen: Any, term: Any) -> Any:
    """A term of the part's order, of the columns that came out of it."""
    field = getattr(term, "node", term)
    column = getattr(chosen.c, field.column_name)
    return column.desc() if getattr(term, "direction", "ASC") == "DESC" else column
