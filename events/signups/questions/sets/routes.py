"""Question sets: the list, a set with its questions, begun, named, copied, retired, looked at."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response
from wtforms import Form

from events import clock
from events.days.queries import get_day
from events.people.policies import signed_in
from events.signups.questions.actions import copy_set, create_set, describe_set, retire_set
from events.signups.questions.editing import QuestionsRefused
from events.signups.questions.forms import with_questions
from events.signups.questions.links import OF_OFFICE, OF_UNIT, stay, unit_of
from events.signups.questions.policies import QUESTION_SETS
from events.signups.questions.queries import (
    SetRow,
    days_to_ask,
    get_set,
    get_version,
    sets_of,
    versions_of,
)
from events.signups.questions.reading import questions_of
from events.signups.questions.sets.forms import (
    FORMS,
    BeginningForm,
    DayBeginningForm,
    DescriptionForm,
)
from events.signups.questions.writing.forms import KINDS
from events.units.models import Unit
from web.policies import policy

question_sets = Blueprint("question_sets", __name__)
question_sets.url_defaults(stay)
Answer = Response | tuple[str, int]


@question_sets.get(OF_UNIT)
@question_sets.get(OF_OFFICE)
@policy(QUESTION_SETS)
def index(unit_slug: str = "") -> str:
    unit = unit_of(unit_slug)
    return render_template(
        "signups/questions/index.html", unit=unit, rows=sets_of(unit), forms=FORMS
    )


@question_sets.get(f"{OF_UNIT}/new")
@question_sets.get(f"{OF_OFFICE}/new")
@policy(QUESTION_SETS)
def new(unit_slug: str = "") -> str:
    unit = unit_of(unit_slug)
    return _new(unit, _beginning(unit))


@question_sets.post(OF_UNIT)
@question_sets.post(OF_OFFICE)
@policy(QUESTION_SETS)
def create(unit_slug: str = "") -> Answer:
    unit = unit_of(unit_slug)
    form = _beginning(unit)
    if not form.validate():
        return _new(unit, form), 422
    owner = unit or get_day(form["day"].data)
    made = create_set(owner, form["name"].data, form["form"].data, signed_in(), clock.now())
    flash(_("可以写问题了。"))
    return redirect(url_for(".show", set_id=made.id), 303)


@question_sets.get(f"{OF_UNIT}/<int:set_id>")
@question_sets.get(f"{OF_OFFICE}/<int:set_id>")
@policy(QUESTION_SETS)
def show(set_id: int, unit_slug: str = "") -> str:
    """Its questions in order, who asks them, its older versions."""
    unit = unit_of(unit_slug)
    row = get_set(unit, set_id)
    return _show(unit, row, DescriptionForm(obj=row.question_set))


@question_sets.post(f"{OF_UNIT}/<int:set_id>")
@question_sets.post(f"{OF_OFFICE}/<int:set_id>")
@policy(QUESTION_SETS)
def update(set_id: int, unit_slug: str = "") -> Answer:
    unit = unit_of(unit_slug)
    row, form = get_set(unit, set_id), DescriptionForm(request.form)
    if not form.validate():
        return _show(unit, row, form), 422
    ids_allowed = form.ids_allowed.data and unit is None
    try:
        describe_set(row.question_set, form.name.data, ids_allowed, signed_in(), clock.now())
    except QuestionsRefused as refusal:
        return _show(unit, row, form, refusal.message), 422
    flash(_("已保存。"))
    return redirect(url_for(".show", set_id=set_id), 303)


@question_sets.get(f"{OF_UNIT}/<int:set_id>/versions/<int:number>")
@question_sets.get(f"{OF_OFFICE}/<int:set_id>/versions/<int:number>")
@policy(QUESTION_SETS)
def version(set_id: int, number: int, unit_slug: str = "") -> str:
    """The form as the public sees it, now or in an older version."""
    unit = unit_of(unit_slug)
    row = get_set(unit, set_id)
    found = get_version(row.question_set, number)
    questions = questions_of(found)
    return render_template(
        "signups/questions/version.html",
        unit=unit,
        row=row,
        version=found,
        questions=questions,
        form=with_questions(Form, questions)(),
    )


@question_sets.post(f"{OF_UNIT}/<int:set_id>/copies")
@question_sets.post(f"{OF_OFFICE}/<int:set_id>/copies")
@policy(QUESTION_SETS)
def copy(set_id: int, unit_slug: str = "") -> Response:
    row = get_set(unit_of(unit_slug), set_id)
    made = copy_set(row.question_set, signed_in(), clock.now())
    flash(_("复制好了，这是新的一套；改它不影响原来的。"))
    return redirect(url_for(".show", set_id=made.id), 303)


@question_sets.post(f"{OF_UNIT}/<int:set_id>/retirement")
@question_sets.post(f"{OF_OFFICE}/<int:set_id>/retirement")
@policy(QUESTION_SETS)
def retire(set_id: int, unit_slug: str = "") -> Response:
    row = get_set(unit_of(unit_slug), set_id)
    retire_set(row.question_set, signed_in(), clock.now())
    flash(_("已停用，不能再选；正在用它的活动照旧。"))
    return redirect(url_for(".show", set_id=set_id), 303)


def _beginning(unit: Unit | None) -> BeginningForm:
    return BeginningForm(request.form) if unit else DayBeginningForm(request.form, days_to_ask())


def _new(unit: Unit | None, form: BeginningForm) -> str:
    return render_template("signups/questions/new.html", unit=unit, form=form)


def _show(unit: Unit | None, row: SetRow, form: DescriptionForm, refusal: str = "") -> str:
    questions = questions_of(row.version)
    return render_template(
        "signups/questions/show.html",
        unit=unit,
        row=row,
        questions=questions,
        awaited={question.shown_if[0] for question in questions if question.shown_if},
        versions=versions_of(row.question_set),
        forms=FORMS,
        kinds=KINDS,
        form=form,
        refusal=refusal,
    )
