"""`kepuli doctor`: is everything in place, and if not, what to do."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from typing import NamedTuple

import click

from events import schema
from events.days.models import ThemedDay
from events.db import connection
from events.errors import EventsError
from events.units.models import Unit
from web.settings import Settings, secret_key


class Finding(NamedTuple):
    what: str
    is_well: bool
    text: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@click.pass_obj
def doctor(settings: Settings, as_json: bool) -> None:
    """检查设置、数据文件夹、数据库和目录；有问题时退出码为 1。"""
    findings = [_look(what, check, settings) for what, check in _CHECKS.items()]
    if as_json:
        click.echo(json.dumps([finding._asdict() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'好' if finding.is_well else '坏'}  {finding.what}：{finding.text}")
    sys.exit(0 if all(finding.is_well for finding in findings) else 1)


def _look(what: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(what, True, check(settings))
    except EventsError as error:
        return Finding(what, False, error.message)


def _programs(_settings: Settings) -> str:
    return f"Python {sys.version.split()[0]}，SQLite {sqlite3.sqlite_version}"


def _data_folder(settings: Settings) -> str:
    secret_key(settings)
    if not os.access(settings.data_dir, os.W_OK) and not settings.secret_key:
        raise EventsError(f"“{settings.data_dir}”不能写，请检查权限。")
    key = settings.data_dir / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        raise EventsError(f"密钥文件别人也能读，请执行：chmod 600 {key}")
    return f"{settings.data_dir} 可用"


def _address(settings: Settings) -> str:
    return f"对外地址 {settings.base_url}，监听 {settings.listen}"


def _database(_settings: Settings) -> str:
    missing = schema.pending()
    if missing:
        raise EventsError(f"还差 {len(missing)} 步升级，请执行：kepuli migrate")
    return "连得上，版本最新"


def _catalogue(_settings: Settings) -> str:
    with connection():
        days, units = ThemedDay.select().count(), Unit.select().count()
    if not days:
        raise EventsError("目录还是空的，请执行：kepuli catalogue load")
    return f"{days} 个主题日，{units} 个单位"


_CHECKS = {
    "程序": _programs,
    "数据文件夹": _data_folder,
    "地址": _address,
    "数据库": _database,
    "目录": _catalogue,
}
