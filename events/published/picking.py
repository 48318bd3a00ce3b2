"""What somebody put together: what the calendars of the picks hold, each entry once."""

from contextlib import suppress

from events.activities.criteria import Criteria
from events.activities.selecting import select_any
from events.days.entries import Window
from events.errors import NotFound
from events.published.publications import (
    Picked,
    Publication,
    of_criteria,
    of_day,
    of_district,
    of_unit,
)
from events.subscriptions.picks import Pick, Picks


def of_picks(picks: Picks, window: Window) -> Publication:
    """(Some statements for each pick.)"""
    parts: dict[Pick, Publication] = {}
    for pick in picks.picked:
        with suppress(NotFound):
            parts[pick] = _OF_PICK[pick.key](pick.value, window)
    editions = {edition.uid: edition for part in parts.values() for edition in part.editions}
    return Publication(
        tuple(sorted(editions.values(), key=lambda edition: (edition.first_day, edition.uid))),
        select_any([part.occurrences for part in parts.values() if part.occurrences]),
        Picked(parts, tuple(pick for pick in picks.picked if pick not in parts)),
    )


def of_known_picks(picks: Picks, window: Window) -> Publication:
    """The same; raises NotFound where they name what isn't there."""
    publication = of_picks(picks, window)
    assert isinstance(publication.about, Picked)
    if publication.about.unknown:
        key, value = publication.about.unknown[0]
        raise NotFound(f"“{key}={value}”指的对象不存在，请到“订阅”页重新选、重新复制地址。")
    return publication


def _of_words(words: str, window: Window) -> Publication:
    return of_criteria(Criteria(q=words), window)


_OF_PICK = {"day": of_day, "unit": of_unit, "district": of_district, "q": _of_words}
