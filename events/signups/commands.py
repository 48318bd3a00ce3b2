"""`kepuli signups`: personal data erased in time, or sealed with a new key."""

import sys

import click

from events import clock
from events.db import connection
from events.signups.erasing import count_due, erase_due
from events.signups.keys import Keyring
from events.signups.rekeying import rekey
from web.settings import KEEP_SIGNUPS_DAYS, Settings, data_keys


@click.group()
def signups() -> None:
    """报名：删除到期的个人信息，更换密钥。"""


@signups.command("erase")
@click.option(
    "--days",
    type=click.IntRange(KEEP_SIGNUPS_DAYS[0], KEEP_SIGNUPS_DAYS[-1]),
    help="活动结束多少天以后，不写就照设置。",
)
@click.option("--dry-run", is_flag=True, help="只说会删多少份，不动数据。")
@click.pass_obj
def erase_command(settings: Settings, days: int | None, dry_run: bool) -> None:
    """删除到期的个人信息，只留人数；服务运行时每天早上自动做一次。"""
    kept = days or settings.keep_signups_days
    with connection():
        if dry_run:
            click.echo(f"到期的有 {count_due(clock.now(), kept)} 份报名，没有删除。")
            return
        click.echo(f"删除了 {erase_due(clock.now(), kept)} 份报名的个人信息。")


@signups.command("rekey")
@click.pass_obj
def rekey_command(settings: Settings) -> None:
    """用最新的密钥重新加密全部报名；做完以后旧的密钥就可以去掉。"""
    with connection():
        done = rekey(Keyring(data_keys(settings)))
    click.echo(f"重新加密了 {done.renewed} 份报名。")
    if done.closed:
        click.echo(f"有 {done.closed} 份哪一把密钥都打不开，请先找回原来的密钥。", err=True)
        sys.exit(1)
