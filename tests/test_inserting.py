"""Rows stored by statements written once: as peewee's own would, at once or together."""

import pytest
from peewee import Database, IntegrityError

from events.audit import AuditEntry
from events.db import database
from events.errors import EventsError
from events.inserting import insert, insert_soon, together
from events.notifications.models import Message
from tests import NOW


def test_inserted_row_is_as_one_that_was_saved(db: Database):
    values = {"made_at": NOW, "action": "told", "topic": "彗星", "key": "?", "details": {"a": [1]}}
    saved, inserted, other = (
        AuditEntry(**values, unit_id=unit_id, actor_name="'%s") for unit_id in (7, 7, None)
    )

    saved.save(force_insert=True)
    for entry in (inserted, other):
        assert insert(entry)

    assert (inserted.id, other.id) == (saved.id + 1, saved.id + 2)
    assert inserted.dirty_fields == []
    rows = [row.__data__ | {"id": None} for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert rows[1] == rows[0]
    assert rows[2] == rows[0] | {"unit_id": None}


def test_row_inserted_once_is_not_stored_twice(db: Database):
    first, again, other = (
        Message(kind="told", key=key, email="a@example.org", not_before=NOW, created_at=NOW)
        for key in ("1", "1", "2")
    )

    assert [insert(letter, once=True) for letter in (first, again, other)] == [True, False, True]

    assert [letter.id for letter in Message.select().order_by(Message.id)] == [first.id, other.id]
    with pytest.raises(IntegrityError):
        insert(Message(kind="told", key="2", email=first.email, not_before=NOW, created_at=NOW))


def letter(key: str) -> Message:
    return Message(kind="told", key=key, email="a@example.org", not_before=NOW, created_at=NOW)


def keys() -> list[str]:
    return [row.key for row in Message.select().order_by(Message.key)]


def test_rows_that_may_wait_are_written_together_at_the_end(db: Database):
    insert_soon(letter("at once"), once=True)

    with database.atomic(), together():
        for key in ("2", "1", "2"):
            insert_soon(letter(key), once=True)
        insert_soon(AuditEntry(made_at=NOW, action="told", topic="x", key="1"))
        assert keys() == ["at once"]

    assert keys() == ["1", "2", "at once"]
    assert [entry.details for entry in AuditEntry] == [{}]


def test_of_rows_that_may_wait_none_is_written_if_something_is_raised(db: Database):
    def stop_half_way() -> None:
        with database.atomic(), together():
            insert_soon(letter("1"))
            raise EventsError("不行。")

    with pytest.raises(EventsError):
        stop_half_way()

    insert_soon(letter("2"))
    assert keys() == ["2"]
