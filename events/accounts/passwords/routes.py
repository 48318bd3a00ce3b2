"""A new password with the link of a letter."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from events import clock
from events.accounts.forms import NewPasswordForm
from events.accounts.passwords.actions import ask_for_reset, reset_password
from events.accounts.passwords.forms import AskForm
from events.people.models import LinkKind
from events.people.one_time import get_link
from events.people.policies import forget
from web.forms import once_more
from web.policies import PUBLIC, policy

passwords = Blueprint("passwords", __name__, url_prefix="/password-resets")


@passwords.get("/new")
@policy(PUBLIC)
def new() -> str:
    return _page(AskForm())


@passwords.post("/new")
@policy(PUBLIC)
def create() -> AnyResponse:
    """The same page for every address, also for one that nobody has."""
    form = AskForm(request.form)
    if not form.validate():
        return once_more(_page(form))
    ask_for_reset(form.email.data, request.remote_addr or "", clock.now())
    return make_response(render_template("accounts/passwords/sent.html"))


@passwords.get("/<token>")
@policy(PUBLIC)
def edit(token: str) -> str:
    link = get_link(LinkKind.RESET, token, clock.now())
    return _edit_page(NewPasswordForm(None, link.email), token)


@passwords.post("/<token>")
@policy(PUBLIC)
def update(token: str) -> AnyResponse:
    """All browsers are signed out, this one too: the second step, if there is one, remains."""
    link = get_link(LinkKind.RESET, token, clock.now())
    form = NewPasswordForm(request.form, link.email)
    if not form.validate():
        return once_more(_edit_page(form, token))
    reset_password(link, form.password.data, clock.now())
    flash(_("密码已改好，请用新密码登录。"))
    return forget(make_response(redirect(url_for("signing_in.new"), 303)))


@passwords.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(form: AskForm) -> str:
    return render_template("accounts/passwords/new.html", form=form)


def _edit_page(form: NewPasswordForm, token: str) -> str:
    return render_template("accounts/passwords/edit.html", form=form, token=token)
