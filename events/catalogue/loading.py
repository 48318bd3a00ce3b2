"""The catalogue into the database: what is new is added, what people edited is kept."""

from datetime import datetime
from pathlib import Path

from events import changes
from events.activities.indexing.actions import index_days
from events.activities.recording import touch_districts, touch_units
from events.catalogue.keeping import Keeper, Loaded
from events.catalogue.load_days import load_themed_days
from events.catalogue.load_tables import load_days_off, load_solar_terms
from events.catalogue.load_units import load_districts, load_groups, load_units
from events.catalogue.validation import read_catalogue
from events.db import database


def load_catalogue(folder: Path, now: datetime) -> Loaded:
    """Read, check and load a catalogue folder in one transaction; a second time changes nothing.

    Raises RecordsInvalid before anything is written.
    """
    catalogue = read_catalogue(folder)
    keeper = Keeper(now)
    with database.atomic():
        changes.take_turn()
        load_districts(keeper, catalogue.districts["districts"])
        load_units(keeper, catalogue.units["units"])
        load_groups(keeper, catalogue.units.get("groups", []))
        load_themed_days(keeper, catalogue.themed_days["themed_days"])
        load_days_off(keeper, catalogue.days_off["years"])
        load_solar_terms(keeper, catalogue.solar_terms)
        touch_districts(keeper.renamed["district"], now)
        touch_units(keeper.renamed["unit"], now)
        index_days(keeper.renamed["themed_day"])
    return keeper.report
