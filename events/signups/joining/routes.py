"""The public signs up: the form of an occurrence, as a page or as JSON; and lost sign-ups."""

import re
import secrets
from collections.abc import Hashable
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from events import clock
from events.activities.standing import Stand, Standing, standing
from events.errors import EventsError, Gone, NotFound, TooOften
from events.people.policies import current
from events.signups.joining.actions import Unsaved, ask
from events.signups.joining.describing import describe, tell_made, tell_refused, typed_in
from events.signups.joining.forms import contact_in, signup_form
from events.signups.joining.limits import Limits
from events.signups.joining.queries import (
    Offer,
    counted,
    counted_in,
    get_offer,
    others_open,
)
from events.signups.joining.remembering import FullPage, Memory
from events.signups.keys import keyring
from events.signups.models import Signup, State
from events.signups.queries import ahead_of, count_waiting, find_by_key
from events.signups.refusals import PlacesGone
from events.signups.wishes import Wish
from web.language import in_words
from web.policies import PUBLIC, policy
from web.preferences import preferences

signups = Blueprint("signups", __name__)

_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")
_KEPT = secrets.token_hex(16)  # where a remembered page has what somebody typed
_OFFERED = (Stand.NOT_YET, Stand.OPEN, Stand.WAITING)


@signups.record
def prepare(state: BlueprintSetupState) -> None:
    state.app.extensions["signup_memory"] = Memory()
    state.app.extensions["signup_limits"] = Limits(state.app.config["SETTINGS"].signup_rate)


@signups.get("/occurrences/<int:occurrence_id>/signups/new")
@policy(PUBLIC)
def new(occurrence_id: int) -> ResponseReturnValue:
    offer, key = get_offer(occurrence_id), _new_key()
    form = _form_of(offer)()
    if _speaks_json():
        told = describe(offer, form, clock.now(), _purpose())
        return jsonify(told | {"csrf_token": generate_csrf(), "key": key})
    return _page(offer, form, key)


@signups.post("/occurrences/<int:occurrence_id>/signups")
@policy(PUBLIC)
def create(occurrence_id: int) -> ResponseReturnValue:
    """Once for each key: whoever sends the same again gets the same answer, also when it is full or
    over by now, and never has to wait."""
    typed = typed_in(request.get_data()) if request.is_json else request.form
    key = typed.get("key", "")
    if page := _full_as_before(occurrence_id, typed, key):
        return page
    made = find_by_key(key) if _KEY.fullmatch(key) else None
    if made and made.contact_hash in keyring().hashes_of(contact_in(typed)):
        return _made(made)
    if made or not _KEY.fullmatch(key):  # of somebody else, who had this page before, or of nobody
        key = _new_key()
    offer = get_offer(occurrence_id)
    form = _form_of(offer)(typed)
    try:
        signup = _sign_up(offer, form, key, may_wait="wait" in typed)
    except (NotFound, Gone):
        raise
    except EventsError as refusal:
        return _again(offer, form, key, refusal)
    return _made(signup) if signup else _again(offer, form, key)


def _sign_up(offer: Offer, form: Any, key: str, may_wait: bool) -> Signup | None:
    """None for a form with mistakes."""
    now = clock.now()
    _limits().count_attempt(_address(), offer.occurrence.id, now)
    if not form.validate():
        return None
    wish = Wish(
        occurrence_id=offer.occurrence.id,
        key=key,
        form=offer.terms.form,
        party=form.party(),
        contact=form.contact(),
        questions=offer.version.id if offer.version else None,
        consent=form.agreed_to,
        language=preferences().lang,
        may_wait=may_wait,
    )
    if standing(offer.activity, offer.occurrence, now).stand != Stand.NOT_YET:
        contact = keyring().hash_contact(wish.contact.is_known_by)
        _limits().count_contact(_address(), contact, now)
    return ask(wish, offer, now)


def _made(signup: Signup) -> ResponseReturnValue:
    url = _url_of(signup)
    if not _speaks_json():
        return redirect(url, 303)
    ahead = ahead_of(signup) if signup.state == State.WAITING else None
    return jsonify(tell_made(signup, ahead, url)), 201


def _again(
    offer: Offer, form: Any, key: str, refusal: EventsError | None = None
) -> ResponseReturnValue:
    """The form with what was typed, and with the same key."""
    status = {TooOften: 429, Unsaved: 503}
    code = next((code for kind, code in status.items() if isinstance(refusal, kind)), 422)
    headers = (
        {"Retry-After": str(refusal.seconds)} if isinstance(refusal, (TooOften, Unsaved)) else {}
    )
    if _speaks_json():
        return (
            jsonify(tell_refused(form, refusal, in_words(refusal) if refusal else None)),
            code,
            headers,
        )
    return _page(offer, form, key, refusal), code, headers


def _full_as_before(occurrence_id: int, typed: MultiDict[str, str], key: str) -> Response | None:
    """The page that whoever came too late a moment ago was given, if nothing has changed since and
    there is nothing else to say."""
    page = _memory().find(_seen(occurrence_id))
    if page is None or request.is_json or current() or not _KEY.fullmatch(key):
        return None
    if counted(occurrence_id, key) != page.counted:
        return None
    try:
        _limits().count_attempt(_address(), occurrence_id, clock.now())
    except TooOften:
        return None
    return _for_one_person(page.text.replace(_KEPT, _kept(typed, key)), 422)


def _page(offer: Offer, form: Any, key: str, refusal: EventsError | None = None) -> Response:
    gone = refusal if isinstance(refusal, PlacesGone) else None
    found = standing(offer.activity, offer.occurrence, clock.now())
    if gone and found.stand == Stand.OPEN:  # until a moment ago
        offer = get_offer(offer.occurrence.id)
        found = standing(offer.activity, offer.occurrence, clock.now())
    if gone and found.stand == Stand.FULL:
        text = _full_page(offer, form, key, refusal=refusal, found=found)
    else:
        text = _form_page(offer, form, key=key, refusal=refusal, found=found, gone=gone)
    return _for_one_person(text)


def _for_one_person(text: str, status: int = 200) -> Response:
    page = make_response(text, status)
    page.headers["Cache-Control"] = "private, no-cache"  # it holds a key
    return page


def _form_page(
    offer: Offer, form: Any, *, found: Standing, gone: PlacesGone | None, **more: Any
) -> str:
    now = clock.now()
    ahead = gone.ahead if gone else None
    if found.stand == Stand.WAITING and not gone:
        ahead = count_waiting(offer.occurrence.id)
    has_others = gone or found.stand not in (Stand.NOT_YET, Stand.OPEN)
    return _render(
        offer,
        form=form,
        found=found,
        ahead=ahead,
        is_offered=found.stand in _OFFERED or more["refusal"] is not None or form.errors,
        others=others_open(offer, now) if has_others else [],
        now=now,
        **more,
    )


def _full_page(offer: Offer, form: Any, key: str, **more: Any) -> str:
    """Nothing that could be changed would help, so what was typed is kept out of sight; the rest is
    the same for everybody who is not signed in."""
    others = others_open(offer, clock.now())
    text = _render(offer, form=form, kept=_KEPT, others=others, is_offered=True, **more)
    if not current():
        page = FullPage(text, counted_in(offer.occurrence))
        _memory().keep(_seen(offer.occurrence.id), page)
    return text.replace(_KEPT, _kept(request.form, key))


def _kept(typed: MultiDict[str, str], key: str) -> str:
    """As hidden fields. The token that came along is as good as a new one."""
    pairs = [
        *((name, value) for name, value in typed.items(multi=True) if name not in ("key", "wait")),
        ("key", key),
    ]
    field = Markup('<input type="hidden" name="{}" value="{}" autocomplete="off">')
    return Markup().join(field.format(*pair) for pair in pairs)


def _seen(occurrence_id: int) -> Hashable:
    return occurrence_id, request.full_path, request.referrer, preferences()


def _render(offer: Offer, **values: Any) -> str:
    return render_template(
        "signups/joining/new.html", offer=offer, activity=offer.activity, **values
    )


def _form_of(offer: Offer) -> type[Any]:
    return signup_form(offer.activity, offer.terms, offer.version)


def _purpose() -> str:
    """As it stands below the form."""
    days = current_app.config["SETTINGS"].keep_signups_days
    words = _("这些信息只用于这一场的报名、联系和签到，活动结束 %(days)d 天后删除。", days=days)
    return str(words)


def _url_of(signup: Signup) -> str:
    return url_for("own_signups.show", token=keyring().token_of(signup.number))


def _speaks_json() -> bool:
    accepted = request.accept_mimetypes
    return (
        request.is_json
        or accepted.best_match(["text/html", "application/json"]) == "application/json"
    )


def _memory() -> Memory:
    memory: Memory = current_app.extensions["signup_memory"]
    return memory


def _limits() -> Limits:
    limits: Limits = current_app.extensions["signup_limits"]
    return limits


def _address() -> str:
    return request.remote_addr or ""


def _new_key() -> str:
    return secrets.token_urlsafe(24)
