"""The only door for `calendars/`: what is published, in a window, with revisions."""

from events.activities.belonging import ActivityFacts
from events.activities.choosing import Chosen, choose
from events.activities.criteria import KEYS, Criteria
from events.activities.cursors import Cursor, CursorRefused, read_cursor
from events.activities.daily import DayCounts
from events.activities.filters import FILTERS, ONE_VALUE, read_criteria
from events.activities.lines import OccurrenceLine
from events.activities.models import Activity, Occurrence
from events.activities.programme import arrange
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
from events.days.queries import DaysOff, get_day
from events.published.addresses import (
    ADDRESSES,
    Address,
    activity_addresses,
    activity_of_occurrence,
    last_activity_id,
    slug_of_day,
    slug_of_unit,
)
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
from events.published.picking import of_known_picks, of_picks
from events.published.publications import (
    GOOGLE_EVENTS,
    Picked,
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
from events.subscriptions.fetching import fetch_picks
from events.subscriptions.picks import Pick, Picks, read_picks
from events.units.areas import Area
from events.units.models import District, Unit
from events.units.queries import DistrictRow, get_district, get_unit
from events.venues.models import Venue
from events.venues.queries import get_venue

__all__ = [
    "ACCESS",
    "ADDRESSES",
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
    "Address",
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
    "OccurrenceLine",
    "OccurrenceRow",
    "Part",
    "Pick",
    "Picked",
    "Picks",
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
    "activity_addresses",
    "activity_of_occurrence",
    "all_editions",
    "around",
    "arrange",
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
    "fetch_picks",
    "few_on_days",
    "get_activity",
    "get_day",
    "get_district",
    "get_occurrence",
    "get_unit",
    "get_venue",
    "last_activity_id",
    "listed",
    "occurrence_rows",
    "occurrences_part",
    "of_activity",
    "of_criteria",
    "of_day",
    "of_district",
    "of_known_picks",
    "of_occurrence",
    "of_picks",
    "of_unit",
    "of_venue",
    "read_criteria",
    "read_cursor",
    "read_picks",
    "slug_of_day",
    "slug_of_unit",
    "standing",
    "today_and_weekend",
    "unit_in_full",
    "units_part",
    "venues_part",
    "year_ahead",
]
