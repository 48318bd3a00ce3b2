"""The shape of `activities.yaml`; what its words mean is told at the head of that file."""

import re
from typing import Any

from events.activities.vocabulary import KINDS, Format, SignupMode
from events.catalogue.unit_shapes import UNIT_KINDS
from events.records.shapes import (
    Field,
    Shape,
    choice,
    flag,
    link,
    number,
    record,
    records,
    slug,
    text,
    texts,
)
from events.signups.models import FormKind

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CHANGES = ("moved", "relocated", "postponed", "cancelled")

_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
_DAY = f"(-?[1-4])?{_WEEKDAY}"
_MONTH_DAY = r"([1-9]|1\d|2[0-8])"  # every month has them


def _written(pattern: str, advice: str) -> Field:
    """A text of this pattern; `advice` shows how to write it."""

    def check(value: Any) -> str | None:
        is_right = isinstance(value, str) and re.fullmatch(pattern, value)
        return None if is_right else f"{advice}，现在是 {value!r}。"

    return Field(check)


def _rule() -> Field:
    """A rule that picks at least one day of any six weeks."""
    return _written(
        f"FREQ=DAILY|FREQ=WEEKLY;BYDAY={_WEEKDAY}(,{_WEEKDAY})*"
        f"|FREQ=MONTHLY;(BYDAY={_DAY}(,{_DAY})*|BYMONTHDAY={_MONTH_DAY}(,{_MONTH_DAY})*)",
        "应写成 FREQ=WEEKLY;BYDAY=SA 或 FREQ=MONTHLY;BYDAY=2SA 的样子",
    )


def clock_times() -> Field:
    """From one clock time to another."""
    return _written(f"{_CLOCK}-{_CLOCK}", "应写成 09:30-11:30")


def _degrees(most: int) -> Field:
    def check(value: Any) -> str | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and -most <= value <= most:
            return None
        return f"应为 -{most} 到 {most} 之间的度数，现在是 {value!r}。"

    return Field(check)


_UNIT: Shape = {
    "slug": slug(64, required=True),
    "name": text(120, required=True),
    "name_en": text(200, required=True),
    "short_name": text(60, required=True),
    "kind": choice((*UNIT_KINDS, "institution", "university"), required=True),
    "region": text(32, required=True),
}
_VENUE: Shape = {
    "key": slug(48, required=True),
    "name": text(120, required=True),
    "name_en": text(200, required=True),
    "district": text(32, required=True),
    "address": text(200),
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "precision_m": number(0, 100_000),
    "opening": text(200),
    "step_free": flag(),
    "accessible_toilet": flag(),
    "nursing_room": flag(),
}
_CHANGE: Shape = {
    "which": _rule(),
    "kind": choice(CHANGES, required=True),
    "days": number(-30, 60),
    "times": clock_times(),
    "venue": text(48),
    "place_note": text(120),
    "reason": text(200, required=True),
}
_SITTING: Shape = {
    "rule": _rule(),
    "ahead_days": number(14, 180),
    "offset_days": number(-60, 120),
    "weekday": choice(WEEKDAYS),
    "times": clock_times(),
    "days": number(1, 120),
    "venue": text(48),
    "place_note": text(120),
    "capacity": number(1, 1_000_000),
    "crowd": number(0, 300),
    "changes": records(_CHANGE),
}
_TERMS: Shape = {
    "form": choice([one.value for one in FormKind]),
    "opens_days_before": number(0, 365),
    "opens_time": _written(_CLOCK, "应写成 12:00"),
    "closes_hours_before": number(0, 1000),
    "party_limit": number(1, 500),
    "phone_limit": number(1, 100),
    "needs_approval": flag(),
    "ages_only": flag(),
    "waiting_limit": number(0, 1000),
    "strict_order": flag(),
    "bring": text(200),
}
_ACTIVITY: Shape = {
    "key": slug(48, required=True),
    "title": text(120, required=True),
    "description": text(1000, required=True),
    "kind": choice(tuple(KINDS), required=True),
    "format": choice([one.value for one in Format], required=True),
    "organiser": text(64, required=True),
    "co_organisers": texts(64),
    "supporters": texts(64),
    "venue": text(48),
    "online_url": link(),
    "themed_days": texts(64),
    "outside": text(200),
    "audiences": texts(24),
    "age_from": number(0, 120),
    "age_to": number(0, 120),
    "audience_note": text(120),
    "fee": text(120),
    "signup_mode": choice([one.value for one in SignupMode]),
    "signup_phone": text(40),
    "signup_url": link(),
    "terms": record(_TERMS),
    "sign_language": flag(),
    "captions": flag(),
    "contact": text(120),
    "contact_is_public": flag(),
    "work_item": _written(r"[a-z0-9-]+/\d{4}/\d+", "应写成 地区/年份/条目号，如 500000/2020/6"),
    "sittings": records(_SITTING, required=True),
}
FILE: Shape = {
    "units": records(_UNIT),
    "venues": records(_VENUE, required=True),
    "activities": records(_ACTIVITY, required=True),
}
