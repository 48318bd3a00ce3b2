"""两步登录: switched on with an app that shows codes, and off again."""

from datetime import timedelta

import segno
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from events import clock
from events.accounts.second_step.actions import switch_codes_off, switch_codes_on
from events.accounts.second_step.forms import CodesOffForm, CodesOnForm
from events.accounts.signing_in.actions import SignInRefused
from events.errors import EventsError, TooOften
from events.people import codes
from events.people.policies import SIGNED_IN, signed_in
from events.people.queries import get_account
from web.forms import once_more
from web.policies import policy
from web.sealing import seal, unseal

second_step = Blueprint("second_step", __name__, url_prefix="/account/second-step")

_SECRET = "secret of the second step"  # noqa: S105  what the seal is for
_LASTS = timedelta(hours=1)


@second_step.get("")
@policy(SIGNED_IN)
def new() -> str:
    """The code to photograph; where the second step is on, the way to switch it off."""
    if get_account(signed_in().account_id).totp_secret:
        return _off_page(CodesOffForm())
    return _on_page(CodesOnForm(), codes.new_secret())


@second_step.post("")
@policy(SIGNED_IN)
def create() -> AnyResponse:
    """Answered with the recovery codes, which no other page ever shows."""
    form, secret = CodesOnForm(request.form), _sealed_secret()
    if secret is None:
        late = SignInRefused("这一页放得太久了，请用新的二维码再来一次。")
        return once_more(_on_page(CodesOnForm(), codes.new_secret(), late))
    if not form.validate():
        return once_more(_on_page(form, secret))
    try:
        spare = switch_codes_on(
            signed_in(), secret, form.code.data, form.password.data, clock.now()
        )
    except (SignInRefused, TooOften) as refusal:
        return once_more(_on_page(form, secret, refusal), refusal)
    return make_response(render_template("accounts/second_step/spare.html", spare=spare))


@second_step.post("/removal")
@policy(SIGNED_IN)
def destroy() -> AnyResponse:
    form = CodesOffForm(request.form)
    if not form.validate():
        return once_more(_off_page(form))
    try:
        switch_codes_off(signed_in(), form.password.data, clock.now())
    except (SignInRefused, TooOften) as refusal:
        return once_more(_off_page(form, refusal), refusal)
    flash(_("两步登录已关闭。"))
    return redirect(url_for("own.show"), 303)


def _sealed_secret() -> str | None:
    """Only one that this page made for this very person."""
    found = unseal(_SECRET, request.form.get("sealed", ""), clock.now(), _LASTS)
    if found is None or found[0]["account"] != signed_in().account_id:
        return None
    return str(found[0]["secret"])


def _on_page(form: CodesOnForm, secret: str, refusal: EventsError | None = None) -> str:
    actor = signed_in()
    address = codes.address_for_app(secret, actor.email)
    drawing = segno.make(address, error="m").svg_inline(scale=5, dark="#000", light="#fff")
    return render_template(
        "accounts/second_step/new.html",
        form=form,
        sealed=seal(_SECRET, {"account": actor.account_id, "secret": secret}, clock.now()),
        secret=secret,
        drawing=Markup(drawing),  # noqa: S704  made by segno, holds no text of ours
        others=[refusal.message] if refusal else [],
    )


def _off_page(form: CodesOffForm, refusal: EventsError | None = None) -> str:
    account = get_account(signed_in().account_id)
    return render_template(
        "accounts/second_step/show.html",
        form=form,
        left=len(account.recovery_hashes),
        others=[refusal.message] if refusal else [],
    )
