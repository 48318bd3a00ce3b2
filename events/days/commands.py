"""`kepuli days list|show` and `kepuli editions announce|confirm|move|cancel|theme`."""

import json
from datetime import date, datetime
from typing import Any

import click

from events import clock
from events.days import actions
from events.days.actions import Source
from events.days.editions import PREDICTED_YEARS, Almanac, EditionRow
from events.days.models import Edition, ThemedDay
from events.days.queries import almanac
from events.days.recurrence import Span
from events.db import connection
from events.errors import NotFound

_STATUS = {
    "predicted": "按规则预测",
    "announced": "已公布",
    "confirmed": "已确认",
    "cancelled": "已取消",
}
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def days() -> None:
    """主题日和历届日期。"""


@days.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@click.pass_obj
def list_(settings: Any, as_json: bool) -> None:
    """所有主题日和它们的下一届。"""
    with connection():
        book = almanac(clock.today(settings.timezone))
    listed = [(day, _next(book, day)) for day in book.days]
    if as_json:
        click.echo(
            json.dumps([_line(day, row) for day, row in listed], ensure_ascii=False, indent=1)
        )
        return
    for day, row in listed:
        when = f"{row.first_day} {_STATUS[row.date_status]}" if row else "日期未定"
        click.echo(f"{day.slug:<36} {day.name}　{when}")


@days.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象，供程序读取。")
@click.pass_obj
def show(settings: Any, slug: str, as_json: bool) -> None:
    """一个主题日：规则、历届日期、今后两年的预测。"""
    with connection():
        book = almanac(clock.today(settings.timezone))
    day = _get(book, slug)
    rows = editions_to_show(book, day)
    if as_json:
        click.echo(json.dumps(_object(day, rows), ensure_ascii=False, indent=1))
        return
    click.echo(f"{day.name}（{day.slug}）\n{day.rule_words}")
    for row in rows:
        when = f"{row.first_day} 至 {row.last_day}" if row.span else "日期不明"
        click.echo(f"{row.year}  {when}  {_STATUS[row.date_status]}  {'；'.join(row.themes)}")


@click.group()
def editions() -> None:
    """某一年的主题日：公布、确认、改期、取消、写主题。"""


@editions.command()
@click.argument("slug")
@click.argument("year", type=int)
@click.option("--first", type=_DAY, required=True, help="第一天，例如 2027-05-15。")
@click.option("--last", type=_DAY, required=True, help="最后一天（含）。")
@click.option("--source", required=True, help="依据，例如通知的标题和文号。")
@click.option("--url", default="", help="依据的网址。")
@click.option("--theme", help="当年的主题。")
@click.pass_obj
def announce(
    settings: Any, slug: str, year: int, first: datetime, last: datetime,
    source: str, url: str, theme: str | None,
) -> None:  # fmt: skip
    """通知公布了日期。"""
    with connection():
        row = _row(settings, slug, year)
        span = Span(first.date(), last.date())
        _told(actions.announce_edition(row, span, Source(source, url), clock.now(), theme))


@editions.command()
@click.argument("slug")
@click.argument("year", type=int)
@click.option("--source", help="第二个依据。")
@click.option("--url", default="", help="依据的网址。")
@click.option("--theme", help="当年的主题。")
@click.pass_obj
def confirm(
    settings: Any, slug: str, year: int, source: str | None, url: str, theme: str | None
) -> None:
    """确认已知的日期。"""
    with connection():
        row = _row(settings, slug, year)
        basis = Source(source, url) if source else None
        _told(actions.confirm_edition(row, clock.now(), basis, theme))


@editions.command()
@click.argument("slug")
@click.argument("year", type=int)
@click.option("--first", type=_DAY, required=True, help="新的第一天。")
@click.option("--last", type=_DAY, required=True, help="新的最后一天（含）。")
@click.option("--source", required=True, help="依据，例如改期通知的标题。")
@click.option("--url", default="", help="依据的网址。")
@click.pass_obj
def move(
    settings: Any, slug: str, year: int, first: datetime, last: datetime, source: str, url: str
) -> None:
    """改到别的日子，原来的日期会一并显示。"""
    with connection():
        row = _row(settings, slug, year)
        span = Span(first.date(), last.date())
        _told(actions.move_edition(row, span, Source(source, url), clock.now()))


@editions.command()
@click.argument("slug")
@click.argument("year", type=int)
@click.option("--reason", required=True, help="公众会看到的原因。")
@click.pass_obj
def cancel(settings: Any, slug: str, year: int, reason: str) -> None:
    """当年不再举办；日历里会标明已取消。"""
    with connection():
        row = _row(settings, slug, year)
        _told(actions.cancel_edition(row, reason, clock.now()))


@editions.command()
@click.argument("slug")
@click.argument("year", type=int)
@click.argument("text")
@click.pass_obj
def theme(settings: Any, slug: str, year: int, text: str) -> None:
    """写下当年的主题。"""
    with connection():
        _told(actions.set_theme(_row(settings, slug, year), text, clock.now()))


def editions_to_show(book: Almanac, day: ThemedDay) -> list[EditionRow]:
    """The stored editions, this year's, and the predicted ones of the next two years."""
    ahead = range(book.today.year, book.today.year + PREDICTED_YEARS + 1)
    return list(book.rows_of(day, sorted({*book.stored_years(day), *ahead})))


def _object(day: ThemedDay, rows: list[EditionRow]) -> dict[str, Any]:
    return {
        "slug": day.slug,
        "name": day.name,
        "rule": day.rule,
        "predictability": day.predictability,
        "editions": [_edition(row) for row in rows],
    }


def _edition(row: EditionRow) -> dict[str, Any]:
    sources = row.stored.sources if row.stored else []
    return {
        "year": row.year,
        "first_day": _iso(row.first_day),
        "last_day": _iso(row.last_day),
        "date_status": str(row.date_status),
        "themes": list(row.themes),
        "source": (sources[-1].get("url") or sources[-1]["title"]) if sources else None,
        "end_known": row.end_known,
        **({"region": row.region.slug} if row.region else {}),
    }


def _line(day: ThemedDay, row: EditionRow | None) -> dict[str, Any]:
    return {"slug": day.slug, "name": day.name, "next": _edition(row) if row else None}


def _next(book: Almanac, day: ThemedDay) -> EditionRow | None:
    rows = book.rows_of(day, range(book.today.year - 1, book.today.year + PREDICTED_YEARS + 1))
    return next((row for row in rows if row.last_day and row.last_day >= book.today), None)


def _get(book: Almanac, slug: str) -> ThemedDay:
    day = book.find(slug)
    if day is None:
        raise NotFound(f"没有“{slug}”这个主题日，用 kepuli days list 看全部代号。")
    return day


def _row(settings: Any, slug: str, year: int) -> EditionRow:
    book = almanac(clock.today(settings.timezone))
    return book.row(_get(book, slug), year)


def _told(edition: Edition) -> None:
    click.echo(
        f"{edition.themed_day.name} {edition.year}：{_iso(edition.first_day)} 至 "
        f"{_iso(edition.last_day)}，{_STATUS[edition.date_status]}。"
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
