"""What runs by itself while the program serves, and `kepuli notifications`, which does it at once.

Nothing here has to be remembered: what is due can always be seen from the tables, and each piece
of work is claimed there before it is done, so several processes may do the same.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import click
from flask import Flask, g
from huey import MemoryHuey
from huey.consumer import Consumer, Scheduler

from app import create_app
from events import clock
from events.activities.indexing.actions import fill_if_needed
from events.db import connection
from events.errors import Misconfigured
from events.notifications.delivery import Render, deliver, envelope
from events.notifications.models import Message, MessageState
from events.notifications.post import Post
from events.notifications.queries import Pile, standing
from events.notifications.rendering import Letter, Supplement, render
from events.office.directory.tidying import tidy as tidy_requests
from events.people.tidying import tidy as tidy_people
from events.reviews.batches import run_due
from events.reviews.digest import write_digests
from events.signups.erasing import erase_due
from events.signups.filling import fill_email_hashes
from events.signups.letters.following import Follower
from events.signups.letters.missing import have_called
from events.signups.letters.reminders import write_signup_reminders
from events.signups.letters.supplement import supplement
from events.signups.scrubbing import Scrubber
from events.signups.waiting import lapse_offers, promote_due
from events.submissions.reminders import write_reminders
from events.subscriptions.actions import drop_unused
from web.preferences import Preferences
from web.settings import Settings

_EVERY = 5  # seconds
_MORNING = 8  # o'clock
_LAST_WORDS = 3  # seconds for what is being done when the program stops


class _Scheduler(Scheduler):
    periodic_task_seconds = _EVERY


class _Consumer(Consumer):
    """Huey's threads without its signal handlers: the server in the main thread keeps its own."""

    scheduler_class = _Scheduler

    def _set_signal_handlers(self) -> None:
        pass


class Minutes:
    """True once in each minute."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def __call__(self, _by_hueys_clock: object = None) -> bool:
        minute = clock.now().replace(second=0)
        before, self._last = self._last, minute
        return minute != before


class Once:
    """True the first time."""

    def __init__(self) -> None:
        self._was = False

    def __call__(self, _by_hueys_clock: object = None) -> bool:
        before, self._was = self._was, True
        return not before


class Mornings:
    """True once on each local day, at eight or, after a later start, at once.

    After a start it may be true a second time: who writes letters in the morning writes each once.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._last: date | None = None

    def __call__(self, _by_hueys_clock: object = None) -> bool:
        here = clock.now().astimezone(self._zone)
        if here.hour < _MORNING or here.date() == self._last:
            return False
        self._last = here.date()
        return True


@contextmanager
def jobs_running(app: Flask) -> Iterator[None]:
    """Threads that work while the block runs; to be entered from the main thread."""
    logging.getLogger("huey").setLevel("ERROR")  # at INFO it tells of each look, several a minute
    huey = MemoryHuey("kepuli", results=False)
    consumer = _Consumer(
        huey, workers=3, max_delay=1, check_worker_health=False, shutdown_timeout=_LAST_WORDS
    )
    _schedule(huey, app, consumer.stop_flag.is_set)
    consumer.start()
    try:
        yield
    finally:
        consumer.stop(graceful=True)


def _schedule(huey: MemoryHuey, app: Flask, is_stopping: Callable[[], bool]) -> None:
    settings: Settings = app.config["SETTINGS"]
    follow, tidy_files = Follower(), Scrubber()

    def erase_signups(_today: date, now: datetime) -> None:
        erase_due(now, settings.keep_signups_days)

    _repeat(huey, "letters", lambda: deliver_due(app, is_stopping))
    _repeat(huey, "batches", lambda: run_due(clock.now(), clock.today(settings.timezone)))
    _repeat(huey, "changes", lambda: follow(clock.now()))
    _repeat(huey, "offers", lambda: lapse_offers(clock.now()))
    _repeat(huey, "files", lambda: tidy_files(clock.now()))
    _repeat(huey, "index", lambda: fill_if_needed(is_stopping))
    _repeat(huey, "addresses", lambda: fill_email_hashes(is_stopping), Once())
    _repeat(huey, "turns", lambda: promote_due(clock.now()), Minutes())
    for work in (*_MORNING_WORK, erase_signups):
        each_morning = Mornings(settings.timezone)
        huey.periodic_task(each_morning, name=work.__name__, retries=5, retry_delay=600)(
            partial(_do, work, settings.timezone)
        )


def _repeat(
    huey: MemoryHuey, name: str, work: Callable[[], object],
    is_time: Callable[[object], bool] = lambda _now: True,
) -> None:  # fmt: skip
    """Every few seconds where it is time, and never twice at once."""

    def task() -> None:
        with huey.lock_task(name), connection():
            work()

    huey.periodic_task(is_time, name=name, expires=_EVERY)(task)


def _do(work: Callable[[date, datetime], object], zone: ZoneInfo) -> None:
    with connection():
        work(clock.today(zone), clock.now())


def _tidy_up(today: date, now: datetime) -> None:
    tidy_people(now)
    tidy_requests(now)
    drop_unused(today)


_MORNING_WORK = (write_digests, write_reminders, write_signup_reminders, _tidy_up)


def deliver_due(app: Flask, is_stopping: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Send what is due; without a mail server nothing leaves, and nothing is lost."""
    settings: Settings = app.config["SETTINGS"]
    if not settings.smtp_url:
        return Counter()
    with connection():
        post = Post(settings.smtp_url, settings.mail_from)
        return deliver(post, settings.mail_from, renderer(app), clock.now, is_stopping, _miss)


def renderer(app: Flask) -> Render:
    """Writes a letter as pages are written, in the language of whom it goes to."""

    def write(message: Message) -> Letter:
        with app.app_context():
            g.preferences = Preferences(lang=message.language)
            settings = app.config["SETTINGS"]
            more = _supplement(message, settings)
            return render(app.jinja_env, message, settings, message.language, more)

    return write


# Letters of which more is known when they leave, by how their kinds begin.
_SUPPLEMENTS = {"signup-": supplement}


def _supplement(message: Message, settings: Settings) -> Supplement:
    for beginning, supply in _SUPPLEMENTS.items():
        if message.kind.startswith(beginning):
            return supply(message, settings, clock.now())
    return Supplement()


# Who has somebody telephone instead, by how the kinds of letters begin.
_MISSES = {"signup-": have_called}


def _miss(message: Message, now: datetime) -> None:
    for beginning, hear in _MISSES.items():
        if message.kind.startswith(beginning):
            hear(message, now)


@click.group()
def notifications() -> None:
    """信件：立刻发出该发的，或者试发一封。"""


@notifications.command("deliver")
@click.pass_obj
def deliver_command(settings: Settings) -> None:
    """立刻发出所有到时候的信件；服务运行时每几秒自动做一次。"""
    _require_server(settings)
    sent = deliver_due(create_app(settings))
    with connection():
        counts = standing(clock.now()).counts
    click.echo(
        f"发出 {sent[MessageState.SENT]} 封，还有 {counts[Pile.WAITING]} 封在等，"
        f"{counts[Pile.NEEDED]} 封要人处理。"
    )


@notifications.command("test")
@click.argument("address")
@click.pass_obj
def send_test(settings: Settings, address: str) -> None:
    """给这个地址发一封试发信件，看邮件设置对不对。"""
    _require_server(settings)
    now = clock.now()
    message = Message(id=0, kind="test-letter", email=address, params={}, created_at=now)
    letter = renderer(create_app(settings))(message)
    with Post(settings.smtp_url, settings.mail_from) as post:
        post.hand_in(envelope(message, letter, settings.mail_from, now), address)
    click.echo(f"邮件服务器收下了给 {address} 的信，请到收件箱里看看。")


def _require_server(settings: Settings) -> None:
    if not settings.smtp_url:
        raise Misconfigured("还没有设邮件服务器，请设 KEPULI_SMTP_URL 和 KEPULI_MAIL_FROM。")
