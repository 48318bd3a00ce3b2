"""The desk: a unit's occurrences with who signed up, and the list of each."""

from flask import Blueprint, render_template, request

from events import clock
from events.activities.queries import occurrence_rows
from events.people.policies import EDITOR
from events.signups.desk.listing import Pile, in_pile, list_signups
from events.signups.desk.queries import find_sittings, get_sitting, owed_by, tallies, turnouts_of
from events.signups.desk.reading import phones_are_open, reader_for
from events.signups.policies import OWN_OCCURRENCE
from events.text import clean_line
from events.units.queries import get_unit
from web.dates import today
from web.filters import read_query
from web.policies import policy

desk = Blueprint("desk", __name__, url_prefix="/workspace")

_COMING, _OVER = 200, 60  # occurrences on a page
_LONGEST_WORDS = 60


@desk.get("/<unit_slug>/signups")
@policy(EDITOR)
def index(unit_slug: str) -> str:
    """Every occurrence with its numbers, those to come first; nobody's name."""
    unit, now = get_unit(unit_slug), clock.now()
    coming = find_sittings(unit.id, now, is_over=False, limit=_COMING)
    over = find_sittings(unit.id, now, is_over=True, limit=_OVER)
    rows = occurrence_rows([*coming, *over])
    return render_template(
        "signups/desk/index.html",
        unit=unit,
        today=today(),
        coming=[row for row in rows if row.occurrence.end > now],
        over=[row for row in rows if row.occurrence.end <= now],
        tallies=tallies([*coming, *over]),
        turnouts=turnouts_of(unit.id, now),
        owed=owed_by([unit.id], now)[unit.id],
        limits={"coming": _COMING, "over": _OVER},
    )


@desk.get("/occurrences/<int:occurrence_id>/signups")
@policy(OWN_OCCURRENCE)
def show(occurrence_id: int) -> str:
    """`?state=` a pile, `?page=`."""
    return _list(occurrence_id)


@desk.post("/occurrences/<int:occurrence_id>/signups/search")
@policy(OWN_OCCURRENCE)
def search(occurrence_id: int) -> str:
    """`words` are a name or a number, which have no place in an address; changes nothing."""
    return _list(occurrence_id, clean_line(request.form.get("words", ""))[:_LONGEST_WORDS])


def _list(occurrence_id: int, words: str = "") -> str:
    occurrence, now = get_sitting(occurrence_id), clock.now()
    pile = _pile(Pile.LIVE)
    return render_template(
        "signups/desk/show.html",
        occurrence=occurrence,
        tally=tallies([occurrence_id])[occurrence_id],
        pile=pile,
        words=words,
        listing=list_signups(occurrence, pile, words, _page(), now),
        phones_are_open=phones_are_open(occurrence, now),
        is_over=occurrence.end <= now,
    )


@desk.get("/occurrences/<int:occurrence_id>/signups/print")
@policy(OWN_OCCURRENCE)
def printed(occurrence_id: int) -> str:
    """The whole list on paper, with boxes to tick."""
    occurrence, now = get_sitting(occurrence_id), clock.now()
    pile = _pile(Pile.CONFIRMED)
    signups = list(in_pile(occurrence_id, pile))
    reader = reader_for(occurrence, signups, now)
    return render_template(
        "signups/desk/print.html",
        occurrence=occurrence,
        pile=pile,
        rows=[reader.read(signup) for signup in signups],
        now=now,
    )


def _pile(otherwise: Pile) -> Pile:
    """Raises QueryRefused."""
    return Pile(read_query(request.values, {"state": list(Pile)}).get("state", otherwise))


def _page() -> int:
    """What is no page is the first."""
    text = request.values.get("page", "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 7
    return max(1, int(text)) if is_number else 1
