"""Entering somebody by hand, who telephoned or wrote: the public's form, filled in by the unit."""

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.activities.models import Occurrence
from events.commits import committer
from events.errors import EventsError
from events.people.policies import signed_in
from events.signups.actions import sign_up
from events.signups.desk.entry.forms import entry_form
from events.signups.desk.queries import get_sitting
from events.signups.holding import hold
from events.signups.models import Origin, QuestionSetVersion, Signup
from events.signups.policies import OWN_OCCURRENCE
from events.signups.queries import newest_version, terms_of
from events.signups.refusals import PlacesGone
from events.signups.terms import Terms
from events.signups.wishes import Wish
from web.errors import status_of
from web.policies import policy

desk_entries = Blueprint(
    "desk_entries", __name__, url_prefix="/workspace/occurrences/<int:occurrence_id>/signups"
)
Page = str | Response | tuple[str, int]


@desk_entries.get("/new")
@policy(OWN_OCCURRENCE)
def new(occurrence_id: int) -> Page:
    occurrence = get_sitting(occurrence_id)
    terms = terms_of(occurrence.activity_id)
    version = newest_version(terms.question_set)
    form = entry_form(occurrence.activity, terms, version)(key=secrets.token_urlsafe(24))
    return _page(occurrence, terms, form)


@desk_entries.post("")
@policy(OWN_OCCURRENCE)
def create(occurrence_id: int) -> Page:
    """The same form twice makes one sign-up; where there is no place, it may wait."""
    occurrence = get_sitting(occurrence_id)
    terms = terms_of(occurrence.activity_id)
    version = newest_version(terms.question_set)
    form = entry_form(occurrence.activity, terms, version)(request.form)
    if not form.validate():
        return _page(occurrence, terms, form), 422
    wish, by, now = _wish(occurrence, terms, version, form), signed_in(), clock.now()
    try:
        made: Signup = committer.run(occurrence_id, hold, lambda held: sign_up(wish, held, by, now))
    except EventsError as refusal:
        return _page(occurrence, terms, form, refusal), status_of(refusal)
    flash(_("已登记，编号 %(number)s，请告诉对方。", number=made.number))
    return redirect(url_for("desk_signups.show", signup_id=made.id), 303)


def _wish(
    occurrence: Occurrence, terms: Terms, version: QuestionSetVersion | None, form: Any
) -> Wish:
    return Wish(
        occurrence.id,
        f"desk/{occurrence.id}/{form.key.data}"[:64],
        terms.form,
        form.party(),
        form.contact(),
        questions=version.id if version else None,
        consent=form.agreed_to,
        origin=Origin.UNIT,
        may_wait=form.may_wait.data,
    )


def _page(
    occurrence: Occurrence, terms: Terms, form: Any, refusal: EventsError | None = None
) -> str:
    return render_template(
        "signups/desk/new.html",
        occurrence=occurrence,
        terms=terms,
        form=form,
        refusal=refusal,
        is_full=isinstance(refusal, PlacesGone),
    )
