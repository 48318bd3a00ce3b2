"""The only door for `calendars/`: what is published, in a window, with revisions."""

from events.activities.belonging import ActivityFacts
from events.activities.choosing import Chosen, choose
from events.activities.criteria import KEYS, Criteria
from events.activities.cursors import Cursor, CursorRefused, read_cursor
from events.activities.daily import DayCounts
from events.activities.filters import FILTERS, ONE_VALUE, read_criteria
from events.activities.models import Activity, Occurrence
from events.activities.queries import (
    ActivityRow,
    Coming,
    OccurrenceRow,
    get_activity,
    get_occurrence,
    occurrence_rows,
)
from events.activities.selecting import Selection
from events.activities.standing import Stand, closing, standing
from events.activities.vocabulary import (
    ACCESS,
    AUDIENCES,
    FORMATS,
    KINDS,
    SIGNUPS,
    WHENS,
    Format,
    SignupMode,
    Status,
)
from events.days.editions import EditionRow
from events.days.entries import PublishedEdition, Window
from events.days.models import DateStatus, DayOff, ThemedDay
from events.days.queries import DaysOff
from events.published.details import (
    DayInFull,
    DayRow,
    UnitInFull,
    day_in_full,
    unit_in_full,
)
from events.published.front import (
    YearAhead,
    choices,
    districts_ahead,
    today_and_weekend,
    year_ahead,
)
from events.published.listings import coming_edition, listed
from events.published.on_days import Around, Few, around, counts_on_days, few_on_days
from events.published.publications import (
    GOOGLE_EVENTS,
    Publication,
    all_editions,
    choose_known,
    every_occurrence,
    feed_size,
    of_activity,
    of_criteria,
    of_day,
    of_district,
    of_occurrence,
    of_unit,
    of_venue,
)
from events.published.walking import (
    Part,
    activities_part,
    days_part,
    districts_part,
    editions_part,
    occurrences_part,
    units_part,
    venues_part,
)
from events.units.areas import Area
from events.units.models import District, Unit
from events.units.queries import DistrictRow, get_district, get_unit
from events.venues.models import Venue
from events.venues.queries import get_venue

__all__ = [
    "ACCESS",
    "AUDIENCES",
    "FILTERS",
    "FORMATS",
    "GOOGLE_EVENTS",
    "KEYS",
    "KINDS",
    "ONE_VALUE",
    "SIGNUPS",
    "WHENS",
    "Activity",
    "ActivityFacts",
    "ActivityRow",
    "Area",
    "Around",
    "Chosen",
    "Coming",
    "Criteria",
    "Cursor",
    "CursorRefused",
    "DateStatus",
    "DayCounts",
    "DayInFull",
    "DayOff",
    "DayRow",
    "DaysOff",
    "District",
    "DistrictRow",
    "EditionRow",
    "Few",
    "Format",
    "Occurrence",
    "OccurrenceRow",
    "Part",
    "Publication",
    "PublishedEdition",
    "Selection",
    "SignupMode",
    "Stand",
    "Status",
    "ThemedDay",
    "Unit",
    "UnitInFull",
    "Venue",
    "Window",
    "YearAhead",
    "activities_part",
    "all_editions",
    "around",
    "choices",
    "choose",
    "choose_known",
    "closing",
    "coming_edition",
    "counts_on_days",
    "day_in_full",
    "days_part",
    "districts_ahead",
    "districts_part",
    "editions_part",
    "every_occurrence",
    "feed_size",
    "few_on_days",
    "get_activity",
    "get_district",
    "get_occurrence",
    "get_unit",
    "get_venue",
    "listed",
    "occurrence_rows",
    "occurrences_part",
    "of_activity",
    "of_criteria",
    "of_day",
    "of_district",
    "of_occurrence",
    "of_unit",
    "of_venue",
    "read_criteria",
    "read_cursor",
    "standing",
    "today_and_weekend",
    "unit_in_full",
    "units_part",
    "venues_part",
    "year_ahead",
]
