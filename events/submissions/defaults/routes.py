"""The page of what new submissions of a unit start with."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.people.policies import OWNER, signed_in
from events.submissions.actions import keep_defaults
from events.submissions.defaults.forms import Defaults
from events.submissions.readings import Setting
from events.submissions.starting.carrying import from_defaults
from events.submissions.typed import refuse_long
from events.units.models import Unit
from events.units.queries import get_unit
from web.policies import policy

defaults = Blueprint("unit_defaults", __name__, url_prefix="/workspace/<unit_slug>/defaults")


@defaults.get("")
@policy(OWNER)
def edit(unit_slug: str) -> str:
    unit = get_unit(unit_slug)
    kept = from_defaults(unit)
    return _page(unit, _form(unit, {**kept.get("basics", {}), **kept.get("signup", {})}))


@defaults.post("")
@policy(OWNER)
def update(unit_slug: str) -> Response | tuple[str, int]:
    unit = get_unit(unit_slug)
    typed = _form(unit, {}).typed_from(request.form)
    refuse_long(typed)
    form = _form(unit, typed)
    if not form.validate():
        return _page(unit, form), 422
    keep_defaults(unit, form.as_draft(), signed_in(), clock.now())
    flash(_("存好了：以后新登记的活动都从这些内容开始。"))
    return redirect(url_for("unit_defaults.edit", unit_slug=unit_slug), 303)


def _form(unit: Unit, typed: Mapping[str, Any]) -> Defaults:
    setting = Setting(unit, current_app.config["SETTINGS"].timezone, clock.now())
    return Defaults({"defaults": typed}, setting)


def _page(unit: Unit, form: Defaults) -> str:
    return render_template("submissions/defaults.html", unit=unit, form=form)
