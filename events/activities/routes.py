"""The list of activities, by day, with ways to narrow and to widen it; and each activity."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from events import clock
from events.activities.choosing import choose
from events.activities.criteria import KEYS, Criteria, DaySpan
from events.activities.cursors import Cursor, CursorRefused, read_cursor
from events.activities.facets import count_without
from events.activities.filters import read_criteria
from events.activities.models import Activity, Occurrence
from events.activities.on_days import is_empty
from events.activities.options import find_options
from events.activities.paging import list_page, pages_of
from events.activities.programme import arrange
from events.activities.queries import (
    Withdrawn,
    coming_occurrences,
    count_occurrences,
    get_activity,
    read_activity,
)
from events.activities.standing import Standing, closing, standing
from events.activities.vocabulary import SORTS, Format, SignupMode
from events.published import GOOGLE_EVENTS, Window, feed_size
from events.signups.queries import terms_of
from events.text import clean_line
from web.addresses import telephone_address, web_address
from web.dates import today
from web.filters import unknown_keys, unknown_values
from web.language import chinese
from web.policies import PUBLIC, policy
from web.requests import allow_position

activities = Blueprint("activities", __name__, url_prefix="/activities")


@activities.get("")
@policy(PUBLIC)
def index() -> Response:
    """What takes place, from today on unless asked otherwise; every filter is in the address."""
    now = today()
    reading = read_criteria(request.args)
    criteria = reading.criteria
    chosen = choose(criteria, clock.now())
    span = criteria.span_ahead(now)
    total = count_occurrences(chosen, span)
    page, page_problem = _page(pages_of(total))
    after, after_problem = _after() if page > 1 else (None, "")
    problems = [
        *map(chinese, reading.problems),
        *unknown_values(chosen.unknown),
        page_problem,
        after_problem,
    ]
    text = render_template(
        "activities/index.html",
        today=now,
        criteria=criteria,
        chosen=chosen,
        span=span,
        listing=list_page(chosen, span, total, page, after),
        problems=list(filter(None, problems)),
        ignored=unknown_keys(request.args, [*KEYS, "page", "after"]),
        typed={key: request.args.get(key, "") for key in ("from", "to")},
        options=find_options(chosen, span, now),
        sorts=SORTS,
        contradiction="" if total else _contradiction(criteria, span),
        wider=count_without(chosen, now) if not total else [],
        all_count=count_occurrences(choose(Criteria()), DaySpan(now, None)) if not total else 0,
        feed_values=criteria.values,
        is_too_large=feed_size(chosen, Window(now)) > GOOGLE_EVENTS,
    )
    return allow_position(text)


@activities.get("/<int:activity_id>")
@policy(PUBLIC)
def show(activity_id: int) -> str | tuple[str, int]:
    """One activity: its facts, its occurrences, what was changed."""
    try:
        found = get_activity(activity_id)
    except Withdrawn as refusal:
        return _withdrawn(refusal.activity), 410
    activity = found.activity
    is_here = activity.signup_mode == SignupMode.HERE
    return render_template(
        "activities/show.html",
        today=today(),
        found=found,
        activity=activity,
        programme=arrange(found, clock.now(), current_app.config["SETTINGS"].timezone),
        online=web_address(activity.online_url),
        signup=web_address(activity.signup_url),
        telephone=telephone_address(activity.signup_phone),
        terms=terms_of(activity.id) if is_here else None,
    )


def _withdrawn(activity: Activity) -> str:
    """Why it is gone, and what there is instead."""
    now = today()
    days = [edition.themed_day.slug for edition in read_activity(activity).editions]
    return render_template(
        "activities/withdrawn.html",
        today=now,
        activity=activity,
        of_unit=coming_occurrences(now, 5, unit=(activity.organiser.slug,)),
        of_days=coming_occurrences(now, 5, day=tuple(sorted(set(days)))) if days else None,
    )


@activities.app_template_filter()
def stand(row: Any) -> Standing:
    """How far the sign-up has come of a row with its occurrence and activity."""
    return standing(row.activity, row.occurrence, clock.now())


@activities.app_template_filter()
def signup_closes(occurrence: Occurrence) -> datetime:
    return closing(occurrence)


def _page(last: int) -> tuple[int, str]:
    """The page asked for, or the nearest there is with a sentence about it."""
    asked = clean_line(request.args.get("page", ""))
    shown = asked if len(asked) <= 30 else asked[:30] + "…"
    if not asked:
        return 1, ""
    if not (asked.isascii() and asked.isdigit() and asked.strip("0")):
        return 1, _("“page=%(value)s”看不懂，这里是第 1 页。", value=shown)
    if len(asked) > 9 or int(asked) > last:
        return last, _(
            "没有第 %(page)s 页，这里是最后一页（第 %(last)d 页）。", page=shown, last=last
        )
    return int(asked), ""


def _after() -> tuple[Cursor | None, str | Markup]:
    """Behind which occurrence the page begins; without, or with a sentence about what was there
    instead, it begins where its number says."""
    token = request.args.get("after", "")
    try:
        return (read_cursor(token) if token else None), ""
    except CursorRefused as refusal:
        return None, chinese(str(refusal))


def _contradiction(criteria: Criteria, span: DaySpan) -> str:
    """Why nothing could ever be found; empty where something might."""
    if is_empty(span):
        return _("选的日期互相矛盾，没有一天都符合。去掉一个试试：")
    if criteria.near and criteria.format == (Format.ONLINE,):
        return _("线上活动没有地点，不能按远近找。去掉一个试试：")
    return ""
