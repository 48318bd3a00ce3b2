"""`kepuli`: the command line. Topics bring their commands, what concerns the whole stands here."""

import select
import signal
import socket
import sys
from contextlib import ExitStack
from functools import partial

import click
import waitress
from flask import Flask

import ports
import processes
from app import create_app
from calendars.commands import feeds
from calendars.entries import Place
from calendars.keeper import keep_store_filled
from doctor import doctor
from events import clock, schema
from events.accounts.commands import accounts
from events.activities.census.present import present
from events.activities.commands import activities, occurrences, venues
from events.activities.indexing.commands import search
from events.bulk.commands import generate
from events.catalogue.commands import DATA, catalogue
from events.catalogue.loading import load_catalogue
from events.days.commands import days, editions
from events.db import connection, open_database
from events.demo.commands import DEMO, demo
from events.demo.loading import is_empty, is_marked, load_demo
from events.demo.password import give_password
from events.demo.people import ensure_people
from events.demo.refreshing import refresh_demo
from events.errors import EventsError
from events.office.directory.commands import units
from events.plans.commands import plans
from events.signups.commands import signups
from events.signups.keys import open_keyring
from events.signups.reach import open_post
from jobs import jobs_running, notifications
from web.logs import start_logging
from web.settings import Settings, data_keys, read_settings

# Requests that wait for a common commit hold a thread each; more than this wait for the processor.
_THREADS = 8
# Seconds a thread may keep the interpreter while others want it, in a process that has all of the
# connections: waitress walks over them again and again, and at Python's 0.005 a request waits that
# long after each statement. Where several share them, to change so often costs more than it saves.
_TURN = 0.0005


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
        open_keyring(partial(data_keys, context.obj))
        open_post(bool(context.obj.smtp_url))


@cli.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """准备好数据库和目录，然后开始服务。"""
    held = ports.bind(settings)
    start_logging(settings.log_level)
    app = create_app(settings)
    _prepare(settings)
    click.echo(f"科普历已启动：{settings.base_url}\n按 Ctrl+C 停止。")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as with Ctrl+C: tidily
    processes.run(settings.processes, partial(_serve, app, settings, held))


def _serve(app: Flask, settings: Settings, held: socket.socket, number: int) -> None:
    """One of the processes that answer, each with a census of its own; the first also does what the
    program does by itself."""
    if settings.processes == 1:
        sys.setswitchinterval(_TURN)
    with ExitStack() as stack:
        stack.callback(present.begin().set)
        if number == 0:
            keep_store_filled(Place(settings.base_url, settings.timezone))
            stack.enter_context(jobs_running(app))
        waitress.serve(
            app,
            sockets=[ports.share(held) if settings.processes > 1 else held],
            threads=_THREADS,
            connection_limit=2000,
            channel_timeout=30,
            asyncore_use_poll=hasattr(select, "poll"),  # cheaper than select, and knows no limit
            ident=None,
            # ProxyFix reads them, and only as many as there are trusted proxies
            clear_untrusted_proxy_headers=not settings.trusted_proxies,
        )


@cli.command()
def migrate() -> None:
    """把数据库升级到当前版本。"""
    applied = schema.migrate()
    click.echo(f"已升级：{'、'.join(applied)}" if applied else "数据库已是最新。")


def _prepare(settings: Settings) -> None:
    schema.migrate()
    with connection():
        was_empty = is_empty()
        load_catalogue(DATA, clock.now())
        if was_empty:
            load_demo(DEMO, clock.now())
        if is_marked():
            refresh_demo(DEMO, clock.now(), settings.timezone)
            _tell_of_demo(settings)


def _tell_of_demo(settings: Settings) -> None:
    people = ensure_people(DEMO, clock.now(), settings.timezone)
    if not people:
        return
    emails = [person["email"] for person in people]
    password = give_password(emails, settings.data_dir, clock.now())
    click.echo(f"演示登录：{settings.base_url}/sign-in，密码都是 {password}")
    for person in people:
        click.echo(f"  {person['email']:<24}{person['says']}")


for group in (
    accounts, catalogue, days, editions, units, plans, activities, occurrences, venues, feeds, demo,
    generate, search, signups, notifications, doctor,
):  # fmt: skip
    cli.add_command(group)


def main() -> None:
    """A refusal is one sentence on standard error and exit code 1."""
    try:
        cli(prog_name="kepuli")
    except EventsError as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
