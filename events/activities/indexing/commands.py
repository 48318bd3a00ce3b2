"""`kepuli search`: the index behind the search field, made anew or compared with the data."""

import sys

import click

from events.activities.indexing.actions import rebuild_index
from events.activities.indexing.checking import check_index
from events.db import connection


@click.group()
def search() -> None:
    """搜索：重建索引，或者核对索引。"""


@search.command()
@click.option(
    "--check", is_flag=True, help="只核对索引和数据是否一致，不改动；不一致时退出码为 1。"
)
def rebuild(check: bool) -> None:
    """按现在的数据重建搜索索引；服务可以照常运行。"""
    with connection():
        if not check:
            wrong = sum(rebuild_index())
            click.echo(f"索引已重建，{wrong} 个活动的内容和原来的索引不同。")
            return
        problems = check_index()
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    click.echo("索引和数据一致。")
