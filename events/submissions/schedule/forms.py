"""The schedule step of a draft as read: its sittings, or what is wrong with which cell."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from events.activities.actions import MOST_OCCURRENCES
from events.activities.vocabulary import SignupMode
from events.submissions.content import Sitting
from events.submissions.readings import Problem, Reading, Setting
from events.submissions.schedule.rows import RowRefused, read_row
from events.submissions.schedule.said import say_times
from events.submissions.schedule.typed import rows_of
from events.submissions.signup.terms.fitting import without_places


def read_schedule(typed: Mapping[str, Any], setting: Setting, mode: str = "") -> Reading:
    """`sittings` are those of the kept rows, in time order; `mode` is that of signing up.

    A row stands for a public occurrence only if that is this activity's, and only one does.
    """
    sittings: list[Sitting] = []
    problems: list[Problem] = []
    rows = rows_of(typed)
    for number, row in enumerate(rows):
        try:
            sittings += [read_row(row, setting.zone)] if row["kept"] else []
        except RowRefused as refusal:
            problems.append(Problem(f"{refusal.cell}-{number}", refusal.message))
    if not problems and not 0 < len(sittings) <= MOST_OCCURRENCES:
        problems.append(_wrong_count(len(sittings)))
    if mode == SignupMode.HERE and (endless := without_places(sittings)):
        problems.append(_without_places(endless))
    values = {"sittings": _named(sittings, setting)}
    return Reading({} if problems else values, tuple(problems), is_empty=not rows)


def _wrong_count(count: int) -> Problem:
    if not count:
        return Problem("pick", "还没有场次：请用上面的办法加入，至少留一场。")
    return Problem(
        "list",
        f"一个活动最多 {MOST_OCCURRENCES} 场，这里有 {count} 场：请去掉一些或者分成几个活动。",
    )


def _without_places(sittings: list[Sitting]) -> Problem:
    return Problem(
        "new_capacity",
        f"选了在这里报名，每场都要有名额，{say_times(sittings)}还没有："
        "请写上，或者在“每场名额”里写一个，再按“各场都用上面的名额”。",
    )


def _named(sittings: list[Sitting], setting: Setting) -> tuple[Sitting, ...]:
    free = {known.uid for known in setting.public.sittings} if setting.public else set()
    found = []
    for sitting in sorted(sittings, key=lambda sitting: (sitting.start, sitting.end)):
        found.append(sitting if sitting.uid in free else replace(sitting, uid=""))
        free.discard(sitting.uid)
    return tuple(found)
