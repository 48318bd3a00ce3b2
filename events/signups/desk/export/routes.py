"""The list as a file. Taking it along is written down, so it is a POST."""

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.activities.models import Occurrence
from events.people.policies import signed_in
from events.sheets import Row
from events.signups.desk.export.actions import take_along
from events.signups.desk.export.forms import ExportForm
from events.signups.desk.export.sheets import cells
from events.signups.desk.listing import Pile
from events.signups.desk.queries import get_sitting
from events.signups.desk.reading import phones_are_open
from events.signups.policies import OWN_OCCURRENCE
from web.policies import policy
from web.sheets import csv_file, xlsx_file

desk_exports = Blueprint(
    "desk_exports", __name__, url_prefix="/workspace/occurrences/<int:occurrence_id>"
)
Page = str | Response | tuple[str, int]


@desk_exports.get("/signups/export")
@policy(OWN_OCCURRENCE)
def new(occurrence_id: int) -> Page:
    return _page(get_sitting(occurrence_id), ExportForm(request.args))


@desk_exports.post("/signups.csv")
@policy(OWN_OCCURRENCE)
def as_csv(occurrence_id: int) -> Page:
    occurrence, form = get_sitting(occurrence_id), ExportForm(request.form)
    if not form.validate():
        return _page(occurrence, form), 422
    return csv_file(_cells(occurrence, form, "csv"), f"signups-{occurrence_id}.csv")


@desk_exports.post("/signups.xlsx")
@policy(OWN_OCCURRENCE)
def as_xlsx(occurrence_id: int) -> Page:
    occurrence, form = get_sitting(occurrence_id), ExportForm(request.form)
    if not form.validate():
        return _page(occurrence, form), 422
    rows = _cells(occurrence, form, "xlsx")
    return xlsx_file(rows, f"signups-{occurrence_id}.xlsx", _("报名"))


def _cells(occurrence: Occurrence, form: ExportForm, kind: str) -> list[Row]:
    by, now = signed_in(), clock.now()
    zone = ZoneInfo(occurrence.activity.timezone)
    rows = take_along(occurrence, Pile(form.pile.data), form.reason.data, kind, by, now)
    watermark = _(
        "%(name)s于 %(when)s 导出。只用于组织这一场，用完请删除，不要转发。",
        name=by.name,
        when=f"{now.astimezone(zone):%Y-%m-%d %H:%M}",
    )
    return list(cells(rows, zone, watermark, _))


def _page(occurrence: Occurrence, form: ExportForm) -> str:
    return render_template(
        "signups/desk/export.html",
        occurrence=occurrence,
        form=form,
        is_open=phones_are_open(occurrence, clock.now()),
    )
