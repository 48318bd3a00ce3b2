"""What people may ask of whoever holds their data: a copy of it, and that it goes."""

import json
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from events import clock
from events.activities.queries import occurrence_rows
from events.signups.actions import HOLDER
from events.signups.erasing import erase, may_cancel_erased
from events.signups.farewell import is_told
from events.signups.keys import keyring
from events.signups.own.links import keep_to_oneself
from events.signups.own.personal.copying import copy_of
from events.signups.own.queries import get_own, letters_about, version_answered
from events.signups.own.standing import is_live
from web.policies import PUBLIC, policy

own_data = Blueprint("own_data", __name__, url_prefix="/signups/<token>")
keep_to_oneself(own_data)


@own_data.get("/copy")
@policy(PUBLIC)
def copy(token: str) -> Response:
    signup = get_own(token)
    [row] = occurrence_rows([signup.occurrence_id])
    stored = copy_of(
        signup, keyring().unseal(signup.sealed), version_answered(signup), row,
        letters_about(signup),
    )  # fmt: skip
    text = json.dumps(_in_words(stored), ensure_ascii=False, indent=2)
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=kepuli-signup.json"
    return answer


@own_data.get("/erasure/new")
@policy(PUBLIC)
def new_erasure(token: str) -> str:
    """The first of two steps: what goes, and what stays."""
    signup, now = get_own(token), clock.now()
    return render_template(
        "signups/own/erasure.html",
        token=token,
        signup=signup,
        is_live=is_live(signup, now),
        is_told=is_told(signup) and may_cancel_erased(signup, signup.occurrence, now),
    )


@own_data.post("/erasure")
@policy(PUBLIC)
def create_erasure(token: str) -> AnyResponse:
    """Led back to the own page, which from now on says that it is gone."""
    erase(get_own(token), HOLDER, clock.now())
    return redirect(url_for("own_signups.show", token=token), 303)


def _in_words(stored: Any) -> Any:
    """With the names in the reader's language."""
    if isinstance(stored, list):
        return [_in_words(part) for part in stored]
    if isinstance(stored, dict):
        return {_(name): _in_words(value) for name, value in stored.items()}
    return stored
