"""`kepuli catalogue load`."""

from pathlib import Path

import click

from events import clock
from events.catalogue.loading import load_catalogue
from events.db import connection

DATA = Path(__file__).resolve().parent.parent.parent / "data"


@click.group()
def catalogue() -> None:
    """主题日、单位、区县、放假安排和节气的目录。"""


@catalogue.command()
@click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path),
    default=DATA,
    help="目录所在的文件夹，默认用自带的 data/。",
)
def load(folder: Path) -> None:
    """检查并载入目录；可以反复执行，人改过的内容不会被覆盖。"""
    with connection():
        report = load_catalogue(folder, clock.now())
    added, changed = sum(report.added.values()), sum(report.changed.values())
    if not added and not changed:
        click.echo("目录已是最新，没有改动。")
    else:
        click.echo(f"目录已载入：新增 {added} 条，更新 {changed} 条。")
    for kept in report.kept:
        click.echo(f"保留了人工修改：{kept}")
