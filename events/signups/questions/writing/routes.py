"""The questions of a set: added, changed, put in order, removed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.errors import EventsError, InvalidTransition
from events.people.policies import signed_in
from events.signups.questions.actions import (
    ChangedMeanwhile,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from events.signups.questions.editing import QuestionsRefused, before, find
from events.signups.questions.links import OF_OFFICE, OF_UNIT, stay, unit_of
from events.signups.questions.policies import QUESTION_SETS
from events.signups.questions.queries import SetRow, get_set
from events.signups.questions.question import Question
from events.signups.questions.reading import questions_of
from events.signups.questions.writing.forms import KINDS, QuestionForm, typed_of
from web.errors import status_of
from web.policies import policy

set_questions = Blueprint("set_questions", __name__)
set_questions.url_defaults(stay)
_UNIT, _OFFICE = (f"{side}/<int:set_id>/questions" for side in (OF_UNIT, OF_OFFICE))
Answer = Response | str | tuple[str, int]


@set_questions.get(f"{_UNIT}/new")
@set_questions.get(f"{_OFFICE}/new")
@policy(QUESTION_SETS)
def new(set_id: int, unit_slug: str = "") -> str:
    row = get_set(unit_of(unit_slug), set_id)
    return _page(row, QuestionForm(None, questions_of(row.version)))


@set_questions.post(_UNIT)
@set_questions.post(_OFFICE)
@policy(QUESTION_SETS)
def create(set_id: int, unit_slug: str = "") -> Answer:
    row = get_set(unit_of(unit_slug), set_id)
    form = QuestionForm(request.form, questions_of(row.version))
    if not form.validate():
        return _page(row, form), 422
    try:
        add_question(row.question_set, _seen(), form.question(), signed_in(), clock.now())
    except (QuestionsRefused, InvalidTransition) as refusal:
        return _once_more(row, form, refusal)
    return _back(set_id, _("问题已加上。"))


@set_questions.get(f"{_UNIT}/<question_key>")
@set_questions.get(f"{_OFFICE}/<question_key>")
@policy(QUESTION_SETS)
def edit(set_id: int, question_key: str, unit_slug: str = "") -> str:
    row = get_set(unit_of(unit_slug), set_id)
    questions = questions_of(row.version)
    typed = typed_of(find(questions, question_key))
    return _page(row, QuestionForm(None, before(questions, question_key), data=typed), question_key)


@set_questions.post(f"{_UNIT}/<question_key>")
@set_questions.post(f"{_OFFICE}/<question_key>")
@policy(QUESTION_SETS)
def update(set_id: int, question_key: str, unit_slug: str = "") -> Answer:
    """What somebody else has removed meanwhile can be added again as it was typed."""
    row = get_set(unit_of(unit_slug), set_id)
    questions = questions_of(row.version)
    if question_key not in {question.key for question in questions}:
        gone = _("这个问题刚被删掉。您填的还在，保存就作为新问题加上。")
        return _page(row, QuestionForm(request.form, questions), refusal=gone), 409
    form = QuestionForm(request.form, before(questions, question_key))
    if not form.validate():
        return _page(row, form, question_key), 422
    try:
        change_question(
            row.question_set, _seen(), form.question(question_key), signed_in(), clock.now()
        )
    except (QuestionsRefused, InvalidTransition) as refusal:
        return _once_more(row, form, refusal, question_key)
    return _back(set_id, _("问题已改好。"))


@set_questions.post(f"{_UNIT}/<question_key>/rise")
@set_questions.post(f"{_OFFICE}/<question_key>/rise")
@policy(QUESTION_SETS)
def rise(set_id: int, question_key: str, unit_slug: str = "") -> Response:
    """One place up."""
    return _move(get_set(unit_of(unit_slug), set_id), question_key, -1)


@set_questions.post(f"{_UNIT}/<question_key>/fall")
@set_questions.post(f"{_OFFICE}/<question_key>/fall")
@policy(QUESTION_SETS)
def fall(set_id: int, question_key: str, unit_slug: str = "") -> Response:
    """One place down."""
    return _move(get_set(unit_of(unit_slug), set_id), question_key, 1)


@set_questions.post(f"{_UNIT}/<question_key>/removal")
@set_questions.post(f"{_OFFICE}/<question_key>/removal")
@policy(QUESTION_SETS)
def remove(set_id: int, question_key: str, unit_slug: str = "") -> Response:
    row = get_set(unit_of(unit_slug), set_id)
    remove_question(row.question_set, _seen(), question_key, signed_in(), clock.now())
    return _back(set_id, _("问题已删掉，答过的内容都还在。"))


def _move(row: SetRow, key: str, steps: int) -> Response:
    move_question(row.question_set, _seen(), key, steps, signed_in(), clock.now())
    return _back(row.question_set.id, _("顺序已改。"))


def _seen() -> int:
    """The number of the version that the page showed."""
    return request.form.get("version", 0, type=int)


def _back(set_id: int, done: str) -> Response:
    flash(done)
    return redirect(url_for("question_sets.show", set_id=set_id), 303)


def _once_more(row: SetRow, form: QuestionForm, refusal: EventsError, key: str = "") -> Answer:
    """With what was typed; after a conflict also with what the other window has saved."""
    is_conflict = isinstance(refusal, ChangedMeanwhile)
    theirs = find(questions_of(row.version), key) if key and is_conflict else None
    return _page(row, form, key, refusal.message, theirs), status_of(refusal)


def _page(
    row: SetRow,
    form: QuestionForm,
    key: str = "",
    refusal: str = "",
    theirs: Question | None = None,
) -> str:
    return render_template(
        "signups/questions/question.html",
        unit=row.question_set.unit,
        row=row,
        questions=questions_of(row.version),
        form=form,
        key=key,
        kinds=KINDS,
        refusal=refusal,
        theirs=theirs,
    )
