"""我的账号: who one is, one's units and roles, where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from events import clock
from events.accounts.own.actions import describe_oneself, end_other_sessions, end_session
from events.accounts.own.browsers import browser_words
from events.accounts.own.forms import DescribeForm
from events.accounts.passwords.actions import change_password
from events.accounts.passwords.forms import ChangePasswordForm
from events.accounts.signing_in.actions import SignInRefused
from events.errors import EventsError, TooOften
from events.people.listing import account_row
from events.people.memberships import leave_unit
from events.people.policies import SIGNED_IN, signed_in
from events.people.queries import get_account, get_own_membership, live_sessions
from web.dates import today
from web.forms import once_more
from web.policies import policy

own = Blueprint("own", __name__, url_prefix="/account")


@own.get("")
@policy(SIGNED_IN)
def show() -> str:
    account = get_account(signed_in().account_id)
    return _page(DescribeForm(obj=account))


@own.post("")
@policy(SIGNED_IN)
def update() -> AnyResponse:
    form = DescribeForm(request.form)
    if not form.validate():
        return once_more(_page(form))
    describe_oneself(signed_in(), form.name.data, form.language.data, clock.now())
    return _back(_("已保存。"))


@own.get("/password")
@policy(SIGNED_IN)
def edit_password() -> str:
    return _password_page(ChangePasswordForm(None, signed_in().email))


@own.post("/password")
@policy(SIGNED_IN)
def update_password() -> AnyResponse:
    actor = signed_in()
    form = ChangePasswordForm(request.form, actor.email)
    if not form.validate():
        return once_more(_password_page(form))
    try:
        change_password(actor, form.old_password.data, form.password.data, clock.now())
    except (SignInRefused, TooOften) as refusal:
        return once_more(_password_page(form, refusal), refusal)
    return _back(_("密码已改好，其他浏览器已退出登录。"))


@own.post("/sessions/<int:session_id>/revocation")
@policy(SIGNED_IN)
def revoke_session(session_id: int) -> AnyResponse:
    end_session(signed_in(), session_id, clock.now())
    return _back(_("那个浏览器已退出登录。"))


@own.post("/sessions/revocation")
@policy(SIGNED_IN)
def revoke_other_sessions() -> AnyResponse:
    ended = end_other_sessions(signed_in(), clock.now())
    return _back(ngettext("已退出另外 %(num)d 个浏览器。", "已退出另外 %(num)d 个浏览器。", ended))


@own.post("/memberships/<int:membership_id>/removal")
@policy(SIGNED_IN)
def leave(membership_id: int) -> AnyResponse:
    """Leave a unit; its last owner can't."""
    actor = signed_in()
    leave_unit(actor, get_own_membership(actor.account_id, membership_id), clock.now())
    return _back(_("您已离开这个单位。"))


def _page(form: DescribeForm) -> str:
    actor, now = signed_in(), clock.now()
    return render_template(
        "accounts/own/show.html",
        form=form,
        row=account_row(get_account(actor.account_id), today()),
        sessions=[
            (session, browser_words(session.agent))
            for session in live_sessions(actor.account_id, now)
        ],
    )


def _password_page(form: ChangePasswordForm, refusal: EventsError | None = None) -> str:
    others = [refusal.message] if refusal else []
    return render_template("accounts/own/password.html", form=form, others=others)


def _back(words: str) -> AnyResponse:
    flash(words)
    return redirect(url_for("own.show"), 303)
