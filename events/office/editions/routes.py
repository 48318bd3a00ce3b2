"""The office's pages of themed days and their editions: what is decided, and what is missing."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response
from wtforms import Form

from events import clock
from events.days.actions import (
    announce_edition,
    confirm_edition,
    reinstate_edition,
    set_blocks,
    set_deadlines,
    set_themes,
)
from events.days.editions import EditionRow
from events.days.queries import almanac, questions_of
from events.errors import EventsError
from events.office.editions import forms, queries, standing
from events.office.editions.actions import cancel_edition, limit_phones, move_edition
from events.people.models import OfficeRole
from events.people.policies import AUDIT, OFFICE, signed_in
from web.dates import today
from web.errors import status_of
from web.filters import read_query
from web.policies import policy

editions = Blueprint("editions", __name__, url_prefix="/office/editions")
_ONE = "/<slug>/<int:year>"
Answer = Response | str | tuple[str, int]


@editions.get("")
@policy(AUDIT)
def index() -> str:
    """Every themed day with its next edition, and what the office still owes it."""
    only_missing = "missing" in read_query(request.args, {"missing": ("1",)})
    found = standing.standings(almanac(today()), queries.registered())
    return render_template(
        "office/editions/index.html",
        today=today(),
        standings=[one for one in found if one.missing or not only_missing],
        missing=sum(bool(one.missing) for one in found),
        count=len(found),
        only_missing=only_missing,
    )


@editions.get(_ONE)
@policy(AUDIT)
def show(slug: str, year: int) -> str:
    """One edition: its days and who says so, deadlines, blocks, questions, what doesn't fit."""
    return _page(_row(slug, year))


@editions.post(f"{_ONE}/announcement")
@policy(OFFICE)
def announce(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.AnnouncementForm(request.form)

    def verb() -> None:
        theme, known = form.theme.data or None, not form.launch_only.data
        announce_edition(row, form.span, form.basis, clock.now(), theme, known, by=signed_in())

    return _settle(row, form, verb, _("已公布。订阅的日历会跟着更新。"))


@editions.post(f"{_ONE}/confirmation")
@policy(OFFICE)
def confirm(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.ConfirmationForm(request.form)
    return _settle(
        row,
        form,
        lambda: confirm_edition(row, clock.now(), form.second, by=signed_in()),
        _("已确认。"),
    )


@editions.post(f"{_ONE}/reinstatement")
@policy(OFFICE)
def reinstate(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.SourceForm(request.form)
    return _settle(
        row,
        form,
        lambda: reinstate_edition(row, form.basis, clock.now(), by=signed_in()),
        _("已恢复。订阅的日历会重新显示这一届。"),
    )


@editions.post(f"{_ONE}/themes")
@policy(OFFICE)
def theme(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.ThemesForm(request.form)
    return _settle(
        row,
        form,
        lambda: set_themes(row, form.themes.data, clock.now(), by=signed_in()),
        _("主题已保存。"),
    )


@editions.post(f"{_ONE}/blocks")
@policy(OFFICE)
def divide(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.BlocksForm(request.form)
    return _settle(
        row,
        form,
        lambda: set_blocks(row, form.blocks.data, clock.now(), by=signed_in()),
        _("板块已保存。"),
    )


@editions.post(f"{_ONE}/deadlines")
@policy(OFFICE)
def schedule(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.DeadlinesForm(request.form)
    return _settle(
        row,
        form,
        lambda: set_deadlines(row, form.deadlines, clock.now(), by=signed_in()),
        _("期限已保存。"),
    )


@editions.post(f"{_ONE}/phone-limit")
@policy(OFFICE)
def limit(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.PhoneLimitForm(request.form)
    return _settle(
        row,
        form,
        lambda: limit_phones(row, form.limit, signed_in(), clock.now()),
        _("报名上限已保存。"),
    )


@editions.get(f"{_ONE}/move")
@policy(OFFICE)
def new_move(slug: str, year: int) -> Answer:
    """Other days: with days in the address, what the move would mean."""
    row, form = _row(slug, year), forms.DaysForm(request.args)
    if not request.args.keys() & form.data.keys():
        return _change_page("move", row, forms.DaysForm())
    if not form.validate():
        return _change_page("move", row, form), 422
    effect = queries.effect_of(queries.activities_beside(row, form.span, today()), row)
    return _change_page("move", row, form, effect)


@editions.post(f"{_ONE}/move")
@policy(OFFICE)
def move(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.DaysForm(request.form)
    return _settle(
        row,
        form,
        lambda: move_edition(row, form.span, form.basis, signed_in(), today(), clock.now()),
        _("已改期。订阅的日历会跟着更新，受影响的单位会收到信。"),
        lambda refusal: _change_page("move", row, form, refusal=refusal),
    )


@editions.get(f"{_ONE}/cancellation")
@policy(OFFICE)
def new_cancellation(slug: str, year: int) -> Answer:
    """No edition: with a reason in the address, what that would mean."""
    row, form = _row(slug, year), forms.CancellationForm(request.args)
    if "reason" not in request.args:
        return _change_page("cancellation", row, forms.CancellationForm())
    if not form.validate():
        return _change_page("cancellation", row, form), 422
    effect = queries.effect_of(queries.activities_to_come(row, today()), row)
    return _change_page("cancellation", row, form, effect)


@editions.post(f"{_ONE}/cancellation")
@policy(OFFICE)
def cancel(slug: str, year: int) -> Answer:
    row, form = _row(slug, year), forms.CancellationForm(request.form)
    return _settle(
        row,
        form,
        lambda: cancel_edition(row, form.reason.data or "", signed_in(), today(), clock.now()),
        _("这一届已取消。订阅的日历会标明，受影响的单位会收到信。"),
        lambda refusal: _change_page("cancellation", row, form, refusal=refusal),
    )


def _row(slug: str, year: int) -> EditionRow:
    return standing.edition_row(almanac(today()), slug, year)


def _settle(
    row: EditionRow,
    form: Form,
    verb: Callable[[], object],
    done: str,
    again: Callable[[str], str] | None = None,
) -> Answer:
    """Do it and go back to the edition; or show the form again, with what is wrong."""
    again = again or (lambda refusal: _page(row, form, refusal))
    if not form.validate():
        return again(""), 422
    try:
        verb()
    except EventsError as refusal:
        return again(refusal.message), status_of(refusal)
    flash(done)
    return redirect(url_for(".show", slug=row.day.slug, year=row.year), 303)


def _page(row: EditionRow, bound: Form | None = None, refusal: str = "") -> str:
    """The edition's page; `bound` is the form that was just refused, in place of a fresh one."""
    fresh = {
        "announcement": forms.AnnouncementForm(),
        "confirmation": forms.ConfirmationForm(),
        "reinstatement": forms.SourceForm(),
        "themes": forms.ThemesForm(themes=row.themes),
        "blocks": forms.BlocksForm(blocks=row.stored.blocks if row.stored else ()),
        "phone_limit": forms.PhoneLimitForm(phone_limit=queries.phone_limit_of(row)),
        "deadlines": forms.DeadlinesForm(data=vars(standing.deadlines_of(row))),
    }
    shown = {name: bound if type(bound) is type(form) else form for name, form in fresh.items()}
    counted, key = queries.registered(), (row.day.id, row.year)
    return render_template(
        "office/editions/show.html",
        today=today(),
        row=row,
        years=range(today().year - 1, today().year + 3),
        forms=shown,
        bound=bound,
        refusal=refusal,
        steps=standing.steps(row),
        is_regional=standing.is_regional(row),
        may_change=signed_in().is_any(OfficeRole.OFFICE),
        doubt=standing.doubt_about_deadlines(row),
        questions=questions_of(row.stored.id) if row.stored else [],
        public=counted.public[key],
        in_review=counted.in_review[key],
        outside=queries.activities_beside(row, row.span, today()) if row.span else [],
    )


def _change_page(
    what: str, row: EditionRow, form: Form, effect: queries.Effect | None = None, refusal: str = ""
) -> str:
    """A move or a cancellation, before it is decided."""
    return render_template(
        f"office/editions/{what}.html", row=row, form=form, effect=effect, refusal=refusal
    )
