"""`kepuli feeds warm`: the component store filled before anybody asks."""

from typing import Any

import click

from calendars.entries import Place
from calendars.store import store_components
from events import clock
from events.db import connection
from events.published import Window


@click.group()
def feeds() -> None:
    """日历订阅源。"""


@feeds.command()
@click.pass_obj
def warm(settings: Any) -> None:
    """预先写好日历条目，第一次订阅时就不用等。"""
    place = Place(settings.base_url, settings.timezone)
    with connection():
        written = store_components(place, Window(clock.today(settings.timezone)))
    click.echo(f"已写好 {written} 条日历条目。")
