"""Letters that wait, failed or may not have arrived; what they say is shown to nobody."""

from dataclasses import dataclass

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.notifications.actions import drop, send_again
from events.notifications.models import Message
from events.notifications.queries import Pile, messages_on, standing
from events.notifications.rendering import about
from events.office.letters.kinds import KINDS, OTHER
from events.office.paging import before_of
from events.people.emails import masked
from events.people.policies import PEOPLE, signed_in
from web.filters import read_query
from web.policies import policy

letters = Blueprint("letters", __name__, url_prefix="/office/letters")

_PAGE = 40


@dataclass(frozen=True)
class LetterRow:
    message: Message
    kind: str
    about: str
    recipient: str


@letters.get("")
@policy(PEOPLE)
def index() -> str:
    """One pile, newest first; what needs somebody unless asked otherwise."""
    pile = Pile(read_query(request.args, {"pile": list(Pile)}).get("pile", Pile.NEEDED))
    now = clock.now()
    found = messages_on(pile, now, before_of(request.args), _PAGE + 1)
    return render_template(
        "office/letters/index.html",
        pile=pile,
        standing=standing(now),
        rows=[_row(message) for message in found[:_PAGE]],
        before=found[_PAGE - 1].id if len(found) > _PAGE else None,
        has_server=bool(current_app.config["SETTINGS"].smtp_url),
    )


@letters.post("/<int:letter_id>/delivery")
@policy(PEOPLE)
def deliver(letter_id: int) -> Response:
    """Send it again."""
    send_again(letter_id, signed_in(), clock.now())
    flash(_("这封信已经重新排队，几秒钟后再发。"))
    return _back()


@letters.post("/<int:letter_id>/end")
@policy(PEOPLE)
def end(letter_id: int) -> Response:
    """Never send it."""
    drop(letter_id, signed_in(), clock.now())
    flash(_("这封信不再发了。"))
    return _back()


def _row(message: Message) -> LetterRow:
    kind = _(KINDS.get(message.kind, OTHER))
    return LetterRow(message, kind, about(message.params), masked(message.email))


def _back() -> Response:
    pile = read_query(request.form, {"pile": list(Pile)}).get("pile")
    return redirect(url_for("letters.index", pile=pile), 303)
