"""The form that signed somebody up, filled with what it said, to be corrected."""

from dataclasses import asdict, replace
from typing import Any

from wtforms import Form, HiddenField

from events.activities.models import Activity
from events.signups.joining.forms import signup_form
from events.signups.keys import keyring
from events.signups.models import QuestionSetVersion, Signup
from events.signups.own.changing import Change
from events.signups.people import AGES, bands_for
from events.signups.phones import in_words
from events.signups.queries import party_of
from events.signups.questions.forms import name_of
from events.signups.terms import Terms


def change_form(signup: Signup, terms: Terms, version: QuestionSetVersion | None) -> type[Any]:
    """Its class: the questions are those of the version that was answered."""
    base = signup_form(signup.occurrence.activity, terms, version)
    return type("ChangeForm", (base,), {"seen": HiddenField()})


def terms_for(signup: Signup, terms: Terms) -> Terms:
    """As they were when this party was let in: still for a class, still with a child whose age the
    activity has stopped to receive. (`change` refuses more of those.)"""
    has_others = any(getattr(signup, band) for band in _others(signup.occurrence.activity))
    return replace(terms, form=signup.form, ages_only=terms.ages_only and not has_others)


def as_signed_up(kind: type[Any], signup: Signup) -> Form:
    """The form as its holder would have filled it in today."""
    contact = keyring().unseal(signup.sealed)
    values = asdict(contact) | asdict(party_of(signup))
    answers = {name_of(one): contact.answers.get(one.key) for one in kind.asked}
    return kind(
        data=values
        | answers
        | {
            "phone": in_words(contact.phone) if contact.phone else "",
            "consent": signup.consented_at is not None,
            "seen": signup.updated_at.isoformat(),
        }
    )


def change_of(form: Any) -> Change:
    """Only of a form that was found right."""
    return Change(form.party(), form.contact(), form.seen.data, form.agreed_to)


def _others(activity: Activity) -> set[str]:
    return set(AGES) - set(bands_for(activity.age_from, activity.age_to))
