"""Google drops what lies beyond about a thousand entries or a megabyte, and says nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.days.models import Edition, ThemedDay
from events.db import BaseModel, database
from tests.calendars.ics import entries, lines, unfolded
from tests.factories import make_edition, make_themed_day

pytestmark = pytest.mark.engine("sqlite")
FIRST = date(2026, 12, 1)
TOLD = "条目太多，这里是最近的一部分，另有 {} 条没有列入：请订阅更窄的日历，或在地址后加 all=1。"


def make_many(count: int, rule_words: str = "") -> None:
    """Editions four to a day, the latest first in the catalogue."""
    with database.atomic():
        pattern = make_edition(themed_day=make_themed_day(rule_words=rule_words)).__data__
        day_pattern = ThemedDay.get().__data__
        ThemedDay.delete().execute()
        insert(ThemedDay, [day_pattern | {"id": n, "slug": f"d{n}"} for n in range(1, count + 1)])
        dates = [FIRST + timedelta(days=offset // 4) for offset in reversed(range(count))]
        insert(
            Edition,
            [
                pattern
                | {"id": n, "themed_day": n, "year": day.year, "first_day": day, "last_day": day}
                for n, day in enumerate(dates, 1)
            ],
        )


def insert(model: type[BaseModel], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 100):
        model.insert_many(rows[start : start + 100]).execute()


def first_days(body: bytes) -> list[date]:
    """Of the raw lines: a thousand entries take a parser seconds."""
    found = [line.removeprefix("DTSTART;VALUE=DATE:") for line in unfolded(body)]
    return [date.fromisoformat(day) for day in found if len(day) == 8 and day.isdigit()]


@pytest.fixture
def get(app: Flask, client: FlaskClient) -> Callable[[str], bytes]:
    def get(path: str) -> bytes:
        answer = client.get(path)
        assert answer.status_code == 200
        return answer.data

    return get


def test_a_thousand_entries_are_all_there_and_nothing_is_said(get: Callable[[str], bytes]):
    make_many(1000)

    body = get("/calendars/days.ics")

    assert len(first_days(body)) == 1000
    assert "all=1" not in body.decode()


def test_of_more_than_a_thousand_the_soonest_are_kept_and_the_description_says_so(
    get: Callable[[str], bytes],
):
    make_many(1003)

    body = get("/calendars/days.ics")

    told = f"一年里的科普主题日，日期一经公布自动更新。{TOLD.format(3)}"
    assert first_days(body) == [FIRST + timedelta(days=n // 4) for n in range(1000)]
    assert f"DESCRIPTION:{told}" in unfolded(body)
    assert f"X-WR-CALDESC:{told}" in unfolded(body)

    whole = get("/calendars/days.ics?all=1")

    assert first_days(whole) == [FIRST + timedelta(days=n // 4) for n in range(1003)]
    assert "DESCRIPTION:一年里的科普主题日，日期一经公布自动更新。" in unfolded(whole)


def test_a_megabyte_is_the_other_limit(get: Callable[[str], bytes]):
    make_many(30, rule_words="很长的规则" * 3000)  # 45 kB each

    body = get("/calendars/days.ics")

    kept = len(first_days(body))
    whole = get("/calendars/days.ics?all=1")
    assert len(first_days(whole)) == 30
    assert len(body) <= 1_001_000 < len(whole)  # the head comes on top
    assert len(whole) // 30 * (kept + 1) > 1_000_000
    assert first_days(body) == [FIRST + timedelta(days=n // 4) for n in range(kept)]
    assert TOLD.format(30 - kept) in "".join(unfolded(body))
    assert max(map(len, lines(body))) <= 75
    assert len(entries(body)) == kept
