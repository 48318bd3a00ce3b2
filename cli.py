"""`kepuli`: the command line. Topics bring their commands, what concerns the whole stands here."""

import os
import socket
import sys

import click
import waitress

from app import create_app
from calendars.commands import feeds
from calendars.feeds import Place
from calendars.store import store_components
from doctor import doctor
from events import clock, demo, schema
from events.catalogue.commands import DATA, catalogue
from events.catalogue.loading import load_catalogue
from events.days.commands import days, editions
from events.db import connection, open_database
from events.errors import EventsError, Misconfigured
from events.plans.commands import plans
from web.logs import start_logging
from web.settings import Settings, read_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kepuli")
@click.pass_context
def cli(context: click.Context) -> None:
    """科普历：一座城市的科学日历。"""
    if not {"-h", "--help"}.isdisjoint(sys.argv):
        return  # help needs no settings and makes no folder
    context.obj = read_settings()
    if context.invoked_subcommand != "doctor":  # which finds out by itself
        open_database(context.obj.database)


@cli.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """准备好数据库和目录，然后开始服务。"""
    _check_port_is_free(settings)
    start_logging(settings.log_level)
    app = create_app(settings)
    _prepare(settings)
    click.echo(f"科普历已启动：{settings.base_url}\n按 Ctrl+C 停止。")
    waitress.serve(
        app,
        listen=settings.listen,
        connection_limit=2000,
        channel_timeout=30,
        ident=None,
        # ProxyFix reads them, and only as many as there are trusted proxies
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
    )


@cli.command()
def migrate() -> None:
    """把数据库升级到当前版本。"""
    applied = schema.migrate()
    click.echo(f"已升级：{'、'.join(applied)}" if applied else "数据库已是最新。")


@cli.group("demo")
def demo_group() -> None:
    """演示内容：真实的单位和主题日，两份真实的工作要点（只有条目，没有原文）。"""


@demo_group.command("load")
def load_demo() -> None:
    """载入演示内容；可以反复执行。"""
    with connection():
        titles = demo.load_demo(DATA / "demo", clock.now())
    for title in titles:
        click.echo(f"演示：《{title}》")


def _prepare(settings: Settings) -> None:
    schema.migrate()
    with connection():
        is_empty = demo.is_empty()
        load_catalogue(DATA, clock.now())
        if is_empty:
            demo.load_demo(DATA / "demo", clock.now())
        place = Place(settings.base_url, settings.timezone)
        store_components(place, clock.today(settings.timezone))


def _check_port_is_free(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host.strip("[]"), settings.port))
        except OSError as error:
            raise Misconfigured(
                f"{settings.listen} 不能用（{error.strerror}），可能已有程序占用；"
                "请先停掉它，或换一个端口：KEPULI_LISTEN=127.0.0.1:8001。"
            ) from error


for group in (catalogue, days, editions, plans, feeds, doctor):
    cli.add_command(group)


def main() -> None:
    """A refusal is one sentence on standard error and exit code 1."""
    try:
        cli(prog_name="kepuli")
    except EventsError as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
