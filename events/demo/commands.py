"""`kepuli demo load|refresh`."""

from pathlib import Path
from typing import Any

import click

from events import clock
from events.db import connection
from events.demo.loading import load_demo
from events.demo.people import ensure_people
from events.demo.refreshing import Refreshed, refresh_demo

DEMO = Path(__file__).resolve().parent.parent.parent / "data" / "demo"


@click.group()
def demo() -> None:
    """演示内容：真实的单位、主题日和场馆，两份真实的工作要点（只有条目），虚构的活动。"""


@demo.command()
@click.pass_obj
def load(settings: Any) -> None:
    """载入演示内容；可以反复执行。此后每次启动都会让活动跟上日子。"""
    with connection():
        titles = load_demo(DEMO, clock.now())
        refreshed = refresh_demo(DEMO, clock.now(), settings.timezone)
        people = ensure_people(DEMO, clock.now(), settings.timezone)
    for title in titles:
        click.echo(f"演示：《{title}》")
    for person in people:
        click.echo(f"演示：{person['name']} {person['email']}（{person['says']}）")
    _told(refreshed)


@demo.command()
@click.pass_obj
def refresh(settings: Any) -> None:
    """让演示的活动跟上今天；已经公布的、人改过的都不动。"""
    with connection():
        _told(refresh_demo(DEMO, clock.now(), settings.timezone))


def _told(refreshed: Refreshed) -> None:
    if refreshed == Refreshed(0, 0, 0):
        click.echo("演示活动已经跟上今天，没有改动。")
    else:
        click.echo(
            f"演示活动：新增 {refreshed.activities} 个、{refreshed.occurrences} 场，"
            f"随主题日改期 {refreshed.moved} 场。"
        )
