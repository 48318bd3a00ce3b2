"""The demonstration on an empty database: two real work plans, and the mark that it is one."""

from datetime import datetime
from pathlib import Path

from events.days.models import ThemedDay
from events.demo.models import DemoMark
from events.plans.actions import import_plan
from events.plans.importing import known_slugs, read_proposal


def is_empty() -> bool:
    """Whether nothing has been loaded yet, so that the demonstration can't get in anyone's way."""
    return not ThemedDay.select().exists()


def is_marked() -> bool:
    """Whether this database shows the demonstration, so that it is to be refreshed."""
    return DemoMark.select().exists()


def load_demo(folder: Path, now: datetime) -> list[str]:
    """Import the folder's proposals and return the plans' titles; a second time changes nothing.

    From now on the database is marked; the activities come with `refreshing.refresh_demo`.
    """
    known = known_slugs()
    proposals = [read_proposal(path, known) for path in sorted(folder.glob("*.proposal.yaml"))]
    titles = [import_plan(proposal, now).plan.title for proposal in proposals]
    DemoMark.insert(id=1, refreshed_at=now).on_conflict_ignore().execute()
    return titles
