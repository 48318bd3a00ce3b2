"""The database: one proxy for all models, opened from a URL, SQLite or PostgreSQL.

Instants are stored as naive UTC by `UTCDateTimeField` and returned aware: peewee's own field
sorts offsets as text on SQLite and drops the zone on PostgreSQL.
"""

import contextlib
import select
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from peewee import (
    AutoField,
    Database,
    DatabaseError,
    DatabaseProxy,
    DateField,
    DateTimeField,
    IntegrityError,
    InterfaceError,
    Model,
    OperationalError,
)
from playhouse.pool import (
    MaxConnectionsExceeded,
    PooledPostgresqlDatabase,
    PooledSqliteDatabase,
)

from events.errors import DatabaseUnavailable, Misconfigured

database = DatabaseProxy()

LARGEST_ID = 2**31 - 1  # of an integer key on PostgreSQL, which refuses to compare with more


class UTCDateTimeField(DateTimeField):
    """An instant: aware in Python, naive UTC in the database; naive input is a ValueError."""

    def db_value(self, value: datetime | None) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        return super().db_value(value.astimezone(UTC).replace(tzinfo=None))

    def python_value(self, value: Any) -> datetime | None:
        naive = datetime.fromisoformat(value) if isinstance(value, str) else value
        return naive and naive.replace(tzinfo=UTC)


class DayField(DateField):
    """A calendar day. Peewee's own field tries formats with strptime, which makes a row of days
    three times as dear to read from SQLite."""

    def python_value(self, value: Any) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class BaseModel(Model):
    id = AutoField()

    class Meta:
        database = database
        only_save_dirty = True
        legacy_table_names = False


class _PostgresqlPool(PooledPostgresqlDatabase):
    """Peewee asks the server before it gives a connection out, each time, and whoever wants one
    meanwhile waits. Here only where something has arrived in the pause, as the farewell of a server
    that stops."""

    def _is_closed(self, conn: Any) -> bool:
        return conn.closed or (_has_news(conn) and super()._is_closed(conn))


def _has_news(conn: Any) -> bool:
    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    poll.register(conn.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def open_database(url: str) -> Database:
    """Point all models at `url`; connections are made when first needed.

    `sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql://user@host/name`.
    Raises Misconfigured for anything else.
    """
    path = url.removeprefix("sqlite:///")
    if path != url and path:
        opened = _open_sqlite(path)
    elif url.startswith(("postgresql://", "postgres://")) and _is_address(url):
        opened = _open_postgresql(url)
    else:
        raise Misconfigured(
            "看不懂数据库地址 KEPULI_DATABASE，"
            "请写成 sqlite:///var/kepuli.db 或 postgresql://用户@主机/库名。"
        )
    database.initialize(opened)
    return opened


def _is_address(url: str) -> bool:
    try:
        return bool(urlsplit(url).path.strip("/"))
    except ValueError:
        return False


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
        pragmas={
            "journal_mode": "wal",
            "foreign_keys": 1,
            "synchronous": "full",
            "secure_delete": 1,  # what people want gone is overwritten, not only left out
            "cache_size": -32_000,  # KiB a connection: a feed of 10 000 entries is 10 MB of pages
        },
    )


def _open_postgresql(url: str) -> Database:
    try:
        import psycopg  # noqa: F401  optional: the `postgres` extra
    except ImportError as error:
        raise Misconfigured("要用 PostgreSQL，请先安装：pip install '.[postgres]'。") from error
    return _PostgresqlPool(
        url, max_connections=24, timeout=5, prefer_psycopg3=True, connect_timeout=5
    )


@contextlib.contextmanager
def connection() -> Iterator[Database]:
    """A connection for the length of a block; an unreachable database is DatabaseUnavailable."""
    try:
        with database.connection_context():
            yield database.obj
    except (DatabaseError, InterfaceError, MaxConnectionsExceeded) as error:
        sentence = unavailable_sentence(error)
        if sentence is None:
            raise
        raise DatabaseUnavailable(sentence) from error


_SENTENCES = {
    (
        "locked",
        "busy",
    ): "数据库正被另一个程序占用，请稍候再试；若一直如此，请关闭其他在写入的程序。",
    ("readonly", "read-only"): "数据库只能读、不能写，请检查数据文件和所在文件夹的权限。",
    ("no such table", "relation"): "数据库里还没有所需的表，请先运行 kepuli migrate。",
    ("not a database",): "数据库文件已损坏或不是数据库，请从备份恢复，或换一个 KEPULI_DATABASE。",
    ("unable to open",): "数据库文件打不开，请检查路径和权限，或用 KEPULI_DATABASE 换一个位置。",
    ("disk full", "disk is full"): "磁盘已满，请先腾出空间。",
}


def unavailable_sentence(error: Exception) -> str | None:
    """One Chinese sentence for a database that is locked, gone, read-only, empty or not answering.

    None for every other error, such as a violated constraint. Names no address and no password.
    """
    text = str(error).lower()
    for words, sentence in _SENTENCES.items():
        if any(word in text for word in words) and not isinstance(error, IntegrityError):
            return sentence
    if isinstance(error, OperationalError | InterfaceError):
        return "数据库现在连不上，请检查它是否已启动、KEPULI_DATABASE 是否正确。"
    if isinstance(error, MaxConnectionsExceeded):
        return "数据库的连接都在使用中，请稍候再试。"
    return None
