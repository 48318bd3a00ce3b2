"""Correcting a sign-up: who comes, how many, and how to be reached."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.errors import EventsError, InvalidTransition
from events.signups.actions import HOLDER
from events.signups.models import Signup
from events.signups.own.change.forms import as_signed_up, change_form, change_of, terms_for
from events.signups.own.changing import ChangedMeanwhile, change
from events.signups.own.links import keep_to_oneself
from events.signups.own.queries import get_own, version_answered
from events.signups.own.standing import may_change
from events.signups.queries import terms_of
from events.signups.refusals import PartyRefused, TooManySignups
from events.signups.terms import Terms
from web.forms import once_more
from web.language import told
from web.policies import PUBLIC, policy

own_changes = Blueprint("own_changes", __name__, url_prefix="/signups/<token>/edit")
keep_to_oneself(own_changes)


@own_changes.get("")
@policy(PUBLIC)
def edit(token: str) -> str | Response:
    signup = get_own(token)
    if not may_change(signup, signup.occurrence, clock.now()):
        return redirect(url_for("own_signups.show", token=token), 303)
    terms, kind = _kind(signup)
    return _page(token, signup, terms, as_signed_up(kind, signup))


@own_changes.post("")
@policy(PUBLIC)
def update(token: str) -> Response:
    """Twice the same is once: the second is told that it is out of date."""
    signup = get_own(token)
    terms, kind = _kind(signup)
    form = kind(request.form)
    if not form.validate():
        return once_more(_page(token, signup, terms, form))
    try:
        change(signup, change_of(form), HOLDER, clock.now())
    except (InvalidTransition, PartyRefused, TooManySignups) as refusal:
        fresh = get_own(token)
        if isinstance(refusal, ChangedMeanwhile):
            form.seen.data = fresh.updated_at.isoformat()
        return once_more(_page(token, fresh, terms, form, refusal))
    flash(_("改好了。"))
    return redirect(url_for("own_signups.show", token=token), 303)


def _kind(signup: Signup) -> tuple[Terms, type[Any]]:
    terms = terms_for(signup, terms_of(signup.occurrence.activity_id))
    return terms, change_form(signup, terms, version_answered(signup))


def _page(
    token: str, signup: Signup, terms: Terms, form: Any, refusal: EventsError | None = None
) -> str:
    return render_template(
        "signups/own/edit.html",
        token=token,
        signup=signup,
        activity=signup.occurrence.activity,
        terms=terms,
        form=form,
        others=[told(refusal)] if refusal else [],
    )
