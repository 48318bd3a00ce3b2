"""Statements written once: they find what peewee's own would, on each database after the other."""

import pytest
from peewee import Database, IntegrityError

from events.activities.models import Activity, Occurrence
from events.audit import AuditEntry
from events.db import database, open_database
from events.errors import EventsError
from events.notifications.models import Message
from events.prepared import Prepared, insert, insert_in_time, together
from events.signups.placing import lock
from tests import NOW
from tests.factories import make_activity, make_occurrence

BY_TITLE: Prepared[Activity] = Prepared(
    lambda title: Activity.select().where(Activity.title == title), "title"
)
OF_ACTIVITY: Prepared[Occurrence] = Prepared(
    lambda title, capacity: (
        Occurrence.select(Occurrence, Activity)
        .join(Activity)
        .where(Occurrence.capacity >= capacity, Activity.title == title)
    ),
    "title",
    "capacity",
)
IN_ORDER: Prepared[Occurrence] = Prepared(
    lambda capacity: (
        Occurrence.select(Occurrence.id, Occurrence.capacity)
        .where(Occurrence.capacity > capacity)
        .order_by(Occurrence.capacity)
    ),
    "capacity",
)
RAISED: Prepared[Occurrence] = Prepared(
    lambda by, least: Occurrence.update(capacity=Occurrence.capacity + by).where(
        Occurrence.capacity >= least
    ),
    "by",
    "least",
)


def test_first_row_is_the_one_that_was_asked_for(db: Database):
    for title in ("彗星", "?", "%s"):
        make_activity(title=title)

    for title in ("彗星", "?", "%s"):
        assert BY_TITLE.first(title).title == title
    assert BY_TITLE.first("流星") is None


def test_values_go_where_their_names_stand_and_joined_rows_come_along(db: Database):
    make_occurrence(make_activity(title="彗星"), capacity=30)

    assert OF_ACTIVITY.first("彗星", 31) is None
    assert OF_ACTIVITY.first("彗星", 30).activity.title == "彗星"


def test_all_rows_and_raw_ones_come_in_the_order_that_was_asked_for(db: Database):
    for capacity in (30, 10, 20):
        make_occurrence(make_activity(title="彗星"), capacity=capacity)

    assert [row.capacity for row in IN_ORDER.all(10)] == [20, 30]
    assert IN_ORDER.raw(10)[1:] == (20,)
    assert IN_ORDER.all(30) == []
    assert IN_ORDER.raw(30) is None


def test_change_tells_how_many_rows_it_changed(db: Database):
    for capacity in (30, 10, 20):
        make_occurrence(make_activity(title="彗星"), capacity=capacity)

    assert RAISED.change(5, 20) == 2
    assert RAISED.change(5, 99) == 0
    assert sorted(row.capacity for row in Occurrence) == [10, 25, 35]


def test_row_is_read_anew_each_time(db: Database):
    occurrence = make_occurrence(capacity=30)
    assert lock(occurrence.id).taken == 0

    Occurrence.update(taken=7).execute()

    assert lock(occurrence.id).taken == 7


def test_what_was_written_for_one_database_is_not_used_for_another(db: Database, tmp_path):
    make_activity(title="彗星")
    assert BY_TITLE.first("彗星")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    other.create_tables([Activity])

    assert BY_TITLE.first("彗星") is None

    other.close_all()


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
    insert_in_time(letter("at once"), once=True)

    with database.atomic(), together():
        for key in ("2", "1", "2"):
            insert_in_time(letter(key), once=True)
        insert_in_time(AuditEntry(made_at=NOW, action="told", topic="x", key="1"))
        assert keys() == ["at once"]

    assert keys() == ["1", "2", "at once"]
    assert [entry.details for entry in AuditEntry] == [{}]


def test_of_rows_that_may_wait_none_is_written_if_something_is_raised(db: Database):
    def stop_half_way() -> None:
        with database.atomic(), together():
            insert_in_time(letter("1"))
            raise EventsError("不行。")

    with pytest.raises(EventsError):
        stop_half_way()

    insert_in_time(letter("2"))
    assert keys() == ["2"]
