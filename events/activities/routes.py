"""The list of activities, by day, with ways to narrow and to widen it; and each activity."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import escape

from events import clock
from events.activities.choosing import Chosen, choose
from events.activities.criteria import KEYS, Criteria, DaySpan
from events.activities.facets import (
    count_audiences,
    count_districts,
    count_kinds,
    count_whens,
    count_without,
)
from events.activities.filters import read_criteria
from events.activities.models import Activity, Occurrence
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
from events.activities.vocabulary import AUDIENCES, FORMATS, KINDS, WHENS, Format, SignupMode
from events.published import GOOGLE_EVENTS, Window, feed_size
from events.signups.queries import terms_of
from events.text import clean_line
from events.units.areas import Area
from web.addresses import telephone_address, web_address
from web.dates import day, today
from web.filters import unknown_keys
from web.language import chinese, said
from web.policies import PUBLIC, policy

activities = Blueprint("activities", __name__, url_prefix="/activities")


@dataclass(frozen=True)
class Option:
    """One tick of a filter; `count` is how many there would be with it alone."""

    value: str
    label: str
    count: int
    is_chosen: bool


@activities.get("")
@policy(PUBLIC)
def index() -> str:
    """What takes place, from today on unless asked otherwise; every filter is in the address."""
    now = today()
    reading = read_criteria(request.args)
    chosen = choose(reading.criteria)
    span = reading.criteria.span_ahead(now)
    total = count_occurrences(chosen, span)
    page, page_problem = _page(pages_of(total))
    districts = count_districts(chosen, span)
    labels = _labels(chosen)
    problems = [*map(chinese, reading.problems), *_unknown(chosen)]
    return render_template(
        "activities/index.html",
        today=now,
        criteria=reading.criteria,
        chosen=chosen,
        span=span,
        listing=list_page(chosen, span, total, page),
        labels=labels,
        problems=[*problems, page_problem] if page_problem else problems,
        ignored=unknown_keys(request.args, [*KEYS, "page"]),
        typed={key: request.args.get(key, "") for key in ("from", "to")},
        whens=count_whens(chosen, now),
        kinds=_options(
            ((code, kind_word(code)) for code in KINDS),
            count_kinds(chosen, span),
            reading.criteria.kind,
        ),
        audiences=_options(
            ((code, audience_word(code)) for code in AUDIENCES),
            count_audiences(chosen, span),
            reading.criteria.audience,
        ),
        districts=_district_options(districts, chosen),
        wider=count_without(chosen, now) if not total else [],
        all_count=count_occurrences(choose(Criteria()), DaySpan(now, None)) if not total else 0,
        feed_name=_feed_name(labels.values()),
        feed_values=_values(reading.criteria),
        is_too_large=feed_size(chosen, Window(now)) > GOOGLE_EVENTS,
    )


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
def list_url(criteria: Criteria, page: int = 1) -> str:
    """The address of the list that these criteria mean."""
    values = _values(criteria) | ({"page": [str(page)]} if page > 1 else {})
    return url_for("activities.index", **values)  # type: ignore[arg-type]


@activities.app_template_filter()
def kind_word(code: str) -> str:
    return str(_(KINDS[code]))


@activities.app_template_filter()
def audience_word(code: str) -> str:
    return str(_(AUDIENCES[code]))


@activities.app_template_filter()
def format_word(code: str) -> str:
    return str(_(FORMATS[Format(code)]))


@activities.app_template_filter()
def stand(row: Any) -> Standing:
    """How far the sign-up has come of a row with its occurrence and activity."""
    return standing(row.activity, row.occurrence, clock.now())


@activities.app_template_filter()
def signup_closes(occurrence: Occurrence) -> datetime:
    return closing(occurrence)


@activities.app_template_filter()
def when_word(code: str) -> str:
    return str(_(WHENS[code]))


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


def _values(criteria: Criteria) -> dict[str, list[str]]:
    """As `url_for` takes them: each key with all its values."""
    values: dict[str, list[str]] = {}
    for key, value in criteria.pairs:
        values.setdefault(key, []).append(value)
    return values


def _labels(chosen: Chosen) -> dict[tuple[str, str], str]:
    """(key, value) as in the address -> its words, for each that is picked; an unknown name
    stands for itself."""
    criteria = chosen.criteria
    named: dict[tuple[str, str], str] = {
        ("day", row.slug): said(row, "name") for row in chosen.days
    }
    named |= {("unit", row.slug): said(row, "name") for row in chosen.units}
    named |= {("district", row.slug): said(row, "name") for row in chosen.districts}
    named |= {("venue", str(row.id)): said(row, "name") for row in chosen.venues}
    named |= {("kind", code): kind_word(code) for code in criteria.kind}
    named |= {("audience", code): audience_word(code) for code in criteria.audience}
    if criteria.when:
        named["when", criteria.when] = when_word(criteria.when)
    if criteria.first_day:
        named["from", str(criteria.first_day)] = _("%(day)s起", day=day(criteria.first_day))
    if criteria.last_day:
        named["to", str(criteria.last_day)] = _("到 %(day)s", day=day(criteria.last_day))
    return {pair: named.get(pair, pair[1]) for pair in criteria.pairs}


def _unknown(chosen: Chosen) -> list[str]:
    sentences = {
        "day": _("没有代号为“%(value)s”的主题日。"),
        "unit": _("没有代号为“%(value)s”的单位。"),
        "district": _("没有代码为“%(value)s”的区县。"),
        "venue": _("没有编号为“%(value)s”的场馆。"),
    }
    return [sentences[key] % {"value": value} for key, value in chosen.unknown]


def _options(
    labels: Iterable[tuple[str, str]], counts: dict[str, int], picked: Collection[str]
) -> list[Option]:
    """What there is some of, and what is picked; the picked first, then most first."""
    options = [
        Option(value, label, counts.get(value, 0), value in picked)
        for value, label in labels
        if counts.get(value) or value in picked
    ]
    return sorted(options, key=lambda option: (not option.is_chosen, -option.count))


def _district_options(counted: list[tuple[Area, int]], chosen: Chosen) -> list[Option]:
    rows = {row.slug: row for row in (*(row for row, _count in counted), *chosen.districts)}
    return _options(
        ((slug, said(row, "name")) for slug, row in rows.items()),
        {row.slug: count for row, count in counted},
        chosen.criteria.district,
    )


def _feed_name(labels: Iterable[Any]) -> str:
    """What Outlook will call it."""
    words = _("、").join(escape(label).striptags() for label in labels)
    return _("科普活动：%(words)s", words=words) if words else _("科普活动")
