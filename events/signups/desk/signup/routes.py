"""One sign-up at the desk: read, decided about, cancelled, moved to another occurrence."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.errors import EventsError, Gone, InvalidTransition
from events.people.policies import signed_in
from events.signups.actions import cancel as give_back
from events.signups.desk import deciding
from events.signups.desk.queries import get_signup, others_of
from events.signups.desk.reading import reader_for
from events.signups.desk.signup.actions import annotate as put_remark
from events.signups.desk.signup.actions import reveal as look_behind
from events.signups.desk.signup.forms import KeptReasonForm, ReasonForm, RemarkForm, TransferForm
from events.signups.erasing import may_cancel_erased
from events.signups.models import LIVE, Signup
from events.signups.people import Contact
from events.signups.policies import OWN_SIGNUP
from events.signups.transferring import transfer as take_elsewhere
from events.signups.waiting import accept as take_places
from events.signups.waiting import may_take
from web.errors import status_of
from web.policies import policy
from web.times import stretch

desk_signups = Blueprint("desk_signups", __name__, url_prefix="/workspace/signups/<int:signup_id>")
Page = str | Response | tuple[str, int]


@desk_signups.get("")
@policy(OWN_SIGNUP)
def show(signup_id: int) -> Page:
    return _page(get_signup(signup_id))


@desk_signups.post("/phone")
@policy(OWN_SIGNUP)
def reveal(signup_id: int) -> Page:
    """The answer shows the number, once; the reason stays in the audit."""
    signup, form = get_signup(signup_id), KeptReasonForm(request.form, prefix="phone-")
    if not form.validate():
        return _page(signup, phone=form), 422
    contact = look_behind(signup, form.reason.data, signed_in(), clock.now())
    if contact is None:
        raise Gone("这份报名的个人信息已经删除，没有电话可看。")
    return _page(signup, revealed=contact)


@desk_signups.post("/approval")
@policy(OWN_SIGNUP)
def approve(signup_id: int) -> Page:
    return _decide(signup_id, deciding.approve, _("已通过，名额给了这份报名。"))


@desk_signups.post("/waiting")
@policy(OWN_SIGNUP)
def let_wait(signup_id: int) -> Page:
    return _decide(signup_id, deciding.let_wait, _("已放进候补，有了名额会自动轮到。"))


@desk_signups.post("/acceptance")
@policy(OWN_SIGNUP)
def accept(signup_id: int) -> Page:
    """On behalf of whoever said yes on the telephone."""
    return _decide(signup_id, take_places, _("已代为接受，名额是这份报名的了。"))


@desk_signups.post("/call")
@policy(OWN_SIGNUP)
def mark_called(signup_id: int) -> Page:
    """Who could not be written to has been told by telephone."""
    return _decide(signup_id, deciding.mark_called, _("记下了：已经打电话告诉本人。"))


@desk_signups.post("/refusal")
@policy(OWN_SIGNUP)
def refuse(signup_id: int) -> Page:
    return _end(signup_id, "refuse", deciding.refuse, _("已婉拒。"))


@desk_signups.post("/cancellation")
@policy(OWN_SIGNUP)
def cancel(signup_id: int) -> Page:
    """On behalf of whoever signed up; the places go to those who wait. Who was erased is told no
    reason."""

    def verb(signup: Signup, reason: str, *rest: Any) -> Signup:
        return give_back(signup, *rest, tail="unit", reason=reason)

    if get_signup(signup_id).erased_at:
        return _decide(signup_id, _free, _("报名取消了，名额已经让出。"))
    return _end(signup_id, "cancel", verb, _("已替报名人取消。"))


@desk_signups.post("/remark")
@policy(OWN_SIGNUP)
def annotate(signup_id: int) -> Page:
    signup, form = get_signup(signup_id), RemarkForm(request.form, prefix="remark-")
    if not form.validate():
        return _page(signup, remark=form), 422
    put_remark(signup, form.remark.data, signed_in(), clock.now())
    flash(_("备注已保存。"))
    return redirect(url_for("desk_signups.show", signup_id=signup_id), 303)


@desk_signups.post("/transfer")
@policy(OWN_SIGNUP)
def transfer(signup_id: int) -> Page:
    signup = get_signup(signup_id)
    form = _transfer_form(signup)
    if not form.validate():
        return _page(signup, transfer=form), 422
    try:
        moved = take_elsewhere(signup, int(form.occurrence.data), signed_in(), clock.now())
    except EventsError as refusal:
        return _page(get_signup(signup_id), refusal, transfer=form), status_of(refusal)
    flash(_("已换到这一场。"))
    return redirect(url_for("desk_signups.show", signup_id=moved.id), 303)


def _free(signup: Signup, *rest: Any) -> Signup:
    """Of one that was erased; raises InvalidTransition where it is over."""
    if signup.state in LIVE and not may_cancel_erased(signup, signup.occurrence, clock.now()):
        raise InvalidTransition("这一场已经结束，或者人已经到场，不用再取消。")
    return give_back(signup, *rest)


def _decide(signup_id: int, verb: Callable[..., Signup], words: str) -> Page:
    signup = get_signup(signup_id)
    try:
        verb(signup, signed_in(), clock.now())
    except InvalidTransition as refusal:
        return _page(get_signup(signup_id), refusal), 409
    flash(words)
    return redirect(url_for("desk_signups.show", signup_id=signup_id), 303)


def _end(signup_id: int, name: str, verb: Callable[..., Signup], words: str) -> Page:
    signup, form = get_signup(signup_id), ReasonForm(request.form, prefix=f"{name}-")
    if not form.validate():
        return _page(signup, **{name: form}), 422
    try:
        verb(signup, form.reason.data, signed_in(), clock.now())
    except InvalidTransition as refusal:
        return _page(get_signup(signup_id), refusal, **{name: form}), 409
    flash(words)
    return redirect(url_for("desk_signups.show", signup_id=signup_id), 303)


def _page(
    signup: Signup, refusal: EventsError | None = None, revealed: Contact | None = None,
    **forms: Any,
) -> str:  # fmt: skip
    """The sign-up as it is, with each form as it was sent."""
    occurrence, now = signup.occurrence, clock.now()
    row = reader_for(occurrence, [signup], now, in_full=revealed is not None).read(signup)
    remark = RemarkForm(prefix="remark-", data={"remark": signup.note})
    shown = {name: forms.get(name) or ReasonForm(prefix=f"{name}-") for name in _REASONED}
    return render_template(
        "signups/desk/signup.html",
        row=row,
        signup=signup,
        occurrence=occurrence,
        forms=shown
        | {
            "transfer": forms.get("transfer") or _transfer_form(signup),
            "remark": forms.get("remark") or remark,
        },
        wrong=next(iter(forms.values()), None),
        refusal=refusal,
        may_take=may_take(signup, occurrence, now),
        is_revealed=revealed is not None,
        may_free=signup.erased_at and may_cancel_erased(signup, occurrence, now),
    )


_REASONED = ("phone", "refuse", "cancel")


def _transfer_form(signup: Signup) -> TransferForm:
    zone = signup.occurrence.activity.timezone
    form = TransferForm(request.form, prefix="transfer-")
    form.offer(
        (one.id, stretch(one.start, one.end, zone))
        for one in others_of(signup.occurrence, clock.now())
    )
    return form
