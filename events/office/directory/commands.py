"""`kepuli units list|rename|merge`."""

import json
from datetime import date
from typing import Any

import click

from events import clock
from events.audit import PROGRAM
from events.days.forms import TextRefused, read_day
from events.db import connection
from events.office.directory.actions import rename_unit
from events.office.directory.merging import merge_units
from events.office.directory.queries import get_open_unit
from events.text import clean_line
from events.units.queries import units_by_region


def read_name(text: str) -> str:
    """A clean name of 1 to 120 characters."""
    name = clean_line(text)
    if not 1 <= len(name) <= 120:
        raise TextRefused("单位的名称要有 1 到 120 个字。")
    return name


@click.group()
def units() -> None:
    """单位名录：列出、改名、合并重复的。"""


@units.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
def list_(as_json: bool) -> None:
    """名录里的单位，按地区；并入别处的不列。"""
    with connection():
        regions = units_by_region()
    if as_json:
        found = [
            {"slug": unit.slug, "name": unit.name, "region": region.slug, "kind": unit.kind}
            for region, units in regions.items()
            for unit in units
        ]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for region, units in regions.items():
        click.echo(f"{region.name}（{region.slug}）")
        for unit in units:
            click.echo(f"  {unit.slug:<36} {unit.name}")


@units.command()
@click.argument("slug")
@click.argument("name", type=read_name)
@click.option("--until", type=read_day, metavar="YYYY-MM-DD", help="原名用到哪天（含），默认今天。")
@click.pass_obj
def rename(settings: Any, slug: str, name: str, until: date | None) -> None:
    """单位改名；原名记在曾用名里，日历跟着更新。"""
    with connection():
        unit, day = get_open_unit(slug), until or clock.today(settings.timezone)
        before = unit.name
        rename_unit(unit, name, day, PROGRAM, clock.now())
    click.echo(f"{before} 已改名为 {name}。")


@units.command()
@click.argument("slug")
@click.option("--into", required=True, metavar="SLUG", help="留下来的那个单位的代号。")
def merge(slug: str, into: str) -> None:
    """把重复的单位并入另一个；不能撤销。"""
    with connection():
        loser, survivor = get_open_unit(slug), get_open_unit(into)
        merge_units(loser, survivor, PROGRAM, clock.now())
    click.echo(f"{loser.name}（{slug}）已并入 {survivor.name}（{into}）。")
