"""Settings: read once from KEPULI_* at start, checked, then passed along as one value."""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from events.errors import Misconfigured
from web.tiles import read_datum, read_tiles

PREFIX = "KEPULI_"
MOST_PROCESSES = 32
KEEP_SIGNUPS_DAYS = range(1, 181)
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")


@dataclass(frozen=True)
class Settings:
    """One field per KEPULI_ variable; `docs/configuration.md` explains each."""

    data_dir: Path
    database: str
    listen: str
    base_url: str
    secret_key: str
    data_key: str = field(repr=False)  # several with spaces between them
    keep_signups_days: int
    timezone: ZoneInfo
    trusted_proxies: int
    site_owner: str
    site_contact: str
    site_icp: str
    signup_rate: int
    processes: int
    embed_origins: tuple[str, ...]
    map_tiles: tuple[str, ...]
    map_attribution: str
    map_approval: str
    map_datum: str
    log_level: str
    smtp_url: str = field(repr=False)  # may hold a password
    mail_from: str

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0]

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; raises Misconfigured with a sentence for a bad value."""
    asked = {
        key.removeprefix(PREFIX): value
        for key, value in environ.items()
        if key.startswith(PREFIX) and value
    }
    data_dir = Path(asked.get("DATA_DIR", "var"))
    listen = _listen(asked.get("LISTEN", "127.0.0.1:8000"))
    return Settings(
        data_dir=data_dir,
        database=asked.get("DATABASE") or f"sqlite:///{data_dir / 'kepuli.db'}",
        listen=listen,
        base_url=_base_url(asked.get("BASE_URL", f"http://{listen}")),
        secret_key=asked.get("SECRET_KEY") or "",
        data_key=asked.get("DATA_KEY", ""),
        keep_signups_days=_keep_signups_days(asked.get("KEEP_SIGNUPS_DAYS", "30")),
        timezone=_timezone(asked.get("TIMEZONE", "Asia/Shanghai")),
        trusted_proxies=_number("TRUSTED_PROXIES", asked.get("TRUSTED_PROXIES", "0")),
        site_owner=asked.get("SITE_OWNER", ""),
        site_contact=asked.get("SITE_CONTACT", ""),
        site_icp=asked.get("SITE_ICP", ""),
        signup_rate=_rate(asked.get("SIGNUP_RATE", "10")),
        processes=_processes(asked.get("PROCESSES", "1")),
        embed_origins=_embed_origins(asked.get("EMBED_ORIGINS", "")),
        map_tiles=read_tiles(asked.get("MAP_TILES", ""), asked.get("MAP_ATTRIBUTION", "")),
        map_attribution=asked.get("MAP_ATTRIBUTION", ""),
        map_approval=asked.get("MAP_APPROVAL", ""),
        map_datum=read_datum(asked.get("MAP_DATUM", "wgs84")),
        log_level=_log_level(asked.get("LOG_LEVEL", "INFO")),
        smtp_url=_smtp_url(asked.get("SMTP_URL", "")),
        mail_from=_mail_from(asked.get("MAIL_FROM", ""), is_needed="SMTP_URL" in asked),
    )


def secret_key(settings: Settings) -> str:
    """The configured key, or the one in the data folder, made at first start (mode 0600)."""
    advice = "请删掉它，下次启动时会重新生成"
    return settings.secret_key or _kept(settings, "secret_key", advice)


def data_keys(settings: Settings) -> tuple[str, ...]:
    """Keys for personal data, newest first: configured, or the lines of `data_key` in the data
    folder, made at first start."""
    advice = "请从备份里恢复；没有它，报名人的资料打不开"
    return tuple((settings.data_key or _kept(settings, "data_key", advice)).split())


def _kept(settings: Settings, name: str, advice: str) -> str:
    """`advice` is what to do about an empty file."""
    path = settings.data_dir / name
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text().strip()
    except OSError as error:
        raise Misconfigured(
            f"数据文件夹“{settings.data_dir}”不能用（{error.strerror}），"
            "请检查权限，或用 KEPULI_DATA_DIR 换一个位置。"
        ) from error
    if not key:
        raise Misconfigured(f"密钥文件 {path} 是空的，{advice}。")
    return key


def _make_key(path: Path) -> None:
    """Written in full before it gets its name, so that nobody ever reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        os.unlink(draft)


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not _is_number(port) or not 0 < int(port) < 65536:
        raise Misconfigured(
            f"KEPULI_LISTEN“{value}”看不懂，请写成 主机:端口，例如 127.0.0.1:8000。"
        )
    return value


def _base_url(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise Misconfigured(
            f"KEPULI_BASE_URL“{value}”看不懂，请写成完整的网址，例如 https://kepuli.example.cn。"
        )
    return value.rstrip("/")


def _timezone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Misconfigured(f"没有“{value}”这个时区，请写成 Asia/Shanghai 这样的名称。") from error


def _number(name: str, value: str) -> int:
    if not _is_number(value):
        raise Misconfigured(f"{PREFIX}{name} 应为数字，现在是“{value}”。")
    return int(value)


def _keep_signups_days(value: str) -> int:
    first, last = KEEP_SIGNUPS_DAYS[0], KEEP_SIGNUPS_DAYS[-1]
    if not _is_number(value) or len(value) > 3 or int(value) not in KEEP_SIGNUPS_DAYS:
        raise Misconfigured(
            f"KEPULI_KEEP_SIGNUPS_DAYS“{value}”看不懂，请写 {first} 到 {last} 之间的天数。"
        )
    return int(value)


def _rate(value: str) -> int:
    rate = _number("SIGNUP_RATE", value)
    if not 1 <= rate <= 10_000:
        raise Misconfigured(f"{PREFIX}SIGNUP_RATE 应为 1 到 10000 的数字，现在是“{value}”。")
    return rate


def _processes(value: str) -> int:
    count = _number("PROCESSES", value)
    if not 1 <= count <= MOST_PROCESSES:
        raise Misconfigured(
            f"{PREFIX}PROCESSES 应为 1 到 {MOST_PROCESSES} 的数字，现在是“{value}”。"
        )
    if count > 1 and not hasattr(os, "fork"):
        raise Misconfigured(f"这个系统上只能有一个进程，请去掉 {PREFIX}PROCESSES。")
    return count


def _embed_origins(value: str) -> tuple[str, ...]:
    """As they go into a header: nothing but a scheme, a host and perhaps a port."""
    origins = tuple(value.split())
    bad = [one for one in origins if not _ORIGIN.fullmatch(one)]
    if bad:
        raise Misconfigured(
            f"KEPULI_EMBED_ORIGINS 里的“{bad[0]}”看不懂，请写成 https://www.example.gov.cn 这样，"
            "后面不带路径，几个用空格隔开。"
        )
    return origins


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _smtp_url(value: str) -> str:
    """Checked, and not repeated in the refusal: it may hold a password."""
    try:
        parts = urlsplit(value)
        is_address = bool(parts.hostname and parts.port)
    except ValueError:
        is_address = False
    known = value.startswith(("smtp://", "smtp+starttls://", "smtps://"))
    if value and not (known and is_address and parts.path in ("", "/")):
        raise Misconfigured(
            "看不懂 KEPULI_SMTP_URL，请写成 smtps://用户:密码@主机:465、"
            "smtp+starttls://用户:密码@主机:587 或 smtp://主机:25，密码里的特殊字符写成 %XX。"
        )
    return value


def _mail_from(value: str, is_needed: bool) -> str:
    if not value and is_needed:
        raise Misconfigured(
            "设了 KEPULI_SMTP_URL，还要设发信人 KEPULI_MAIL_FROM，例如 科普历 <kepuli@example.cn>。"
        )
    addresses = [address for _name, address in getaddresses([value])]
    is_one = len(addresses) == 1 and re.fullmatch(r"[\w.+-]+@[\w.-]+", addresses[0], re.ASCII)
    if value and not (is_one and value.isprintable()):
        raise Misconfigured(
            f"KEPULI_MAIL_FROM“{value}”看不懂，请写成 科普历 <kepuli@example.cn> 这样的地址。"
        )
    return value


def _log_level(value: str) -> str:
    if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise Misconfigured(
            f"KEPULI_LOG_LEVEL“{value}”看不懂，请用 DEBUG、INFO、WARNING 或 ERROR。"
        )
    return value.upper()
