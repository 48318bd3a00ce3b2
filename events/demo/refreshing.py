"""The activities of the demonstration, put where they belong today."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from events import changes
from events.activities.models import Activity, Occurrence
from events.days.queries import almanac
from events.db import database
from events.demo.loading import is_marked
from events.demo.models import DemoMark
from events.demo.places import SOURCE, ensure_units, ensure_venues
from events.demo.reading import read_activities
from events.demo.stage import Stage
from events.errors import InvalidTransition
from events.plans.importing import known_slugs


@dataclass(frozen=True)
class Refreshed:
    """How many activities and occurrences were added, and how many followed their edition."""

    activities: int
    occurrences: int
    moved: int


def refresh_demo(folder: Path, now: datetime, zone: ZoneInfo) -> Refreshed:
    """Bring the `activities.yaml` of a folder up to the day it is in `zone`.

    Again on the same day changes nothing. Raises RecordsInvalid, and InvalidTransition when the
    database does not show the demonstration.
    """
    with database.atomic():
        changes.take_turn()
        if not is_marked():
            raise InvalidTransition("这个数据库里没有演示内容，要演示请先运行 kepuli demo load。")
        top = read_activities(folder / "activities.yaml", known_slugs())
        activities = Activity.select().where(Activity.source_key.startswith(SOURCE))
        occurrences = Occurrence.select().where(Occurrence.activity.in_(activities))
        stage = Stage(
            units=ensure_units(top.get("units", []), now),
            venues=ensure_venues(top["venues"], now),
            book=almanac(now.astimezone(zone).date()),
            activities={str(activity.source_key): activity for activity in activities},
            occurrences={occurrence.uid: occurrence for occurrence in occurrences},
            now=now,
        )
        done: Counter[str] = Counter()
        for record in top["activities"]:
            done += stage.bring(record)
        DemoMark.update(refreshed_at=now).execute()
    return Refreshed(done["activities"], done["occurrences"], done["moved"])
