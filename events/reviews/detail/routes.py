"""One submission in review: what is new in it, how it would look, and the answer."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.activities.programme import arrange
from events.errors import InvalidTransition, NotFound
from events.people.policies import signed_in
from events.reviews import actions
from events.reviews.actions import Said, WordsMissing, find_shown
from events.reviews.detail.forms import AnswerForm, read_answer
from events.reviews.detail.preview import preview as preview_of
from events.reviews.detail.reading import colleagues_of, read_case
from events.reviews.flags import WORDS, Flag
from events.reviews.looking import look_at
from events.reviews.policies import DECIDE_SUBMISSION, REVIEWED_SUBMISSION
from events.reviews.queue.filters import read_filter
from events.reviews.queue.reading import neighbours
from events.reviews.reasons.queries import all_reasons
from events.reviews.speech import Speech
from events.reviews.telling import FIELDS
from events.submissions.models import Decision, Revision
from web.addresses import telephone_address, web_address
from web.dates import day, today
from web.policies import policy

decisions = Blueprint("decisions", __name__, url_prefix="/office/reviews/<int:submission_id>")

Answered = Response | str | tuple[str, int]


@decisions.get("")
@policy(REVIEWED_SUBMISSION)
def show(submission_id: int) -> Answered:
    return _page(submission_id, read_answer())


@decisions.get("/preview")
@policy(REVIEWED_SUBMISSION)
def preview(submission_id: int) -> str:
    """The newest revision as the public would see it."""
    look = look_at(submission_id, clock.now())
    if look is None:
        raise NotFound("这份申报还没有交过，没有可以预览的内容。")
    found = preview_of(look.submission, look.content, clock.now())
    return render_template(
        "reviews/preview.html",
        today=today(),
        look=look,
        found=found,
        terms=look.content.terms,
        activity=found.activity,
        programme=arrange(found, clock.now(), current_app.config["SETTINGS"].timezone),
        online=web_address(found.activity.online_url),
        signup=web_address(found.activity.signup_url),
        telephone=telephone_address(found.activity.signup_phone),
    )


@decisions.post("/publication")
@policy(DECIDE_SUBMISSION)
def publish(submission_id: int) -> Answered:
    def approve(revision: Revision, said: Said, _form: AnswerForm) -> None:
        actions.approve(revision, said, signed_in(), clock.now())

    return _answer(submission_id, approve, _("已通过并发布，单位会收到通知。"))


@decisions.post("/return")
@policy(DECIDE_SUBMISSION)
def return_(submission_id: int) -> Answered:
    def send_back(revision: Revision, said: Said, _form: AnswerForm) -> None:
        actions.return_for_changes(revision, said, signed_in(), clock.now())

    return _answer(submission_id, send_back, _("已退回修改，单位会收到通知。"))


@decisions.post("/refusal")
@policy(DECIDE_SUBMISSION)
def refuse(submission_id: int) -> Answered:
    def turn_down(revision: Revision, said: Said, _form: AnswerForm) -> None:
        actions.refuse(revision, said, signed_in(), clock.now())

    return _answer(submission_id, turn_down, _("已决定不予发布，单位会收到通知。"))


@decisions.post("/handover")
@policy(DECIDE_SUBMISSION)
def hand_over(submission_id: int) -> Answered:
    def pass_on(revision: Revision, said: Said, form: AnswerForm) -> None:
        to = form.chosen(colleagues_of(revision.submission, signed_in(), today()))
        actions.pass_on(revision, to, said.note, signed_in(), clock.now())

    return _answer(submission_id, pass_on, _("已转交，对方会收到通知。"))


@decisions.post("/sample")
@policy(DECIDE_SUBMISSION)
def note_sample(submission_id: int) -> Answered:
    def note(revision: Revision, _said: Said, _form: AnswerForm) -> None:
        actions.note_sample(revision, signed_in(), clock.now())

    return _answer(submission_id, note, _("已记下看过了。"))


@decisions.post("/correction")
@policy(DECIDE_SUBMISSION)
def correct(submission_id: int) -> Answered:
    def ask(revision: Revision, said: Said, _form: AnswerForm) -> None:
        actions.ask_for_correction(revision, said, signed_in(), clock.now())

    return _answer(submission_id, ask, _("已请单位改正；公众看到的没有变。"))


@decisions.app_template_filter()
def flag_words(flag: Flag) -> str:
    return str(_(WORDS[flag.name], detail=flag.detail))


@decisions.app_template_filter()
def field_label(field: str) -> str:
    return str(_(FIELDS[field])) if field in FIELDS else ""


@decisions.app_template_filter()
def decision_word(decision: str) -> str:
    words = {
        Decision.PUBLISHED: _("通过并发布"),
        Decision.RETURNED: _("退回修改"),
        Decision.REFUSED: _("不予发布"),
        Decision.PASSED: _("转交"),
        Decision.TRUSTED: _("免审发布"),
        Decision.SAMPLED: _("抽查看过"),
        Decision.TAKEN_BACK: _("单位撤回"),
    }
    return str(words[Decision(decision)])


def _answer(
    submission_id: int, verb: Callable[[Revision, Said, AnswerForm], None], done: str
) -> Answered:
    """Do it and go back to the queue; or show the page again, with what was typed."""
    form = read_answer(request.form)
    if not form.validate():
        return _page(submission_id, form, 422)
    try:
        verb(find_shown(submission_id, *form.shown), form.said(all_reasons()), form)
    except WordsMissing as refusal:
        return _page(submission_id, form, 422, refusal.message)
    except InvalidTransition as refusal:
        return _page(submission_id, form, 409, refusal.message)
    flash(done)
    return redirect(url_for("reviews.index", **_asked()), 303)


def _page(submission_id: int, form: AnswerForm, code: int = 200, refusal: str = "") -> Answered:
    actor = signed_in()
    speech = Speech(say=lambda text: str(_(text)), day=day)
    case = read_case(submission_id, actor, clock.now(), today(), speech)
    if case is None:
        raise NotFound("没有这份申报。请从“审核”页进入。")
    before, after = neighbours(actor, read_filter(request.args), submission_id, today())
    kept = _asked()
    return render_template(
        "reviews/show.html",
        case=case,
        form=form,
        code=code,
        refusal=refusal,
        reasons=all_reasons(),
        before=before,
        after=after,
        kept=kept,
        kept_query=f"?{urlencode(kept)}" if kept else "",
        today=today(),
        zone=current_app.config["SETTINGS"].timezone.key,
    ), code


def _asked() -> dict[str, Any]:
    """The filter of the queue one came from, and goes back to."""
    return dict(read_filter(request.args).pairs())
