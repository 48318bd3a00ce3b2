"""The component store, written after a commit so that requests need only read."""

from datetime import date

from calendars import ical
from calendars.feeds import Place, entry, revision
from calendars.models import Component
from events.db import database
from events.published import Window, all_editions

VARIANTS = {"": False, "mark": True}


def store_components(place: Place, today: date) -> int:
    """Render and store what the store lacks, drop what nothing shows; returns how many rendered."""
    editions = all_editions(Window(today)).editions
    with database.atomic():
        stored = {
            (row.uid, row.variant): row.revision
            for row in Component.select(Component.uid, Component.variant, Component.revision)
        }
        lacking = [
            (edition, variant)
            for edition in editions
            for variant in VARIANTS
            if stored.get((edition.uid, variant)) != revision(edition, place)
        ]
        for edition, variant in lacking:
            body = ical.render_component(entry(edition, place, VARIANTS[variant]))
            new = {"revision": revision(edition, place), "body": body}
            Component.insert(uid=edition.uid, variant=variant, **new).on_conflict(
                conflict_target=[Component.uid, Component.variant], update=new
            ).execute()
        shown = [edition.uid for edition in editions]
        Component.delete().where(Component.uid.not_in(shown)).execute()
    return len(lacking)
