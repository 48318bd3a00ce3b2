"""`kepuli activities …`, `kepuli occurrences …` and `kepuli venues …`."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from events import clock
from events.activities import actions, places
from events.activities import occurrences as verbs
from events.activities.choosing import Chosen, choose
from events.activities.criteria import Criteria, DaySpan
from events.activities.describing import (
    activity_as_json,
    activity_in_words,
    list_activities,
    occurrence_in_words,
)
from events.activities.forms import (
    read_note,
    read_number,
    read_reason,
    read_title,
    read_wall_time,
)
from events.activities.models import Occurrence
from events.activities.queries import get_activity, get_occurrence, occurrence_rows
from events.activities.timing import Timing, TimingRefused, between, whole_days
from events.days.forms import read_day
from events.db import connection
from events.errors import NotFound
from events.text import clean_line
from events.venues.queries import all_venues, get_venue, get_very_venue

_MISSING = {"day": "主题日", "unit": "单位", "district": "区县"}
_SLUGS: dict[str, Any] = {"type": clean_line, "multiple": True, "metavar": "SLUG"}
_DAY: dict[str, Any] = {"type": read_day, "metavar": "YYYY-MM-DD"}
_TIME: dict[str, Any] = {"type": read_wall_time, "metavar": "TIME"}
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
_ID = click.argument("number", metavar="ID", type=read_number)
_REASON = click.option(
    "--reason", type=read_reason, required=True, metavar="TEXT", help="公众会看到的原因。"
)


@click.group()
def activities() -> None:
    """活动：查看、改名、撤下。"""


@activities.command("list")
@click.option("--unit", **_SLUGS, help="单位的代号。")
@click.option("--district", **_SLUGS, help="区县的代号。")
@click.option("--day", **_SLUGS, help="主题日的代号。")
@click.option("--from", "first_day", **_DAY, help="从哪天起，不写就是今天。")
@click.option("--to", "last_day", **_DAY, help="到哪天为止（含）。")
@_JSON
@click.pass_obj
def list_(
    settings: Any, first_day: date | None, last_day: date | None, as_json: bool,
    **slugs: tuple[str, ...],
) -> None:  # fmt: skip
    """这些日子里的活动，先开始的在前。"""
    span = DaySpan(first_day or clock.today(settings.timezone), last_day)
    if span.first_day and last_day and last_day < span.first_day:
        raise TimingRefused(f"截止日期 {last_day} 早于开始日期 {span.first_day}：请对调或改一个。")
    with connection():
        found = list_activities(_choose(slugs), span)
        if as_json:
            _echo_json([asdict(one) | {"first_day": str(one.first_day)} for one in found])
            return
        for one in found:
            click.echo(activity_in_words(one))


@activities.command()
@_ID
@_JSON
def show(number: int, as_json: bool) -> None:
    """一个活动和它的所有场次。"""
    with connection():
        row = get_activity(number)
    if as_json:
        _echo_json(activity_as_json(row))
        return
    click.echo(f"{row.activity.title}（{row.activity.organiser.name}）")
    for one in row.occurrences:
        click.echo(occurrence_in_words(one))


@activities.command()
@_ID
@click.option("--title", type=read_title, required=True, metavar="TEXT", help="新的名称。")
def retitle(number: int, title: str) -> None:
    """改名；原来的名称留在变更记录里。"""
    with connection():
        actions.retitle_activity(get_activity(number).activity, title, clock.now())
    click.echo(f"{number} 号活动现在叫“{title}”。")


@activities.command()
@_ID
@_REASON
def withdraw(number: int, reason: str) -> None:
    """撤下：页面和日历里不再有它。"""
    with connection():
        activity = get_activity(number).activity
        actions.withdraw_activity(activity, reason, clock.now())
    click.echo(f"“{activity.title}”已撤下。")


@click.group()
def occurrences() -> None:
    """场次：改期、换地点、延期、取消、恢复。"""


@occurrences.command()
@_ID
@click.option("--start", **_TIME, help='新的开始时间，当地的钟点，例如 "2026-11-29 14:00"。')
@click.option("--end", **_TIME, help="新的结束时间。")
@click.option("--first", **_DAY, help="没有钟点的场次：新的第一天。")
@click.option("--last", **_DAY, help="新的最后一天（含），只有一天就不写。")
@_REASON
def move(
    number: int, start: datetime | None, end: datetime | None,
    first: date | None, last: date | None, reason: str,
) -> None:  # fmt: skip
    """改到别的时间，原来的时间会一并显示。"""
    with connection():
        occurrence = get_occurrence(number)
        timing = _timing(start, end, first, last, ZoneInfo(occurrence.activity.timezone))
        _told(verbs.move_occurrence(occurrence, timing, reason, clock.now()))


@occurrences.command()
@_ID
@click.option("--venue", type=read_number, required=True, metavar="ID", help="新场馆的编号。")
@click.option("--note", type=read_note, default="", metavar="TEXT", help="楼层、房间等。")
@_REASON
def relocate(number: int, venue: int, note: str, reason: str) -> None:
    """换到别的场馆。"""
    with connection():
        occurrence, place = get_occurrence(number), get_venue(venue)
        _told(verbs.relocate_occurrence(occurrence, place, note, reason, clock.now()))


@occurrences.command()
@_ID
@_REASON
def postpone(number: int, reason: str) -> None:
    """延期，时间待定。"""
    _change(verbs.postpone_occurrence, number, reason)


@occurrences.command()
@_ID
@_REASON
def cancel(number: int, reason: str) -> None:
    """取消；日历里会标明。"""
    _change(verbs.cancel_occurrence, number, reason)


@occurrences.command()
@_ID
@_REASON
def reinstate(number: int, reason: str) -> None:
    """取消或延期以后又照常举办。"""
    _change(verbs.reinstate_occurrence, number, reason)


@click.group()
def venues() -> None:
    """场馆：查看、改名、合并。"""


@venues.command("list")
@_JSON
def list_venues(as_json: bool) -> None:
    """所有场馆，按区县。"""
    with connection():
        found = all_venues()
    if as_json:
        keys = ("id", "name", "address", "latitude", "longitude", "former_names")
        _echo_json(
            [{k: getattr(one, k) for k in keys} | {"district": one.district.slug} for one in found]
        )
        return
    for one in found:
        click.echo(f"{one.id:>7}  {one.name}（{one.district.name}）")


@venues.command()
@_ID
@click.option("--name", type=read_title, required=True, metavar="TEXT", help="新的名称。")
def rename(number: int, name: str) -> None:
    """改名；原来的名称作为曾用名留下。"""
    with connection():
        places.rename_venue(get_very_venue(number), name, clock.now())
    click.echo(f"{number} 号场馆现在叫“{name}”。")


@venues.command()
@_ID
@click.option("--into", type=read_number, required=True, metavar="ID", help="留下的场馆的编号。")
def merge(number: int, into: int) -> None:
    """两个编号其实是同一个场馆：把前一个并入后一个。"""
    with connection():
        survivor = places.merge_venues(get_very_venue(number), get_very_venue(into), clock.now())
    click.echo(f"{number} 号场馆已并入 {into} 号“{survivor.name}”。")


def _choose(slugs: dict[str, tuple[str, ...]]) -> Chosen:
    named: dict[str, Any] = {key: tuple(sorted(set(few))) for key, few in slugs.items()}
    chosen = choose(Criteria(**named))
    for key, slug in chosen.unknown:
        raise NotFound(f"没有“{slug[:60]}”这个{_MISSING[key]}，请核对代号。")
    return chosen


def _timing(
    start: datetime | None, end: datetime | None, first: date | None, last: date | None,
    zone: ZoneInfo,
) -> Timing:  # fmt: skip
    if start and end and not first and not last:
        return between(start, end, zone)
    if first and not start and not end:
        return whole_days(first, last or first, zone)
    raise TimingRefused("请写 --start 和 --end，没有钟点的场次写 --first 和 --last，不要混用。")


def _change(
    verb: Callable[[Occurrence, str, datetime], Occurrence], number: int, reason: str
) -> None:
    with connection():
        _told(verb(get_occurrence(number), reason, clock.now()))


def _told(occurrence: Occurrence) -> None:
    """What is stored now, in the words of `activities show`."""
    [row] = occurrence_rows([occurrence.id])
    click.echo(f"{row.activity.title}\n{occurrence_in_words(row)}")


def _echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
