"""The database: one proxy for all models, opened from a URL, SQLite or PostgreSQL.

Instants are stored as naive UTC by `UTCDateTimeField` and returned aware: peewee's own field
sorts offsets as text on SQLite and drops the zone on PostgreSQL.
"""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from peewee import (
    AutoField,
    Database,
    DatabaseProxy,
    DateTimeField,
    InterfaceError,
    Model,
    OperationalError,
)
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

from events.errors import DatabaseUnavailable, Misconfigured

database = DatabaseProxy()

Unreachable = (OperationalError, InterfaceError)
"""What peewee raises when a database is locked, gone, read-only or not answering."""


class UTCDateTimeField(DateTimeField):
    """An instant: aware in Python, naive UTC in the database; naive input is a ValueError."""

    def db_value(self, value: datetime | None) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        return super().db_value(value.astimezone(UTC).replace(tzinfo=None))

    def python_value(self, value: Any) -> datetime | None:
        naive = super().python_value(value)
        return naive and naive.replace(tzinfo=UTC)


class BaseModel(Model):
    id = AutoField()

    class Meta:
        database = database
        only_save_dirty = True
        legacy_table_names = False


def open_database(url: str) -> Database:
    """Point all models at `url`; connections are made when first needed.

    `sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql://user@host/name`.
    Raises Misconfigured for anything else.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        opened = _open_sqlite(url.removeprefix("sqlite:///"))
    elif scheme in ("postgresql", "postgres"):
        opened = _open_postgresql(url)
    else:
        raise Misconfigured(
            f"看不懂数据库地址“{url}”，请写成 sqlite:///var/kepuli.db 或 postgresql://用户@主机/库名。"
        )
    database.initialize(opened)
    return opened


def _open_sqlite(path: str) -> Database:
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"数据文件夹“{Path(path).parent}”无法建立（{error.strerror}），"
            "请检查权限，或用 KEPULI_DATABASE 换一个位置。"
        ) from error
    return PooledSqliteDatabase(
        path,
        max_connections=64,
        timeout=5,
        check_same_thread=False,
        lock_type="IMMEDIATE",
        pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full"},
    )


def _open_postgresql(url: str) -> Database:
    try:
        import psycopg  # noqa: F401  optional: the `postgres` extra
    except ImportError as error:
        raise Misconfigured(
            "要用 PostgreSQL，请先安装：pip install 'kepuli[postgres]'。"
        ) from error
    return PooledPostgresqlDatabase(
        url, max_connections=20, timeout=5, prefer_psycopg3=True, connect_timeout=5
    )


@contextlib.contextmanager
def connection() -> Iterator[Database]:
    """A connection for the length of a block; an unreachable database is DatabaseUnavailable."""
    try:
        with database.connection_context():
            yield database.obj
    except Unreachable as error:
        raise DatabaseUnavailable(unavailable_message(error)) from error


def unavailable_message(error: Exception) -> str:
    """One Chinese sentence for what peewee reported, without addresses or passwords."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return "数据库正被另一个程序占用，请稍候再试；若一直如此，请关闭其他正在写入的程序。"
    if "readonly" in text or "read-only" in text:
        return "数据库只能读、不能写，请检查数据文件和所在文件夹的权限。"
    if "no such table" in text or "does not exist" in text:
        return "数据库里还没有所需的表，请先运行 kepuli migrate。"
    if "unable to open" in text:
        return "数据库文件打不开，请检查路径和权限，或用 KEPULI_DATABASE 换一个位置。"
    if "disk" in text and "full" in text:
        return "磁盘已满，请先腾出空间。"
    return "数据库现在连不上，请检查它是否已启动、KEPULI_DATABASE 是否正确。"
