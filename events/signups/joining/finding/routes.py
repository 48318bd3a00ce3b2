"""The way back to a sign-up that somebody has lost."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from events import clock
from events.db import connection
from events.errors import TooOften
from events.signups.joining.actions import send_links
from events.signups.joining.finding.forms import FindForm
from events.signups.joining.queries import find_own
from events.signups.keys import keyring, read_number
from web.forms import once_more
from web.policies import PUBLIC, policy
from web.preferences import preferences

lost_signups = Blueprint("lost_signups", __name__, url_prefix="/signups/find")


@lost_signups.get("")
@policy(PUBLIC)
def find() -> str:
    return _page(FindForm())


@lost_signups.post("")
@policy(PUBLIC)
def look() -> ResponseReturnValue:
    """With the number of the pass its page; without, a letter to the address that was given. Nobody
    learns from the answer whether somebody signed up."""
    form, now = FindForm(request.form), clock.now()
    if not form.validate():
        return once_more(_page(form))
    limits = current_app.extensions["signup_limits"]
    try:
        limits.count_search(request.remote_addr or "", keyring().hash_contact(form.contact), now)
    except TooOften as refusal:
        return once_more(_page(form, refusal=refusal), refusal)
    if not form.number.data:
        return _promise_links(form.contact)
    if signup := find_own(read_number(form.number.data), form.contact):
        token = keyring().token_of(signup.number)
        return redirect(url_for("own_signups.show", token=token), 303)
    form.form_errors = [_("没有找到这样的报名，请核对手机号或邮箱和编号。")]
    return once_more(_page(form))


def _page(form: FindForm, **values: Any) -> str:
    return render_template("signups/joining/find.html", form=form, **values)


def _promise_links(contact: str) -> Response:
    """The letters are written when the answer has left: how long it takes tells nobody."""
    answer = make_response(render_template("signups/joining/sent.html"))
    language, now = preferences().lang, clock.now()

    def send() -> None:
        with connection():
            send_links(contact, language, now)

    answer.call_on_close(send)
    return answer
