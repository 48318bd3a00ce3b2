"""What the index is told. Whatever makes it untrue says so in the same transaction."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from events.db import database
from events.finding.inverted import rebuild_index
from events.finding.models import Search, SearchState, SearchTerm
from events.finding.queries import stored_terms
from events.finding.words import VERSION


def put_terms(wanted: Mapping[int, Collection[str]]) -> int:
    """These are their terms from now on; without any an id has no row. Part of a transaction.

    Returns how many had other ones.
    """
    stored = stored_terms(list(wanted))
    rows = {id_: " ".join(sorted(terms)) for id_, terms in wanted.items()}
    differing = {id_: row for id_, row in rows.items() if row != stored.get(id_, "")}
    _write(differing, stored)
    counted: Counter[str] = Counter()
    for id_, row in differing.items():
        _count(counted, row, 1)
        _count(counted, stored.get(id_, ""), -1)
    add_counts(counted)
    return len(differing)


def add_counts(counted: Mapping[str, int]) -> None:
    """In the order of the terms, so that nobody waits for somebody who waits for him."""
    rows = [(term, count) for term, count in sorted(counted.items()) if count]
    _do(
        "INSERT INTO search_term (term, count) VALUES (?, ?) ON CONFLICT (term) "
        "DO UPDATE SET count = search_term.count + excluded.count",
        rows,
    )
    fewer = [(term,) for term, count in rows if count < 0]
    _do("DELETE FROM search_term WHERE term = ? AND count <= 0", fewer)


def count_anew() -> None:
    """The counts and the inverted index from the rows, whatever they were; a transaction's part."""
    counted: Counter[str] = Counter()
    for (row,) in Search.select(Search.terms).tuples().iterator():
        _count(counted, row, 1)
    SearchTerm.delete().execute()
    add_counts(counted)
    rebuild_index()


def mark_complete() -> None:
    SearchState.delete().execute()
    SearchState.create(id=1, version=VERSION)


def is_complete() -> bool:
    """Whether every activity was once indexed by the words of today."""
    return SearchState.select().where(SearchState.version == VERSION).exists()


def _write(differing: Mapping[int, str], stored: Mapping[int, str]) -> None:
    kept = [(row, id_) for id_, row in differing.items() if row]
    _do("UPDATE search SET terms = ? WHERE id = ?", [row for row in kept if row[1] in stored])
    new = [row for row in kept if row[1] not in stored]
    _do("INSERT INTO search (terms, id) VALUES (?, ?)", new)
    _do("DELETE FROM search WHERE id = ?", [(id_,) for id_, row in differing.items() if not row])


def _do(sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """(Written out: for a hundred rows building the SQL would cost more than all the rest.)"""
    if rows := list(rows):
        database.cursor().executemany(sql.replace("?", database.param), rows)


def _count(counted: Counter[str], row: str, step: int) -> None:
    """A row counts for each of its terms, and for the empty one."""
    for term in ("", *row.split(" ")) if row else ():
        counted[term] += step
