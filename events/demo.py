"""The demonstration: real units and themed days, the items of two real work plans."""

from datetime import datetime
from pathlib import Path

from events.days.models import ThemedDay
from events.plans.actions import import_plan
from events.plans.importing import known_slugs, read_proposal


def is_empty() -> bool:
    """Whether nothing has been loaded yet, so that the demonstration can't get in anyone's way."""
    return not ThemedDay.select().exists()


def load_demo(folder: Path, now: datetime) -> list[str]:
    """Import the folder's proposals and return the plans' titles; a second time changes nothing."""
    known = known_slugs()
    return [
        import_plan(read_proposal(path, known), now).plan.title
        for path in sorted(folder.glob("*.proposal.yaml"))
    ]
