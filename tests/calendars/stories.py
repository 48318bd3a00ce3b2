"""What the stories of changes share: themed days to change, and a subscriber who looks twice."""

from collections.abc import Callable

from icalendar import Event
from werkzeug.http import parse_date

from events import clock
from events.days.actions import (
    Source,
)
from events.days.models import ThemedDay
from tests.calendars.ics import Subscriber
from tests.factories import make_themed_day

Subscribe = Callable[[str], Subscriber]
At = Callable[[str], None]
NOTICE = Source("关于举办青蛙日的通知", "https://notices.example/7")


def guessed_day(**fields: object) -> ThemedDay:
    """A week that the rule puts on 1 May 2027, until a notice says more."""
    defaults = {
        "slug": "frog-week",
        "name": "青蛙周",
        "predictability": "announced",
        "rule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1",
        "duration_days": 7,
        "first_year": 2027,
        "valid_to": 2027,
    }
    return make_themed_day(**defaults | fields)


def yearly_day(**fields: object) -> ThemedDay:
    defaults = {
        "slug": "frog-day",
        "name": "青蛙日",
        "predictability": "fixed",
        "rule": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=20",
        "first_year": 2026,
    }
    return make_themed_day(**defaults | fields)


def assert_supersedes(new: Event, old: Event) -> None:
    """What makes calendar programs take the new over the old: RFC 5545 §3.8.7."""
    assert new["UID"] == old["UID"]
    assert new["CREATED"].dt == old["CREATED"].dt
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert new["DTSTAMP"].dt > old["DTSTAMP"].dt
    assert new["LAST-MODIFIED"].dt == new["DTSTAMP"].dt


class Step:
    """Around a change: its instant, then what the subscriber must see of it."""

    def __init__(self, program: Subscriber, at: At) -> None:
        self.program, self.at = program, at

    def __call__(self, instant: str, change: Callable[[], object]) -> tuple[Event, Event]:
        """Make the change; returns the one entry before and after."""
        before, answer = self.program.entry, self.program.answer
        self.at(instant)
        self.program.refresh()  # what the day alone brings
        change()
        assert self.program.refresh()
        assert self.program.answer.headers["ETag"] != answer.headers["ETag"]
        assert (
            last_modified(self.program) == clock.now() > parse_date(answer.headers["Last-Modified"])
        )
        return before, self.program.entry


def last_modified(program: Subscriber) -> object:
    return parse_date(program.answer.headers["Last-Modified"])
