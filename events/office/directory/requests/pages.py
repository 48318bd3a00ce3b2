"""For everybody: ask for a unit to be taken into the directory."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from events import clock
from events.errors import InvalidTransition, TooOften
from events.office.directory.likeness import similar_units
from events.office.directory.requests.actions import ask
from events.office.directory.requests.forms import WishForm
from events.units.models import Unit
from events.units.queries import all_regions, known_names
from web.forms import once_more
from web.policies import PUBLIC, policy

wishes = Blueprint("wishes", __name__, url_prefix="/units/requests")
Answer = Response | str | tuple[str, int]


@wishes.get("/new")
@policy(PUBLIC)
def new() -> str:
    form = WishForm()
    form.offer(all_regions())
    return _page(form)


@wishes.post("")
@policy(PUBLIC)
def create() -> Answer:
    """Ask; first, whether it isn't one of those that are called alike."""
    form = WishForm(request.form)
    form.offer(all_regions())
    if not form.validate():
        return _page(form), 422
    alike = [] if form.differs.data else _alike(form)
    if alike:
        return _page(form, alike), 422
    try:
        ask(form.wish, request.remote_addr or "", clock.now())
    except InvalidTransition as refusal:
        return _page(form, refusal=refusal.message), 409
    except TooOften as refusal:
        return once_more(_page(form, refusal=refusal.message), refusal)
    return redirect(url_for(".received"), 303)


@wishes.get("/received")
@policy(PUBLIC)
def received() -> str:
    return render_template("office/directory/request_received.html")


def _alike(form: WishForm) -> list[Unit]:
    region = form.chosen_region
    assert region  # validated
    return similar_units(form.name.data or "", region.name, known_names(region))


def _page(form: WishForm, alike: list[Unit] | None = None, refusal: str = "") -> str:
    return render_template(
        "office/directory/request_new.html", form=form, alike=alike or [], refusal=refusal
    )
