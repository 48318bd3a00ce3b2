"""Another occurrence of the same activity, with the same number."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.activities.queries import occurrence_rows
from events.db import LARGEST_ID
from events.errors import EventsError, InvalidTransition, NotFound
from events.marking import N_
from events.signups.actions import HOLDER
from events.signups.models import Signup
from events.signups.own.links import keep_to_oneself
from events.signups.own.queries import get_own, other_occurrences
from events.signups.own.standing import may_transfer
from events.signups.queries import terms_of
from events.signups.refusals import TooManySignups
from events.signups.transferring import transfer
from web.forms import once_more
from web.policies import PUBLIC, policy

own_transfers = Blueprint("own_transfers", __name__, url_prefix="/signups/<token>/transfer")
keep_to_oneself(own_transfers)


@own_transfers.get("")
@policy(PUBLIC)
def new(token: str) -> str | Response:
    signup = get_own(token)
    if not _may(signup):
        return redirect(url_for("own_signups.show", token=token), 303)
    return _page(token, signup)


@own_transfers.post("")
@policy(PUBLIC)
def create(token: str) -> Response:
    signup, chosen = get_own(token), request.form.get("occurrence", "")
    try:
        transfer(signup, _open_to(signup, chosen), HOLDER, clock.now())
    except (InvalidTransition, NotFound, TooManySignups) as refusal:
        return once_more(_page(token, get_own(token), refusal))
    flash(_("换好了。编号和这个页面的链接都没有变。"))
    return redirect(url_for("own_signups.show", token=token), 303)


def _may(signup: Signup) -> bool:
    terms = terms_of(signup.occurrence.activity_id)
    return may_transfer(signup, signup.occurrence, terms, clock.now())


def _open_to(signup: Signup, chosen: str) -> int:
    """One of those the page lists, or the one it has by now, which the verb takes for done."""
    known = chosen.isascii() and chosen.isdigit() and len(chosen) < 11
    wanted = min(int(chosen), LARGEST_ID) if known else 0
    if not _may(signup):
        raise InvalidTransition(
            N_("这份报名现在不能换场次了：已经开始、到场、取消，或者单位已经通过。")
        )
    open_ids = {row.occurrence.id for row in other_occurrences(signup, clock.now())}
    if wanted not in open_ids | {signup.occurrence_id}:
        raise NotFound(N_("那一场刚刚没有足够的名额了，原来的报名没有变。请从列出的场次里选。"))
    return wanted


def _page(token: str, signup: Signup, refusal: EventsError | None = None) -> str:
    [row] = occurrence_rows([signup.occurrence_id])
    return render_template(
        "signups/own/transfer.html",
        token=token,
        signup=signup,
        row=row,
        others=other_occurrences(signup, clock.now()) if _may(signup) else [],
        refusal=refusal,
    )
