"""`kepuli days list|show` and `kepuli editions announce|confirm|move|cancel|reinstate|theme`."""

import json
from datetime import date
from typing import Any

import click

from events import clock
from events.days import actions
from events.days.actions import Source
from events.days.editions import Almanac, EditionRow
from events.days.forms import read_day, read_line, read_link, read_year
from events.days.listing import (
    STATUS_WORDS,
    day_as_json,
    day_in_words,
    edition_as_json,
    edition_in_words,
    editions_to_show,
    next_edition,
)
from events.days.models import DateStatus, Edition, ThemedDay
from events.days.queries import almanac
from events.days.recurrence import Span
from events.db import connection
from events.errors import NotFound

_URL: dict[str, Any] = {
    "type": read_link,
    "default": None,
    "metavar": "URL",
    "help": "依据的网址。",
}
_THEME: dict[str, Any] = {"type": read_line, "metavar": "TEXT", "help": "当年的主题。"}
_DAY: dict[str, Any] = {"type": read_day, "required": True, "metavar": "YYYY-MM-DD"}
_SOURCE: dict[str, Any] = {"type": read_line, "metavar": "TEXT"}


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
    listed = [(day, next_edition(book, day)) for day in book.days]
    if not as_json:
        for day, row in listed:
            click.echo(day_in_words(day, row))
        return
    objects = [
        {"slug": day.slug, "name": day.name, "next": edition_as_json(row) if row else None}
        for day, row in listed
    ]
    click.echo(json.dumps(objects, ensure_ascii=False, indent=1))


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
        click.echo(json.dumps(day_as_json(day, rows), ensure_ascii=False, indent=1))
        return
    click.echo(f"{day.name}（{day.slug}）\n{day.rule_words}")
    for row in rows:
        click.echo(edition_in_words(row))


@click.group()
def editions() -> None:
    """某一年的主题日：公布、确认、改期、取消、恢复、写主题。"""


@editions.command()
@click.argument("slug")
@click.argument("year", type=read_year)
@click.option("--first", **_DAY, help="第一天，例如 2027-05-15。")
@click.option(
    "--last", type=read_day, metavar="YYYY-MM-DD", help="最后一天（含）；只公布了启动日就不写。"
)
@click.option("--source", required=True, **_SOURCE, help="依据，例如通知的标题和文号。")
@click.option("--url", **_URL)
@click.option("--theme", **_THEME)
@click.pass_obj
def announce(
    settings: Any, slug: str, year: int, first: date, last: date | None,
    source: str, url: str | None, theme: str | None,
) -> None:  # fmt: skip
    """通知公布了日期。"""
    span = Span(first, last or first)
    with connection():
        row, basis = _row(settings, slug, year), Source(source, url)
        _told(actions.announce_edition(row, span, basis, clock.now(), theme, last is not None))


@editions.command()
@click.argument("slug")
@click.argument("year", type=read_year)
@click.option("--source", **_SOURCE, help="第二个依据。")
@click.option("--url", **_URL)
@click.option("--theme", **_THEME)
@click.pass_obj
def confirm(
    settings: Any, slug: str, year: int, source: str | None, url: str | None, theme: str | None
) -> None:
    """确认已知的日期。"""
    with connection():
        row = _row(settings, slug, year)
        basis = Source(source or url or "", url) if source or url else None
        _told(actions.confirm_edition(row, clock.now(), basis, theme))


@editions.command()
@click.argument("slug")
@click.argument("year", type=read_year)
@click.option("--first", **_DAY, help="新的第一天。")
@click.option("--last", **_DAY, help="新的最后一天（含）。")
@click.option("--source", required=True, **_SOURCE, help="依据，例如改期通知的标题。")
@click.option("--url", **_URL)
@click.pass_obj
def move(
    settings: Any, slug: str, year: int, first: date, last: date, source: str, url: str | None
) -> None:
    """改到别的日子，原来的日期会一并显示。"""
    with connection():
        row, basis = _row(settings, slug, year), Source(source, url)
        _told(actions.move_edition(row, Span(first, last), basis, clock.now()))


@editions.command()
@click.argument("slug")
@click.argument("year", type=read_year)
@click.option("--reason", type=read_line, required=True, metavar="TEXT", help="公众会看到的原因。")
@click.pass_obj
def cancel(settings: Any, slug: str, year: int, reason: str) -> None:
    """当年不再举办；日历里会标明已取消。"""
    with connection():
        row = _row(settings, slug, year)
        _told(actions.cancel_edition(row, reason, clock.now()))


@editions.command()
@click.argument("slug")
@click.argument("year", type=read_year)
@click.option("--source", required=True, **_SOURCE, help="依据，例如恢复举办的通知。")
@click.option("--url", **_URL)
@click.pass_obj
def reinstate(settings: Any, slug: str, year: int, source: str, url: str | None) -> None:
    """取消以后又恢复举办，日期不变。"""
    with connection():
        row, basis = _row(settings, slug, year), Source(source, url)
        _told(actions.reinstate_edition(row, basis, clock.now()))


@editions.command()
@click.argument("slug")
@click.argument("year", type=read_year)
@click.argument("text", type=read_line)
@click.pass_obj
def theme(settings: Any, slug: str, year: int, text: str) -> None:
    """写下当年的主题。"""
    with connection():
        row = _row(settings, slug, year)
        actions.set_theme(row, text, clock.now())
    click.echo(f"{row.name}的主题：{text}")


def _get(book: Almanac, slug: str) -> ThemedDay:
    day = book.find(slug)
    if day is None:
        raise NotFound(f"没有“{slug}”这个主题日，用 kepuli days list 看全部代号。")
    return day


def _row(settings: Any, slug: str, year: int) -> EditionRow:
    book = almanac(clock.today(settings.timezone))
    return book.row(_get(book, slug), year)


def _told(edition: Edition) -> None:
    """What is stored now, in the words of `days show`."""
    name, status = edition.themed_day.name, STATUS_WORDS[DateStatus(edition.date_status)]
    click.echo(f"{name} {edition.year}：{edition.first_day} 至 {edition.last_day}，{status}。")
