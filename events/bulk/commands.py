"""`kepuli generate`: made-up activities in any number, for benchmarks and load tests."""

import sys
from collections import Counter
from time import monotonic

import click

from events import clock
from events.activities.models import Activity, Occurrence
from events.bulk.writing import generate as write
from events.db import connection
from events.errors import EventsError

MOST = 2_000_000
LARGEST_SEED = 999_999_999


class NumberRefused(EventsError):
    """So many can't be made, or not from this seed."""


def read_count(text: str) -> int:
    return _read(text, 1, MOST, "活动的数目")


def read_seed(text: str) -> int:
    return _read(text, 0, LARGEST_SEED, "种子")


@click.command()
@click.option(
    "--activities", "count", type=read_count, required=True, metavar="N", help="多少个活动。"
)
@click.option("--seed", type=read_seed, default="1", metavar="S", help="种子：一样就生成一样的。")
def generate(count: int, seed: int) -> None:
    """生成虚构的活动，用于性能和压力测试；不要用在对公众开放的数据库上。"""
    written: Counter[str] = Counter()
    began = monotonic()
    is_quiet = not sys.stderr.isatty()
    with connection(), click.progressbar(length=count, file=sys.stderr, hidden=is_quiet) as bar:
        for rows in write(count, seed, clock.now()):
            written += rows
            bar.update(rows[Activity._meta.table_name])
    seconds = max(monotonic() - began, 0.001)
    click.echo(
        f"已生成 {written[Activity._meta.table_name]} 个活动、"
        f"{written[Occurrence._meta.table_name]} 场，共 {written.total()} 行，"
        f"用时 {seconds:.1f} 秒，每秒 {written.total() / seconds:.0f} 行。"
    )


def _read(text: str, least: int, most: int, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and least <= int(text) <= most):
        raise NumberRefused(f"{what}应是 {least} 到 {most} 之间的整数，现在是“{text[:20]}”。")
    return int(text)
