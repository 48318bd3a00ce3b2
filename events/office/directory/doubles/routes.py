"""A unit that stands twice in the directory: find the other, see what moves, make it one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.errors import InvalidTransition
from events.office.directory.forms import MergeForm
from events.office.directory.likeness import similar_units
from events.office.directory.merging import merge_units
from events.office.directory.queries import belongings_of, find_units, get_open_unit
from events.people.policies import OFFICE, signed_in
from events.units.models import Unit
from events.units.queries import known_names
from web.policies import policy

doubles = Blueprint("doubles", __name__, url_prefix="/office/units")
Answer = Response | str | tuple[str, int]


@doubles.get("/<slug>/merge")
@policy(OFFICE)
def new(slug: str) -> str:
    """Which unit is it really? With `into` in the address, what would move there."""
    loser, into = get_open_unit(slug), request.args.get("into", "")
    if not into:
        words = " ".join(request.args.get("q", "").replace("\0", "").split())[:60]
        return render_template(
            "office/directory/merge_choose.html",
            loser=loser,
            words=words,
            found=_candidates(loser, words),
        )
    survivor = get_open_unit(into.replace("\0", ""))
    return _preview(loser, survivor, MergeForm(survivor=survivor.slug))


@doubles.post("/<slug>/merge")
@policy(OFFICE)
def create(slug: str) -> Answer:
    form = MergeForm(request.form)
    loser, survivor = (
        get_open_unit(slug),
        get_open_unit((form.survivor.data or "").replace("\0", "")),
    )
    if not form.validate():
        return _preview(loser, survivor, form), 422
    try:
        merge_units(loser, survivor, signed_in(), clock.now())
    except InvalidTransition as refusal:
        return _preview(loser, survivor, form, refusal.message), 409
    flash(_("已合并。原来的地址和订阅都转到这里。"))
    return redirect(url_for("directory.show", slug=survivor.slug), 303)


def _candidates(loser: Unit, words: str) -> list[Unit]:
    """Of the same region: those that are called alike, or those that are called `words`."""
    if words:
        found = [row.unit for row in find_units(words, loser.region_id)]
    else:
        found = similar_units(loser.name, loser.region.name, known_names(loser.region, loser))
    return [unit for unit in found if unit != loser]


def _preview(loser: Unit, survivor: Unit, form: MergeForm, refusal: str = "") -> str:
    return render_template(
        "office/directory/merge.html",
        loser=loser,
        survivor=survivor,
        moves=belongings_of(loser),
        form=form,
        refusal=refusal,
    )
