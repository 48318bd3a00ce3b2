"""One poisoned themed day never harms a feed, whatever was typed into it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Event

from calendars.entries import Place, of_edition
from calendars.ical import render_component
from events.days.editions import EditionRow
from events.days.models import DateStatus, Edition, ThemedDay
from events.days.recurrence import Span
from events.published import PublishedEdition
from events.units.models import District
from tests.calendars.ics import Subscriber, lines, names, read_by_another, unfolded
from tests.factories import make_edition, make_themed_day

PLACE = Place("https://kepuli.example", ZoneInfo("Asia/Shanghai"))
STAMP = datetime(2026, 11, 21, 2, tzinfo=UTC)
POISON = '蛙\r\nEND:VEVENT\rBEGIN:VALARM\u2028ATTENDEE:a@b.example\u202e\x1b,;:\\"^n\x85x'
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["\r", "\n", "\u2028", "\u2029", "\u202e", "\u2066", "\x00", "\x85", "\x0b", "\x1c"]
        )
        | st.sampled_from(["END:VEVENT", "DTSTART:20260101", ",", ";", "\\", '"', " ", "蛙", "🐸"]),
        max_size=12,
    ).map("".join),
)


def edition_of(text: dict[str, str], status: DateStatus = DateStatus.CONFIRMED) -> PublishedEdition:
    """An edition that is in no database, so that it may hold what none takes."""
    day = ThemedDay(
        slug="s" + text["slug"],
        name=text["name"],
        summary=text["summary"],
        rule_words=text["rule_words"],
        predictability="announced",
        created_at=STAMP,
        updated_at=STAMP,
    )
    stored = Edition(
        themed_day=day,
        year=2026,
        themes=[{"text": text["theme"]}],
        sources=[{"title": "x", "url": text["url"]}],
        cancel_reason=text["cancel_reason"],
        updated_at=STAMP,
    )
    span = Span(date(2026, 12, 1), date(2026, 12, 1))
    row = EditionRow(day, 2026, span, span, status, stored, District(name=text["region"]))
    return PublishedEdition(row, "uid@kepuli", 1, STAMP)


FIELDS = ("slug", "name", "summary", "rule_words", "theme", "url", "cancel_reason", "region")
HARMLESS = dict.fromkeys(FIELDS, "x")


@settings(deadline=None)
@given(
    text=st.fixed_dictionaries(dict.fromkeys(FIELDS, TEXTS)),
    status=st.sampled_from(list(DateStatus)),
)
@example(text=dict.fromkeys(FIELDS, POISON), status=DateStatus.CANCELLED)
def test_no_text_of_a_themed_day_becomes_a_line_of_its_own(
    text: dict[str, str], status: DateStatus
):
    body = render_component(of_edition(edition_of(text, status), PLACE))

    assert names(body) == names(render_component(of_edition(edition_of(HARMLESS, status), PLACE)))
    assert body.count(b"\r") == body.count(b"\n") == len(lines(body))
    assert max(map(len, lines(body))) <= 75
    for line in unfolded(body):
        assert not set(line) & set("\x00\x0b\x0c\x1b\x1c\x7f\x85\u2028\u2029\u202e\u2066\ufeff")
    assert Event.from_ical(body)["UID"] == "uid@kepuli"


@settings(deadline=None)
@given(tail=TEXTS)
@example(tail="\rATTENDEE:mailto:a@b.example")
@example(tail="a b")
@example(tail="?q=1,2;3")
def test_an_address_is_linked_whole_or_not_at_all(tail: str):
    address = f"https://notices.example/{tail}"

    body = render_component(of_edition(edition_of(HARMLESS | {"url": address}), PLACE))

    links = [line for line in unfolded(body) if line.startswith("LINK")]
    assert links in ([], [f'LINK;LINKREL="related";VALUE=URI:{address}'])
    assert Event.from_ical(body)["UID"] == "uid@kepuli"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "7 号文", " "])
def test_what_is_no_web_address_is_not_linked(address: str):
    body = render_component(of_edition(edition_of(HARMLESS | {"url": address}), PLACE))

    assert "LINK" not in names(body)


@pytest.mark.parametrize("address", ["http://a.example/1", "https://例.中国/通知?a=1,2;b#c"])
def test_a_web_address_is_linked(address: str):
    body = render_component(of_edition(edition_of(HARMLESS | {"url": address}), PLACE))

    assert f'LINK;LINKREL="related";VALUE=URI:{address}' in unfolded(body)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "poison",
    [
        {"name": POISON},
        {"summary": POISON},
        {"rule_words": POISON},
        {"slug": "a/b c\r\nX:1"},
        {"edition": {"themes": [{"text": POISON}]}},
        {"edition": {"sources": [{"title": POISON, "url": "https://x.example/\r\nX-EVIL:1"}]}},
        {"edition": {"cancel_reason": POISON, "date_status": "cancelled"}},
    ],
    ids=["name", "summary", "rule words", "slug", "theme", "source", "reason"],
)
def test_a_poisoned_day_stands_among_sound_ones_in_a_feed_that_both_parsers_take(
    subscribe: Callable[[str], Subscriber], poison: dict[str, Any]
):
    for number in (1, 3):
        make_edition(themed_day=make_themed_day(name="好"), first_day=date(2026, 12, number))
    edition = poison.pop("edition", {})
    make_edition(themed_day=make_themed_day(**poison), first_day=date(2026, 12, 2), **edition)

    program = subscribe("days")

    assert [entry["DTSTART"].dt.day for entry in program.entries] == [1, 2, 3]
    assert len(read_by_another(program.answer.data).events) == 3
    properties = names(program.answer.data)
    assert properties["SUMMARY"] == properties["UID"] == properties["BEGIN"] - 1 == 3
    assert [name for name in ("ATTENDEE", "X", "X-EVIL", "VALARM") if name in properties] == []


@pytest.mark.usefixtures("app")
def test_a_poisoned_name_is_cleaned_in_the_calendars_own_properties(
    subscribe: Callable[[str], Subscriber],
):
    make_themed_day(slug="frog-day", name=POISON, summary=POISON)

    body = subscribe("days/frog-day").answer.data

    shown = '蛙 END:VEVENT BEGIN:VALARM ATTENDEE:a@b.example\\,\\;:\\\\"^nx'
    assert f"NAME:{shown}" in unfolded(body)
    assert f"X-WR-CALNAME:{shown}" in unfolded(body)
    assert {line for line in unfolded(body) if line.startswith("BEGIN")} == {
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:STANDARD",
    }
