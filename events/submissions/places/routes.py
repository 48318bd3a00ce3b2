"""The places step: known venues found by name, new ones, and which sitting is where."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.errors import NotFound
from events.submissions.actions import DraftChanged, refuse_closed
from events.submissions.links import (
    find_submission,
    read_version,
    setting_of,
    step_page,
    url_after,
)
from events.submissions.models import Submission
from events.submissions.places.actions import save_places
from events.submissions.places.forms import read_places
from events.submissions.places.queries import (
    MOST_FOUND,
    districts_by_parent,
    earlier_venues,
    likely_doubles,
    search_venues,
    venues_with,
)
from events.submissions.places.typed import BLANK, columns_of, new_key, rows_of, typed_from_form
from events.submissions.policies import OWN_SUBMISSION
from events.submissions.readings import Problem
from events.submissions.schedule.listing import read_rows
from events.submissions.typed import Typed, refuse_long, text_of
from events.text import clean_line
from events.units.models import District
from web.policies import policy

submission_places = Blueprint(
    "submission_places",
    __name__,
    url_prefix="/workspace/submissions/<int:submission_id>/places",
)
Page = str | Response | tuple[str, int]


@submission_places.get("")
@policy(OWN_SUBMISSION)
def edit(submission_id: int) -> Page:
    """The places as they were left; with ?words= what a search finds."""
    submission = find_submission(submission_id)
    refuse_closed(submission)
    return _page(submission, submission.draft.get("places", {}))


@submission_places.post("")
@policy(OWN_SUBMISSION)
def update(submission_id: int) -> Page:
    """Keep the places and go on, unless something is wrong or a warning has not been seen yet."""
    submission, typed = find_submission(submission_id), _typed()
    try:
        submission = _keep(submission, typed)
    except DraftChanged as refusal:
        return _changed(refusal, typed)
    if "leave" in request.form:
        return redirect(url_for("submissions.show", submission_id=submission_id), 303)
    format_ = text_of(submission.draft, "basics", "format")
    reading = read_places(typed, setting_of(submission), format_)
    if reading.problems:
        return _page(submission, typed, problems=reading.problems), 422
    if set(reading.warnings) - set(request.form.getlist("seen")):
        flash(_("已保存。下面有几点提醒，请看一眼；没有问题就再按一次“保存并继续”。"))
        return redirect(url_for(".edit", submission_id=submission_id), 303)
    return redirect(url_after("places", submission_id, submission.draft), 303)


@submission_places.post("/search")
@policy(OWN_SUBMISSION)
def search(submission_id: int) -> Page:
    """Look for a venue; all that was typed is kept first."""
    words = clean_line(request.form.get("words", ""))[:60]
    return _again(submission_id, lambda rows: rows, words=words)


@submission_places.post("/venues")
@policy(OWN_SUBMISSION)
def add(submission_id: int) -> Page:
    """One place more: the venue that was chosen, or a new one to be described."""
    more = BLANK | {"venue": _chosen()}
    return _again(
        submission_id, lambda rows: [*rows, more | {"key": new_key(row["key"] for row in rows)}]
    )


@submission_places.post("/<key>/venue")
@policy(OWN_SUBMISSION)
def replace(submission_id: int, key: str) -> Page:
    """The place that was being described is a venue that exists."""
    known = {"venue": _chosen(), "name": "", "district": "", "address": "", "coordinates": ""}
    return _again(
        submission_id, lambda rows: [row | (known if row["key"] == key else {}) for row in rows]
    )


@submission_places.post("/<key>/removal")
@policy(OWN_SUBMISSION)
def remove(submission_id: int, key: str) -> Page:
    """A place less; what was there is at the first that is left."""
    return _again(submission_id, lambda rows: [row for row in rows if row["key"] != key])


@submission_places.post("/<key>/sittings")
@policy(OWN_SUBMISSION)
def seat_all(submission_id: int, key: str) -> Page:
    """All sittings at this place."""
    return _again(submission_id, lambda rows: rows, everywhere=key)


def _typed() -> Typed:
    typed = typed_from_form(request.form)
    refuse_long(typed)
    return typed


def _chosen() -> str:
    """The venue of the button; raises NotFound for one that isn't there."""
    text = clean_line(request.form.get("chosen", ""))
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    if text and not venues_with([number]):
        raise NotFound("没有这个场馆，请退回去重新查找。")
    return text


def _keep(submission: Submission, typed: Typed, everywhere: str = "") -> Submission:
    """As it is then, with its unit; raises DraftChanged."""
    seats = {
        int(name[3:]): everywhere or value
        for name, value in request.form.items()
        if name.startswith("at-") and name[3:].isdecimal() and len(name) < 9
    }
    version = read_version(request.form)
    try:
        save_places(submission, typed, seats, version, clock.now())
    except DraftChanged as refusal:
        raise DraftChanged(find_submission(submission.id)) from refusal
    return find_submission(submission.id)


def _again(
    submission_id: int, change: Callable[[list[dict[str, str]]], list[dict[str, str]]],
    words: str = "", everywhere: str = "",
) -> Page:  # fmt: skip
    """The same page after a button other than the last."""
    typed = _typed()
    typed = {**typed, **columns_of(change(rows_of(typed)))}
    try:
        _keep(find_submission(submission_id), typed, everywhere)
    except DraftChanged as refusal:
        return _changed(refusal, typed)
    anchor = "found" if words else "places"
    return redirect(
        url_for(".edit", submission_id=submission_id, words=words or None, _anchor=anchor), 303
    )


def _changed(refusal: DraftChanged, typed: Typed) -> Page:
    return _page(refusal.submission, typed, others=[refusal.message]), 409


def _page(
    submission: Submission, typed: Typed, problems: tuple[Problem, ...] = (),
    others: list[str] | None = None,
) -> str:  # fmt: skip
    setting = setting_of(submission)
    rows = rows_of(typed)
    earlier = earlier_venues(submission.unit)
    words = clean_line(request.args.get("words", ""))[:60]
    found = search_venues(words, submission.unit, earlier) if words else []
    return render_template(
        "submissions/places/edit.html",
        **step_page(submission, "places"),
        rows=rows,
        venues=venues_with([int(row["venue"]) for row in rows if _is_id(row["venue"])]),
        doubles={row["key"]: _doubles(row) for row in rows},
        districts=districts_by_parent(),
        sittings=read_rows(submission.draft.get("schedule", {}), setting.zone),
        zone=setting.zone.key,
        earlier=earlier,
        words=words,
        found=found[:MOST_FOUND],
        count_found=len(found),
        problems=problems,
        wrongs=_by_row(problems),
        others=others or [],
        warnings=read_places(typed, setting).warnings,
        is_online=text_of(submission.draft, "basics", "format") == "online",
    )


def _by_row(problems: tuple[Problem, ...]) -> dict[int, dict[str, str]]:
    """Row number -> cell -> what is wrong there."""
    found: dict[int, dict[str, str]] = {}
    for problem in problems:
        cell, _dash, number = problem.field.rpartition("-")
        if cell:
            found.setdefault(int(number), {})[cell] = problem.text
    return found


def _doubles(row: Mapping[str, Any]) -> list[Any]:
    if row["venue"] or not row["name"] or not _is_id(row["district"]):
        return []
    district = District.get_or_none(District.id == int(row["district"]))
    return likely_doubles(row["name"], district) if district else []


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
