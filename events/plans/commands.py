"""`kepuli plans read|propose|import`: from the published text to items on the pages."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from events import clock
from events.days.queries import day_names
from events.db import connection
from events.errors import PlanUnreadable
from events.plans.actions import import_plan
from events.plans.documents import plan_text
from events.plans.importing import known_slugs, read_proposal
from events.plans.proposals import write_proposal
from events.plans.reader import read_plan
from events.plans.reading import PlanReading, ReadingWarning
from events.units.queries import get_region, groups_in, known_names

_OUTCOME = {"new": "已导入", "updated": "已更新", "unchanged": "没有改动"}
_PATH = click.Path(path_type=Path)


@click.group()
def plans() -> None:
    """年度工作要点：识别、核对、导入。"""


@plans.command()
@click.argument("file", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象，供程序读取。")
def read(file: Path, as_json: bool) -> None:
    """识别一份通知（.txt 或 .docx），只显示结果，不保存。"""
    reading = _read(file)
    if as_json:
        click.echo(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
        return
    region, year = reading.region or "地区不明", reading.year or "年份不明"
    click.echo(f"{reading.title or '（没有标题）'}　{region}　{year}")
    for item in reading.items:
        units = "全体责任单位" if item.everyone else "、".join(item.units) or "没有写责任单位"
        click.echo(
            f"{item.number:>4}  {item.title[:40]}  〔{units}{'等' if item.open_ended else ''}〕"
        )
        if item.themed_days:
            click.echo(f"      主题日：{'、'.join(item.themed_days)}")
    _show(reading.all_warnings)


@plans.command()
@click.argument("file", type=_PATH)
@click.option("--region", required=True, help="地区代码，例如 500000（重庆市）。")
@click.option(
    "--output", type=_PATH, help="导入稿写到哪里，默认是当前文件夹的 名称.proposal.yaml。"
)
def propose(file: Path, region: str, output: Path | None) -> None:
    """识别一份通知，写出可以修改的导入稿。"""
    reading = _read(file)
    if not reading.items:
        _show(reading.all_warnings)
        raise PlanUnreadable("一个条目也没有认出来，没有写导入稿；请核对这是不是工作要点的正文。")
    output = output or Path(f"{file.stem}.proposal.yaml")
    with connection():
        district = get_region(region)
        draft = write_proposal(
            reading, district, known_names(district), groups_in(district), output.name
        )
    _write_new(output, draft.text)
    _show(draft.warnings)
    click.echo(f"导入稿已写到 {output}，共 {len(reading.items)} 条。")
    click.echo(f"核对后执行：kepuli plans import {output}")


@plans.command("import")
@click.argument("proposal", type=_PATH)
def import_(proposal: Path) -> None:
    """导入核对过的导入稿；同一份再导入一次不会有任何改动。"""
    with connection():
        imported = import_plan(read_proposal(proposal, known_slugs()), clock.now())
    click.echo(f"{_OUTCOME[imported.outcome]}：《{imported.plan.title}》 /plans/{imported.plan.id}")
    if imported.unresolved:
        click.echo(f"没有对应单位、只保留名称：{'、'.join(imported.unresolved)}", err=True)


def _read(file: Path) -> PlanReading:
    with connection():
        names = day_names()
    return read_plan(plan_text(file), names)


def _write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet: a corrected proposal is somebody's work."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise PlanUnreadable(
            f"{path} 已经存在，不会覆盖；请先改名，或用 --output 另选位置。"
        ) from error
    except OSError as error:
        raise PlanUnreadable(
            f"{path} 写不了（{error.strerror}），请用 --output 另选位置。"
        ) from error


def _show(warnings: Iterable[ReadingWarning]) -> None:
    for warning in sorted(warnings, key=lambda warning: warning.line):
        click.echo(f"注意 第 {warning.line} 行：{warning.message}", err=True)
