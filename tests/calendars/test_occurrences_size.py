"""More than Google takes: the soonest are kept, what is over goes first, and the feed says so."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendars.entries import Place
from calendars.models import OccurrenceComponent
from calendars.store import store_components
from events import changes, clock
from events.activities.models import Activity, Occurrence
from events.db import database
from events.published import Window
from tests.calendars.ics import entries, lines, uids, unfolded
from tests.calendars.test_feeds_size import insert
from tests.factories import (
    make_activity,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_venue,
)

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
SAID = re.compile("条目太多，这里是最近的一部分，另有 ([0-9]+) 条没有列入：请订阅更窄的日历")
Get = Callable[[str], bytes]


@pytest.fixture
def get(app: Flask, client: FlaskClient) -> Get:
    def get(path: str) -> bytes:
        answer = client.get(f"/calendars/{path}")
        assert answer.status_code == 200
        return answer.data

    return get


def make_many(starts: list[datetime], activity: Activity | None = None) -> list[str]:
    """UIDs of occurrences of half an hour. Their rows are written in a mixed order."""
    with database.atomic():
        pattern = make_occurrence(activity or make_activity()).__data__
        Occurrence.delete().where(Occurrence.id == pattern["id"]).execute()
        del pattern["id"]
        mixed = sorted(range(len(starts)), key=lambda n: n * 7919 % 1013)
        rows = [pattern | at(starts[n]) | {"uid": f"{n:05}@kepuli"} for n in mixed]
        insert(Occurrence, rows)
        changes.record("occurrence", "many", clock.now())
    return [f"{n:05}@kepuli" for n in range(len(starts))]


def at(start: datetime) -> dict[str, Any]:
    end = start + timedelta(minutes=30)
    return {"start": start, "end": end, "first_day": start.date(), "last_day": start.date()}


def said(body: bytes) -> int:
    """How many are left out, as the feed's own description has it; nothing said is none."""
    [told] = [line for line in unfolded(body) if line.startswith("X-WR-CALDESC:")]
    found = SAID.search(told)
    return int(found[1]) if found else 0


def coming(count: int) -> list[datetime]:
    """Four a day from today on, the soonest first."""
    return [NOON + DAY * (n // 4) + timedelta(hours=n % 4) for n in range(count)]


def over(count: int) -> list[datetime]:
    """Four a day until yesterday, the latest first."""
    return [NOON - DAY * (1 + n // 4) - timedelta(hours=n % 4) for n in range(count)]


# A thousand


@pytest.mark.parametrize(("ahead", "behind"), [(1000, 0), (700, 300)])
def test_a_thousand_are_all_there_and_nothing_is_said(get: Get, ahead: int, behind: int):
    held = make_many([*coming(ahead), *over(behind)])

    body = get("activities.ics")

    assert uids(body) == held
    assert said(body) == 0
    assert "all=1" not in body.decode()


@pytest.mark.parametrize(
    ("ahead", "behind", "kept_ahead", "kept_behind"),
    [(1001, 0, 1000, 0), (1000, 1, 1000, 0), (999, 2, 999, 1), (1003, 5, 1000, 0)],
)
def test_of_more_the_soonest_are_kept_and_of_the_past_what_there_is_room_for(
    get: Get, ahead: int, behind: int, kept_ahead: int, kept_behind: int
):
    held = make_many([*coming(ahead), *over(behind)])

    body, whole = get("activities.ics"), get("activities.ics?all=1")

    assert uids(body) == held[:kept_ahead] + held[ahead:][:kept_behind]
    assert said(body) == ahead + behind - 1000
    assert uids(whole) == held
    assert said(whole) == 0
    assert "或在地址后加 all=1" in "".join(unfolded(body))


def test_editions_and_occurrences_share_the_thousand(get: Get):
    day = make_themed_day(slug="frog-day")
    make_edition(themed_day=day, first_day=date(2026, 12, 1))
    held = make_many(coming(1001), make_activity(days=((day, 2026),)))

    body = get("days/frog-day.ics")

    assert uids(body)[1:] == held[:999]
    assert said(body) == 2
    assert len(uids(get("days/frog-day.ics?all=1"))) == 1002


@pytest.mark.parametrize("path", ["activities/1.ics", "activities.ics?venue=1"])
def test_every_kind_of_feed_keeps_to_it(get: Get, path: str):
    activity = make_activity()
    make_occurrence(activity, venue=make_venue())
    pattern = Occurrence.get().__data__
    Occurrence.delete().execute()
    insert(
        Occurrence,
        [
            pattern | at(start) | {"id": n, "uid": f"{n}@kepuli"}
            for n, start in enumerate(coming(1002), 1)
        ],
    )

    body = get(path)

    assert len(uids(body)) == 1000
    assert said(body) == 2
    assert len(uids(get(f"{path}{'&' if '?' in path else '?'}all=1"))) == 1002


def test_the_same_ones_are_kept_whether_stored_or_not(get: Get, client: FlaskClient, place: Place):
    make_many([*coming(990), *over(20)])
    body = get("activities.ics")

    store_components(place, Window(TODAY))
    change()

    assert get("activities.ics") == body
    Occurrence.update(revision=2).where(Occurrence.uid == "00500@kepuli").execute()
    change()
    assert get("activities.ics") == body


def change() -> None:
    with database.atomic():
        changes.record("occurrence", "x", clock.now())


@pytest.mark.parametrize("where", [0, 999])
def test_one_that_can_not_be_rendered_does_not_hide_that_others_are_left_out(get: Get, where: int):
    held = make_many(coming(1003))
    poisoned = held[where]
    Occurrence.update(all_day=True, last_day=date.max).where(Occurrence.uid == poisoned).execute()

    body, whole = get("activities.ics"), get("activities.ics?all=1")

    assert len(uids(whole)) == 1002
    assert poisoned not in uids(whole)
    assert set(uids(body)) < set(uids(whole))
    assert said(body) == 1002 - len(uids(body))


# A megabyte


def store_with_sizes(place: Place, sizes: list[int]) -> None:
    """As many stored components, each padded to a size."""
    make_many(coming(len(sizes)))
    store_components(place, Window(TODAY))
    ids = {row.uid: row.id for row in Occurrence.select()}
    for number, size in enumerate(sizes):
        row = OccurrenceComponent.get(
            OccurrenceComponent.occurrence_id == ids[f"{number:05}@kepuli"]
        )
        padded = padding(size - len(bytes(row.body)))
        body = bytes(row.body).replace(b"END:VEVENT", padded + b"END:VEVENT")
        assert len(body) == size
        OccurrenceComponent.update(body=body).where(
            OccurrenceComponent.occurrence_id == row.occurrence_id
        ).execute()


def padding(size: int) -> bytes:
    """Lines of that many bytes together."""
    whole, rest = divmod(size, 70)
    last = b"X-PAD:" + b"x" * (70 + rest - 8) + b"\r\n"
    return (b"X-PAD:" + b"x" * 62 + b"\r\n") * (whole - 1) + last


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ([250_000] * 4, 4),
        ([250_000, 250_000, 250_000, 250_001], 3),
        ([250_000] * 4 + [1_000], 4),
        ([999_000, 1_000], 2),
        ([999_000, 1_001], 1),
    ],
)
def test_a_megabyte_of_entries_is_the_other_limit_to_the_byte(
    get: Get, place: Place, sizes: list[int], kept: int
):
    store_with_sizes(place, sizes)

    body, whole = get("activities.ics"), get("activities.ics?all=1")

    assert len(uids(body)) == kept
    assert said(body) == len(sizes) - kept
    assert len(uids(whole)) == len(sizes)


@pytest.mark.engine("sqlite")
def test_long_texts_fill_a_megabyte_with_what_is_soonest(get: Get):
    activity = make_activity(description="很长的介绍，" * 500)
    held = make_many([*coming(250), *over(10)], activity)

    body = get("activities.ics")

    kept = uids(body)
    assert 150 < len(kept) < 250
    assert kept == held[: len(kept)]
    assert said(body) == 260 - len(kept)
    assert 990_000 < len(body) < 1_002_000
    assert max(map(len, lines(body))) <= 75
    assert len(entries(body)) == len(kept)


# No duplicates


def test_nothing_is_told_twice(get: Get):
    day = make_themed_day(slug="frog-day")
    activity = make_activity(days=((day, 2025), (day, 2026)))
    for first, last in [(TODAY - DAY, TODAY), (TODAY - DAY, TODAY - DAY), (TODAY, TODAY + DAY)]:
        make_occurrence(activity, first_day=first, last_day=last)

    for path in ("activities.ics", "activities/1.ics", "days/frog-day.ics", "activities.ics?all=1"):
        held = uids(get(path))
        assert len(held) == len(set(held)) == 3
