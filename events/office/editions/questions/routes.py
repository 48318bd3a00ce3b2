"""The questions an edition puts to the units that hand in for it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.days.editions import EditionRow
from events.days.models import EditionQuestion
from events.days.queries import almanac, questions_of
from events.days.questions import add_question, change_question, raise_question, retire_question
from events.errors import InvalidTransition
from events.office.editions.questions.forms import KINDS, QuestionForm
from events.office.editions.questions.queries import get_question, retired_questions
from events.office.editions.standing import edition_row, is_regional
from events.people.policies import OFFICE, signed_in
from web.dates import today
from web.policies import policy

questions = Blueprint("questions", __name__, url_prefix="/office/editions")
_ALL = "/<slug>/<int:year>/questions"
_ONE = f"{_ALL}/<int:question_id>"
Answer = Response | str | tuple[str, int]


@questions.get(_ALL)
@policy(OFFICE)
def index(slug: str, year: int) -> str:
    """What is asked, in order, with a form for one more; what used to be asked."""
    return _index(_row(slug, year), QuestionForm())


@questions.post(_ALL)
@policy(OFFICE)
def create(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), QuestionForm(request.form)
    if not form.validate():
        return _index(row, form), 422
    try:
        add_question(row, form.wording, signed_in(), clock.now())
    except InvalidTransition as refusal:
        return _index(row, form, refusal.message), 409
    return _back(slug, year, _("问题已加上。"))


@questions.get(_ONE)
@policy(OFFICE)
def edit(slug: str, year: int, question_id: int) -> str:
    question = get_question(question_id, slug, year)
    form = QuestionForm(obj=question)
    return _edit(slug, year, question, form)


@questions.post(_ONE)
@policy(OFFICE)
def update(slug: str, year: int, question_id: int) -> Answer:
    question, form = get_question(question_id, slug, year), QuestionForm(request.form)
    if not form.validate():
        return _edit(slug, year, question, form), 422
    try:
        change_question(question, form.wording, signed_in(), clock.now())
    except InvalidTransition as refusal:
        return _edit(slug, year, question, form, refusal.message), 409
    return _back(slug, year, _("问题已改好。"))


@questions.post(f"{_ONE}/rise")
@policy(OFFICE)
def rise(slug: str, year: int, question_id: int) -> Response:
    """One place further up."""
    raise_question(get_question(question_id, slug, year), signed_in(), clock.now())
    return _back(slug, year, _("顺序已改。"))


@questions.post(f"{_ONE}/retirement")
@policy(OFFICE)
def retire(slug: str, year: int, question_id: int) -> Response:
    retire_question(get_question(question_id, slug, year), signed_in(), clock.now())
    return _back(slug, year, _("问题已停用，答过的内容都还在。"))


def _row(slug: str, year: int) -> EditionRow:
    row = edition_row(almanac(today()), slug, year)
    if is_regional(row):
        raise InvalidTransition(f"{row.day.name}由各地自定日期，没有全国统一的一届可以提问。")
    return row


def _back(slug: str, year: int, done: str) -> Response:
    flash(done)
    return redirect(url_for(".index", slug=slug, year=year), 303)


def _index(row: EditionRow, form: QuestionForm, refusal: str = "") -> str:
    stored = row.stored
    return render_template(
        "office/editions/questions.html",
        row=row,
        kinds=KINDS,
        questions=questions_of(stored.id) if stored else [],
        retired=retired_questions(stored.id) if stored else [],
        form=form,
        refusal=refusal,
    )


def _edit(
    slug: str, year: int, question: EditionQuestion, form: QuestionForm, refusal: str = ""
) -> str:
    return render_template(
        "office/editions/question.html",
        slug=slug,
        year=year,
        question=question,
        form=form,
        refusal=refusal,
    )
