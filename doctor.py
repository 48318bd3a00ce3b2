"""`kepuli doctor`: is everything in place, and if not, what to do."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click

from calendars.typesetting import is_ready
from events import changes, clock, schema
from events.days.models import ThemedDay
from events.db import connection, database, open_database
from events.errors import EventsError
from events.notifications.post import Post
from events.notifications.queries import Pile, standing
from events.signups.keys import Keyring
from events.signups.models import Signup
from events.units.models import Unit
from web.settings import Settings, data_keys, secret_key
from web.tiles import origins


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
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EventsError(
            f"“{folder}”无法建立（{error.strerror}），请检查权限，或用 KEPULI_DATA_DIR 换一个位置。"
        ) from error
    if not os.access(folder, os.W_OK):
        raise EventsError(f"“{folder}”不能写，请检查权限。")
    secret_key(settings)
    _refuse_open(folder / "secret_key")
    return f"{folder} 可用"


def _refuse_open(key: Path) -> None:
    if key.exists() and key.stat().st_mode & 0o077:
        raise EventsError(f"密钥文件别人也能读，请执行：chmod 600 {key}")


def _address(settings: Settings) -> str:
    return f"对外地址 {settings.base_url}，监听 {settings.listen}"


def _database(settings: Settings) -> str:
    open_database(settings.database)
    missing = schema.pending()
    if missing:
        raise EventsError(f"还差 {len(missing)} 步升级，请执行：kepuli migrate")
    with connection(), database.atomic():
        changes.take_turn()  # the smallest write there is
    return "连得上，能读写，版本最新"


def _data_key(settings: Settings) -> str:
    """Never makes one: a new key beside data of an old one would hide that that is missing."""
    open_database(settings.database)
    with connection():
        newest = Signup.select().where(Signup.sealed != "").order_by(Signup.id.desc()).first()
    path = settings.data_dir / "data_key"
    if not settings.data_key and not path.exists():
        if newest is not None:
            raise EventsError(f"{path} 不见了，报名人的资料打不开，请从备份里恢复这个文件。")
        return "还没有，第一次启动时生成"
    _refuse_open(path)
    if newest is not None:
        Keyring(data_keys(settings)).unseal(newest.sealed)
    return "打得开报名人的资料；请和数据库分开备份" if newest is not None else "可用"


def _catalogue(settings: Settings) -> str:
    open_database(settings.database)
    with connection():
        days, units = ThemedDay.select().count(), Unit.select().count()
    if not days:
        raise EventsError("目录还是空的，请执行：kepuli catalogue load")
    return f"{days} 个主题日，{units} 个单位"


def _letters(settings: Settings) -> str:
    open_database(settings.database)
    with connection():
        found = standing(clock.now())
    waiting, needed = found.counts[Pile.WAITING], found.counts[Pile.NEEDED]
    if not settings.smtp_url:
        return f"没有设 KEPULI_SMTP_URL，不发信；{waiting} 封在等"
    with Post(settings.smtp_url, settings.mail_from) as post:
        post.greet()
    if needed:
        raise EventsError(f"{needed} 封信没有发成，请到 {settings.base_url}/office/letters 处理。")
    return f"邮件服务器 {urlsplit(settings.smtp_url).hostname} 连得上，{waiting} 封在等"


def _map(settings: Settings) -> str:
    """Whether there is one; the tiles themselves are fetched by browsers only."""
    if not settings.map_tiles:
        return "没有设 KEPULI_MAP_TILES，“活动地图”只有区县的方格"
    approval = settings.map_approval or "没有写 KEPULI_MAP_APPROVAL，公开的地图要有"
    hosts = "、".join(origins(settings.map_tiles))
    return f"底图来自 {hosts}（{settings.map_datum}），审图号：{approval}"


def _typesetting(settings: Settings) -> str:
    if is_ready(settings.data_dir):
        return "能做 PDF 和海报图片"
    return "没有装 typst 或中文字体，不提供 PDF 和海报图片"


_CHECKS = {
    "程序": _programs,
    "数据文件夹": _data_folder,
    "地址": _address,
    "排版": _typesetting,
    "数据库": _database,
    "数据密钥": _data_key,
    "目录": _catalogue,
    "信件": _letters,
    "地图": _map,
}
