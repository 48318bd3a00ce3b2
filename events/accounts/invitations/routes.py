"""The page behind the link of an invitation."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from events import clock
from events.accounts.invitations.actions import accept, open_account
from events.accounts.invitations.forms import OpenAccountForm
from events.accounts.signing_in.actions import Visit, enter
from events.people.models import LinkKind, OneTimeLink
from events.people.one_time import get_link
from events.people.passwords import hash_password
from events.people.policies import SIGNED_IN, current, remember, signed_in
from events.people.queries import find_account
from events.text import clean_line
from web.forms import once_more
from web.policies import PUBLIC, policy

invitations = Blueprint("invitations", __name__, url_prefix="/invitations")


@invitations.get("/<token>")
@policy(PUBLIC)
def show(token: str) -> str:
    """What it offers, and the way on: open an account, sign in, accept, or sign out first."""
    link = _get(token)
    return _page(link, token, OpenAccountForm(None, link.email))


@invitations.post("/<token>")
@policy(PUBLIC)
def create_account(token: str) -> AnyResponse:
    """Open an account with it, and be signed in."""
    link = _get(token)
    form = OpenAccountForm(request.form, link.email)
    if find_account(link.email) or not form.validate():
        return once_more(_page(link, token, form))
    now = clock.now()
    account = open_account(link, form.name.data, hash_password(form.password.data), now)
    visit = Visit(request.remote_addr or "", clean_line(request.user_agent.string))
    session = enter(account, visit, now, before=current())
    flash(_("账号已建好，您已登录。"))
    return remember(make_response(redirect("/workspace", 303)), session)


@invitations.post("/<token>/acceptance")
@policy(SIGNED_IN)
def create(token: str) -> AnyResponse:
    """Accept it with the account one is signed in with."""
    accept(signed_in(), _get(token), clock.now())
    flash(_("已接受邀请。"))
    return redirect("/workspace", 303)


@invitations.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _get(token: str) -> OneTimeLink:
    return get_link(LinkKind.INVITATION, token, clock.now())


def _page(link: OneTimeLink, token: str, form: OpenAccountForm) -> str:
    return render_template(
        "accounts/invitations/show.html",
        link=link,
        token=token,
        form=form,
        has_account=find_account(link.email) is not None,
    )
