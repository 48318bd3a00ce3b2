"""The inverted index of each kind of database: the words of a question in its own language."""

from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, DatabaseError, SqliteDatabase, fn

from events.db import database
from events.finding.models import Search
from events.finding.words import Words


def ids_having(words: Words) -> Any:
    """A subquery of the activities that have these words; needs at least one group."""
    if _is_sqlite():
        found = "(SELECT rowid FROM search_words WHERE search_words MATCH ?)"
        return SQL(found, [_joined(words, '"', " AND ", " OR ")])
    found = "(SELECT id FROM search_words WHERE words @@ %s::tsquery)"
    return SQL(found, [_joined(words, "'", " & ", " | ")])


def has_words(activity: Any, words: Words) -> Any:
    """Whether the row of this activity has these words: a look at it instead of at the index."""
    found = [
        reduce(or_, [reduce(and_, [_has(term) for term in one]) for one in group])
        for group in words.groups
    ]
    return fn.EXISTS(Search.select(1).where(Search.id == activity, *found))


def numbers(ids: tuple[int, ...]) -> Any:
    """What stands behind IN: many ids as one parameter, because each would cost by itself."""
    listed = ",".join(map(str, ids))
    if _is_sqlite():
        return SQL("(SELECT value FROM json_each(?))", [f"[{listed}]"])
    return SQL("(SELECT unnest(%s::int[]))", [f"{{{listed}}}"])


def is_index_right() -> bool:
    """Whether the inverted index says what the rows say."""
    if not _is_sqlite():
        return not _count_wrong_rows()
    try:
        database.execute_sql(
            "INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)"
        )
    except DatabaseError as error:
        if "malformed" in str(error):
            return False
        raise
    return True


def rebuild_index() -> None:
    """From the rows; part of a transaction."""
    if _is_sqlite():
        database.execute_sql("INSERT INTO search_words (search_words) VALUES ('rebuild')")
    else:
        database.execute_sql("DELETE FROM search_words")
        database.execute_sql("UPDATE search SET id = id")  # its trigger writes the rest


def _count_wrong_rows() -> int:
    wrong = "w.id IS NULL OR w.words <> array_to_tsvector(string_to_array(s.terms, ' '))"
    sql = f"SELECT COUNT(*) FROM search s LEFT JOIN search_words w ON w.id = s.id WHERE {wrong}"  # noqa: S608
    [count] = database.execute_sql(sql).fetchone()
    return int(count)


def _has(term: str) -> Any:
    find = fn.INSTR if _is_sqlite() else fn.STRPOS
    return find(SQL("' '").concat(Search.terms).concat(SQL("' '")), f" {term} ") > 0


def _joined(words: Words, quote: str, both: str, either: str) -> str:
    """Terms are letters and digits only, so quoted nothing in them is syntax."""
    groups = (
        either.join("(" + both.join(f"{quote}{term}{quote}" for term in one) + ")" for one in group)
        for group in words.groups
    )
    return both.join(f"({group})" for group in groups)


def _is_sqlite() -> bool:
    return isinstance(database.obj, SqliteDatabase)
