"""The page that whoever signed up gets: how it stands, the pass, and what can still be done."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response as AnyResponse

from events import clock
from events.activities.queries import occurrence_rows
from events.errors import EventsError, InvalidTransition
from events.marking import N_
from events.signups.actions import HOLDER, cancel
from events.signups.keys import keyring
from events.signups.letters.invitation import Method, invitation
from events.signups.models import FormKind, Signup, State
from events.signups.own import standing
from events.signups.own.changing import keep
from events.signups.own.drawing import qr_code
from events.signups.own.links import keep_to_oneself
from events.signups.own.queries import former, get_own
from events.signups.queries import ahead_of, terms_of
from events.signups.reach import has_post
from events.signups.waiting import accept, may_take
from web.dates import today
from web.policies import PUBLIC, policy

own_signups = Blueprint("own_signups", __name__, url_prefix="/signups/<token>")
keep_to_oneself(own_signups)
Page = str | AnyResponse | tuple[str, int]


@own_signups.get("")
@policy(PUBLIC)
def show(token: str) -> Page:
    return _page(token, get_own(token))


@own_signups.get("/calendar.ics")
@policy(PUBLIC)
def calendar(token: str) -> Page:
    """One entry for the person's own calendar."""
    signup = get_own(token)
    if not standing.has_pass(signup, signup.occurrence):
        raise InvalidTransition(N_("这份报名现在没有可以放进日历的时间，名额确认以后再来。"))
    answer = Response(
        invitation(signup, Method.PUBLISH, current_app.config["SETTINGS"]), mimetype="text/calendar"
    )
    answer.headers["Content-Disposition"] = "attachment; filename=kepuli.ics"
    return answer


@own_signups.get("/letter")
@policy(PUBLIC)
def letter(token: str) -> Page:
    """What a school prints, stamps and brings along. It names the teacher, and no pupil."""
    signup = get_own(token)
    if signup.form != FormKind.CLASS or not standing.is_live(signup, clock.now()):
        return redirect(url_for(".show", token=token), 303)
    [row] = occurrence_rows([signup.occurrence_id])
    contact = keyring().unseal(signup.sealed)
    return render_template(
        "signups/own/letter.html", token=token, signup=signup, row=row, contact=contact,
        today=today(),
    )  # fmt: skip


@own_signups.post("/keeping")
@policy(PUBLIC)
def keep_places(token: str) -> Page:
    """Come all the same, though it has moved."""
    signup, shown = get_own(token), request.form.get("sequence", "")
    sequence = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else -1
    try:
        keep(signup, sequence, HOLDER, clock.now())
    except InvalidTransition as refusal:
        return _page(token, get_own(token), refusal), 409
    flash(_("好的，名额给您留着。"))
    return redirect(url_for(".show", token=token), 303)


@own_signups.post("/acceptance")
@policy(PUBLIC)
def accept_places(token: str) -> Page:
    """Take the places that were offered; not to take them is a cancellation."""
    try:
        accept(get_own(token), HOLDER, clock.now())
    except InvalidTransition as refusal:
        return _page(token, get_own(token), refusal), 409
    flash(_("名额是您的了。"))
    return redirect(url_for(".show", token=token), 303)


@own_signups.get("/cancellation/new")
@policy(PUBLIC)
def new_cancellation(token: str) -> Page:
    """The first of two steps: what cancelling means. Mail programs that look at every link of a
    letter come as far as here."""
    signup = get_own(token)
    if not standing.may_cancel(signup, signup.occurrence, clock.now()):
        return redirect(url_for(".show", token=token), 303)
    [row] = occurrence_rows([signup.occurrence_id])
    return render_template("signups/own/cancellation.html", token=token, signup=signup, row=row)


@own_signups.post("/cancellation")
@policy(PUBLIC)
def create_cancellation(token: str) -> Page:
    signup = get_own(token)
    if signup.state != State.CANCELLED:
        try:
            _refuse_late(signup)
            cancel(signup, HOLDER, clock.now())
        except InvalidTransition as refusal:
            return _page(token, get_own(token), refusal), 409
        words = "报名取消了，%(num)d 个名额已经让出。"
        flash(ngettext("报名取消了，%(num)d 个名额已经让出。", words, signup.party))
    return redirect(url_for(".show", token=token), 303)


def _refuse_late(signup: Signup) -> None:
    if not standing.may_cancel(signup, signup.occurrence, clock.now()):
        raise InvalidTransition(N_("这一场已经结束、人已经到场，或者报名已经不作数，不用再取消。"))


def _page(token: str, signup: Signup, refusal: EventsError | None = None) -> str:
    now, occurrence = clock.now(), signup.occurrence
    [row] = occurrence_rows([occurrence.id])
    terms = terms_of(occurrence.activity_id)
    is_live = standing.is_live(signup, now)
    return render_template(
        "signups/own/show.html",
        token=token,
        signup=signup,
        row=row,
        terms=terms,
        refusal=refusal,
        today=today(),
        word=standing.word(signup, occurrence, now),
        ahead=ahead_of(signup) if signup.state == State.WAITING else 0,
        former=former(signup, occurrence) if is_live and now < occurrence.start else None,
        code=qr_code(signup.number) if standing.has_pass(signup, occurrence) else None,
        is_live=is_live,
        has_post=has_post(),
        is_silent=not keyring().unseal(signup.sealed).email,
        may_take=may_take(signup, occurrence, now),
        may_change=standing.may_change(signup, occurrence, now),
        may_transfer=standing.may_transfer(signup, occurrence, terms, now),
        may_cancel=standing.may_cancel(signup, occurrence, now),
    )
