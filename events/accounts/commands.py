"""`kepuli accounts`: the first administrator, lists, and links where there is no mail."""

from typing import Any

import click

from events import audit, clock
from events.accounts.actions import open_administrator
from events.accounts.passwords.actions import make_reset
from events.accounts.second_step.actions import drop_codes
from events.db import connection, database
from events.errors import EventsError, NotFound
from events.people.emails import read_email
from events.people.listing import AccountRow, all_accounts
from events.people.models import Account, MemberRole, OfficeRole
from events.people.queries import find_account
from events.people.shutting import disable as shut
from events.text import clean_line


class NameRefused(EventsError):
    """A name that is empty or too long."""


_EMAIL: dict[str, Any] = {"type": read_email, "metavar": "EMAIL"}


_ROLES: dict[str, str] = {
    MemberRole.EDITOR: "编辑",
    MemberRole.OWNER: "负责人",
    OfficeRole.OFFICE: "纲要办",
    OfficeRole.REVIEWER: "审核员",
    OfficeRole.AUDITOR: "审计员",
    OfficeRole.ADMINISTRATOR: "管理员",
}


def _read_name(text: str) -> str:
    name = clean_line(text)
    if not 0 < len(name) <= 60:
        raise NameRefused("姓名要写上，最多 60 个字。")
    return name


@click.group()
def accounts() -> None:
    """账号：建第一位管理员、列出、停用、关两步登录、给一个设密码的链接。"""


@accounts.command("create-admin")
@click.option("--email", required=True, **_EMAIL, help="登录用的邮箱。")
@click.option("--name", required=True, type=_read_name, metavar="TEXT", help="姓名。")
@click.pass_obj
def create_admin(settings: Any, email: str, name: str) -> None:
    """建一个管理员账号，打印设密码的链接；已有的账号就任命为管理员。"""
    with connection():
        account = open_administrator(email, name, clock.now())
        _say_link(settings, account)


@accounts.command("list")
@click.pass_obj
def list_(settings: Any) -> None:
    """全部账号：邮箱、姓名、单位和职务。"""
    with connection():
        rows = all_accounts(clock.today(settings.timezone))
    for row in rows:
        click.echo(_in_words(row))


@accounts.command()
@click.argument("email", type=read_email, metavar="EMAIL")
def disable(email: str) -> None:
    """停用一个账号，各处都退出登录。"""
    with connection():
        account = _get(email)
        shut(audit.PROGRAM, account, clock.now())
    click.echo(f"已停用：{account.name}（{account.email}）。")


@accounts.command("codes-off")
@click.argument("email", type=read_email, metavar="EMAIL")
def codes_off(email: str) -> None:
    """关闭一个账号的两步登录：手机和恢复码都丢了，先核实是本人。"""
    with connection():
        account = _get(email)
        drop_codes(audit.PROGRAM, account, clock.now())
    click.echo(f"已关闭两步登录：{account.name}（{account.email}）。")


@accounts.command()
@click.argument("email", type=read_email, metavar="EMAIL")
@click.pass_obj
def link(settings: Any, email: str) -> None:
    """打印一个设新密码的链接，只能用一次。"""
    with connection():
        _say_link(settings, _get(email))


def _in_words(row: AccountRow) -> str:
    account = row.account
    units = [f"{member.unit.name}（{_ROLES[member.role]}）" for member in row.memberships]
    posts = [
        _ROLES[post.role] + (f"（{post.district.name}）" if post.district else "")
        for post in row.appointments
    ]
    state = ["已停用"] if account.disabled_at else []
    return "  ".join([account.email, account.name, "、".join(units + posts + state)]).rstrip()


def _get(email: str) -> Account:
    account = find_account(email)
    if account is None:
        raise NotFound(f"没有“{email}”这个账号，用 kepuli accounts list 看全部。")
    return account


def _say_link(settings: Any, account: Account) -> None:
    now = clock.now()
    with database.atomic():
        _, token = make_reset(account, now)
        audit.write(
            audit.PROGRAM, "account.link-made", "account", account.id, now, name=account.name
        )
    click.echo(f"{account.name}（{account.email}）请在 2 小时内打开，只能用一次：")
    click.echo(f"{settings.base_url}/password-resets/{token}")
