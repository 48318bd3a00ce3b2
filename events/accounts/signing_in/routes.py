"""Signing in and out, with what was being done before."""

from dataclasses import replace
from datetime import timedelta

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from events import clock
from events.accounts.signing_in.actions import (
    SignInRefused,
    Visit,
    check_code,
    check_password,
    enter,
    leave,
)
from events.accounts.signing_in.forms import CodeForm, SignInForm
from events.errors import EventsError, TooOften
from events.people.models import Account
from events.people.policies import current, forget, remember
from events.people.queries import find_by_id
from events.text import clean_line
from web.forms import once_more
from web.keeping import Pending, keep, read_pending
from web.policies import PUBLIC, SignInNeeded, policy
from web.returning import here
from web.sealing import seal, unseal

signing_in = Blueprint("signing_in", __name__)

HOME = "/workspace"
_STEP = "second step"
_STEP_LASTS = timedelta(minutes=10)


@signing_in.app_errorhandler(SignInNeeded)
def ask(_needed: SignInNeeded) -> AnyResponse:
    """A page is shown after signing in; of a form everything typed is kept until then."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("signing_in.new", next=here()), 303)
    return make_response(_page(SignInForm(), keep(request.form, here())), 401)


@signing_in.get("/sign-in")
@policy(PUBLIC)
def new() -> AnyResponse:
    pending = read_pending(request.args, HOME)
    if current():
        return redirect(pending.path, 303)
    return make_response(_page(SignInForm(), replace(pending, is_form=False)))


@signing_in.post("/sign-in")
@policy(PUBLIC)
def create() -> AnyResponse:
    form, pending = SignInForm(request.form), read_pending(request.form, HOME)
    if not form.validate():
        return once_more(_page(form, pending))
    try:
        account = check_password(form.email.data, form.password.data, visit(), clock.now())
    except (SignInRefused, TooOften) as refusal:
        return once_more(_page(form, pending, refusal), refusal)
    if account.totp_secret:
        return make_response(_code_page(CodeForm(), account, pending))
    return _enter(account, pending)


@signing_in.post("/sign-in/code")
@policy(PUBLIC)
def create_with_code() -> AnyResponse:
    """The second step; what the first one found comes along, signed."""
    form, pending = CodeForm(request.form), read_pending(request.form, HOME)
    account = _of_first_step()
    if account is None:
        late = SignInRefused("离填密码过了太久，请再填一次。")
        return once_more(_page(SignInForm(), pending, late))
    if not form.validate():
        return once_more(_code_page(form, account, pending))
    try:
        check_code(account, form.code.data, visit(), clock.now())
    except (SignInRefused, TooOften) as refusal:
        return once_more(_code_page(form, account, pending, refusal), refusal)
    return _enter(account, pending)


@signing_in.post("/sign-out")
@policy(PUBLIC)
def destroy() -> AnyResponse:
    if actor := current():
        leave(actor, clock.now())
    session.clear()
    return forget(make_response(redirect("/", 303)))


@signing_in.after_request
def keep_private(response: Response) -> Response:
    """What was typed stands in these pages."""
    response.headers["Cache-Control"] = "no-store"
    return response


def visit() -> Visit:
    return Visit(request.remote_addr or "", clean_line(request.user_agent.string))


def _enter(account: Account, pending: Pending) -> AnyResponse:
    """Go where one wanted to be; a form is shown for sending, because it may have got old."""
    token = enter(account, visit(), clock.now(), before=current())
    if pending.is_form:
        page = render_template("accounts/signing_in/resume.html", pending=pending)
        return remember(make_response(page), token)
    return remember(make_response(redirect(pending.path, 303)), token)


def _page(form: SignInForm, pending: Pending, refusal: EventsError | None = None) -> str:
    others = [refusal.message] if refusal else []
    return render_template(
        "accounts/signing_in/new.html", form=form, pending=pending, others=others
    )


def _code_page(
    form: CodeForm, account: Account, pending: Pending, refusal: EventsError | None = None
) -> str:
    return render_template(
        "accounts/signing_in/code.html",
        form=form,
        pending=pending,
        others=[refusal.message] if refusal else [],
        sealed=seal(_STEP, {"account": account.id}, clock.now()),
    )


def _of_first_step() -> Account | None:
    """Nobody, if it was too long ago or the account has changed since."""
    found = unseal(_STEP, request.form.get("sealed", ""), clock.now(), _STEP_LASTS)
    if found is None:
        return None
    values, sealed_at = found
    account = find_by_id(values["account"])
    if account is None or account.disabled_at or account.updated_at > sealed_at:
        return None
    return account if account.totp_secret else None
