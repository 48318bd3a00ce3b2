"""The small catalogue, and the database as rows to compare."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from events.changes import ChangeCounter
from events.days.models import DayOff, Edition, SolarTerm, ThemedDay, UsualUnit
from events.units.models import District, GroupMember, Unit, UnitGroup, UnitName
from tests.catalogue.small import SmallCatalogue
from tests.conftest import Outcome, Program

TABLES = (
    ChangeCounter, District, Unit, UnitName, UnitGroup, GroupMember,
    ThemedDay, Edition, UsualUnit, DayOff, SolarTerm,
)  # fmt: skip


@pytest.fixture
def small(tmp_path: Path) -> SmallCatalogue:
    return SmallCatalogue(tmp_path / "small")


@pytest.fixture
def load(kepuli: Program, small: SmallCatalogue, db: Any) -> Callable[[], Outcome]:
    """`load()` runs `kepuli catalogue load` on the small catalogue."""
    return lambda: kepuli("catalogue", "load", "--data", str(small.folder))


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables of the catalogue, ids and positions of changes included."""
    return {model.__name__: list(model.select().order_by(model.id).dicts()) for model in TABLES}
