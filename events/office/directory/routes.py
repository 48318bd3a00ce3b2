"""The office's directory of units: found, corrected, renamed, named otherwise, put into groups."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response
from wtforms import Form

from events import clock
from events.errors import EventsError
from events.office.directory import forms, queries
from events.office.directory.actions import correct_unit, rename_unit
from events.people.models import OfficeRole
from events.people.policies import AUDIT, OFFICE, signed_in
from events.units.actions import add_name, join_group, leave_group, remove_name
from events.units.areas import read_areas
from events.units.models import District, NameKind, Unit
from events.units.queries import all_regions, served_regions
from web.dates import today
from web.errors import status_of
from web.filters import QueryRefused, read_query
from web.policies import policy

directory = Blueprint("directory", __name__, url_prefix="/office/units")
Answer = Response | str | tuple[str, int]


@directory.get("")
@policy(AUDIT)
def index() -> str:
    """Units by any of their names, region by region, fifty at a time."""
    regions = {region.slug: region for region in served_regions()}
    chosen = read_query(request.args, {"region": list(regions)}).get("region")
    words = " ".join(request.args.get("q", "").replace("\0", "").split())[:60]
    page = _page_number(request.args.get("page", "1"))
    found = queries.find_units(
        words, regions[chosen].id if chosen else None, (page - 1) * queries.PAGE
    )
    return render_template(
        "office/directory/index.html",
        regions=list(regions.values()),
        chosen=chosen,
        words=words,
        page=page,
        found=found[: queries.PAGE],
        has_more=len(found) > queries.PAGE,
        kinds=forms.KINDS,
        waiting=queries.waiting_requests(),
    )


@directory.get("/<slug>")
@policy(AUDIT)
def show(slug: str) -> Answer:
    """One unit in full; of a merged one the survivor."""
    unit = queries.get_very_unit(slug)
    if unit.merged_into_id:
        return redirect(url_for(".show", slug=unit.merged_into.slug), 303)
    return _page(unit)


@directory.post("/<slug>/facts")
@policy(OFFICE)
def correct(slug: str) -> Answer:
    unit, form = queries.get_open_unit(slug), forms.FactsForm(request.form)
    regions, parents = _offer(form, unit)
    return _settle(
        unit,
        form,
        lambda: correct_unit(unit, form.facts(regions, parents), signed_in(), clock.now()),
        _("资料已改。"),
    )


@directory.post("/<slug>/renaming")
@policy(OFFICE)
def rename(slug: str) -> Answer:
    unit, form = queries.get_open_unit(slug), forms.RenamingForm(request.form)
    form.today = today()

    def verb() -> None:
        assert form.until_day.data  # validated
        rename_unit(unit, form.name.data or "", form.until_day.data, signed_in(), clock.now())

    return _settle(unit, form, verb, _("已改名。原名记在曾用名里，订阅的日历会跟着更新。"))


@directory.post("/<slug>/names")
@policy(OFFICE)
def create_name(slug: str) -> Answer:
    unit, form = queries.get_open_unit(slug), forms.NameForm(request.form)
    return _settle(
        unit,
        form,
        lambda: add_name(
            unit, form.name.data or "", NameKind(form.kind.data), signed_in(), clock.now()
        ),
        _("名称已加上。"),
    )


@directory.post("/<slug>/names/<int:name_id>/removal")
@policy(OFFICE)
def delete_name(slug: str, name_id: int) -> Answer:
    unit = queries.get_open_unit(slug)
    remove_name(queries.get_name(unit, name_id), signed_in(), clock.now())
    return _back(unit, _("名称已删掉。"))


@directory.post("/<slug>/groups")
@policy(OFFICE)
def create_member(slug: str) -> Answer:
    unit, form = queries.get_open_unit(slug), forms.GroupForm(request.form)
    form.offer(queries.sheet_of(unit).other_groups)
    return _settle(
        unit,
        form,
        lambda: join_group(unit, queries.get_group(form.group.data), signed_in(), clock.now()),
        _("已加入单位组。"),
    )


@directory.post("/<slug>/groups/<group_slug>/removal")
@policy(OFFICE)
def delete_member(slug: str, group_slug: str) -> Answer:
    unit = queries.get_open_unit(slug)
    leave_group(unit, queries.get_group(group_slug), signed_in(), clock.now())
    return _back(unit, _("已退出单位组。"))


def _offer(form: forms.FactsForm, unit: Unit) -> tuple[list[District], list[Unit]]:
    """What may be chosen for the unit: regions, and parents from its own region or above."""
    regions = all_regions(unit.region)
    parents = queries.possible_parents(unit, read_areas().above(unit.region_id))
    form.offer(unit.kind, regions, parents)
    return regions, parents


def _settle(unit: Unit, form: Form, verb: Callable[[], object], done: str) -> Answer:
    """Do it and go back to the unit; or show the form again, with what is wrong."""
    if not form.validate():
        return _page(unit, form), 422
    try:
        verb()
    except EventsError as refusal:
        return _page(unit, form, refusal.message), status_of(refusal)
    return _back(unit, done)


def _back(unit: Unit, done: str) -> Response:
    flash(done)
    return redirect(url_for(".show", slug=unit.slug), 303)


def _page(unit: Unit, bound: Form | None = None, refusal: str = "") -> str:
    """The unit's page; `bound` is the form that was just refused, in place of a fresh one."""
    unit = queries.get_very_unit(unit.slug)
    sheet = queries.sheet_of(unit)
    facts, group = forms.FactsForm(data=forms.facts_of(unit)), forms.GroupForm()
    fresh = {
        "facts": facts,
        "renaming": forms.RenamingForm(until_day=today()),
        "name": forms.NameForm(),
        "group": group,
    }
    _offer(facts, unit)
    group.offer(sheet.other_groups)
    return render_template(
        "office/directory/show.html",
        sheet=sheet,
        unit=unit,
        forms={name: bound if type(bound) is type(form) else form for name, form in fresh.items()},
        bound=bound,
        refusal=refusal,
        kinds=forms.KINDS,
        name_kinds=forms.NAME_KINDS,
        may_change=signed_in().is_any(OfficeRole.OFFICE),
    )


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10_000):
        raise QueryRefused("“page”应是 1 到 10000 的数字。")
    return int(text)
