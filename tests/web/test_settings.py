"""web.settings: KEPULI_ variables become one checked value, and a mistake becomes a sentence."""

import contextlib
import stat
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import Misconfigured
from web.settings import Settings, data_keys, read_settings, secret_key


def test_without_any_variable_the_defaults_run_on_this_machine_only():
    assert read_settings({}) == Settings(
        data_dir=Path("var"),
        database="sqlite:///var/kepuli.db",
        listen="127.0.0.1:8000",
        base_url="http://127.0.0.1:8000",
        secret_key="",
        data_key="",
        keep_signups_days=30,
        signup_rate=10,
        processes=1,
        embed_origins=(),
        map_tiles=(),
        map_attribution="",
        map_approval="",
        map_datum="wgs84",
        timezone=ZoneInfo("Asia/Shanghai"),
        trusted_proxies=0,
        site_owner="",
        site_contact="",
        site_icp="",
        log_level="INFO",
        smtp_url="",
        mail_from="",
    )


def test_each_variable_sets_its_field():
    settings = read_settings(
        {
            "KEPULI_DATA_DIR": "/srv/kepuli",
            "KEPULI_DATABASE": "postgresql://kepuli@db/kepuli",
            "KEPULI_LISTEN": "[::]:9000",
            "KEPULI_BASE_URL": "https://kepuli.example/",
            "KEPULI_SECRET_KEY": "secret",
            "KEPULI_DATA_KEY": "new old",
            "KEPULI_KEEP_SIGNUPS_DAYS": "7",
            "KEPULI_SIGNUP_RATE": "30",
            "KEPULI_PROCESSES": "4",
            "KEPULI_EMBED_ORIGINS": "https://www.wuxi.example  http://*.portal.example:8080",
            "KEPULI_MAP_TILES": "https://t0.example/v/{z}/{x}/{y}.png  http://t0.example/{z}/{y}/{x}",
            "KEPULI_MAP_ATTRIBUTION": "© 天地图",
            "KEPULI_MAP_APPROVAL": "GS（2026）0000号",
            "KEPULI_MAP_DATUM": "GCJ02",
            "KEPULI_TIMEZONE": "Asia/Urumqi",
            "KEPULI_TRUSTED_PROXIES": "1",
            "KEPULI_SITE_OWNER": "无锡市科协",
            "KEPULI_SITE_CONTACT": "0510-0000000",
            "KEPULI_SITE_ICP": "苏ICP备00000000号",
            "KEPULI_LOG_LEVEL": "warning",
            "KEPULI_SMTP_URL": "smtps://kepuli%40example.cn:se%3Acret@smtp.example.cn:465",
            "KEPULI_MAIL_FROM": "科普历 <kepuli@example.cn>",
        }
    )

    assert settings == Settings(
        data_dir=Path("/srv/kepuli"),
        database="postgresql://kepuli@db/kepuli",
        listen="[::]:9000",
        base_url="https://kepuli.example",
        secret_key="secret",
        data_key="new old",
        keep_signups_days=7,
        signup_rate=30,
        processes=4,
        embed_origins=("https://www.wuxi.example", "http://*.portal.example:8080"),
        map_tiles=("https://t0.example/v/{z}/{x}/{y}.png", "http://t0.example/{z}/{y}/{x}"),
        map_attribution="© 天地图",
        map_approval="GS（2026）0000号",
        map_datum="gcj02",
        timezone=ZoneInfo("Asia/Urumqi"),
        trusted_proxies=1,
        site_owner="无锡市科协",
        site_contact="0510-0000000",
        site_icp="苏ICP备00000000号",
        log_level="WARNING",
        smtp_url="smtps://kepuli%40example.cn:se%3Acret@smtp.example.cn:465",
        mail_from="科普历 <kepuli@example.cn>",
    )


@pytest.mark.parametrize(
    "url",
    [
        *("smtp://127.0.0.1:25", "smtp+starttls://u:p@mail.example:587/"),
        *("smtps://u%40x:p%2F@mail.example:465", "smtps://[::1]:465"),
    ],
)
def test_a_mail_server_is_named_in_one_of_three_ways(url: str):
    environ = {"KEPULI_SMTP_URL": url, "KEPULI_MAIL_FROM": "kepuli@example.cn"}

    assert read_settings(environ).smtp_url == url


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example:25", "http://mail.example:25", "smtps://u:hunter2@mail.example"),
        *("smtps://u:hunter2@mail.example:port", "smtps://u:hunter2@:465", "smtps://u:hunter2@[:1"),
        *("smtps://u:hunter2/3@mail.example:465", "smtp://mail.example:25/inbox"),
    ],
)
def test_a_mail_server_that_can_not_be_meant_is_refused_without_telling_the_password(url: str):
    with pytest.raises(Misconfigured) as refusal:
        read_settings({"KEPULI_SMTP_URL": url, "KEPULI_MAIL_FROM": "kepuli@example.cn"})

    assert refusal.value.message.startswith("看不懂 KEPULI_SMTP_URL，请写成 smtps://")
    assert "hunter2" not in refusal.value.message


def test_the_settings_do_not_show_the_password_of_the_mail_server():
    url = "smtps://u:hunter2@mail.example:465"

    settings = read_settings({"KEPULI_SMTP_URL": url, "KEPULI_MAIL_FROM": "a@example.cn"})

    assert "hunter2" not in repr(settings)


def test_a_mail_server_without_a_sender_is_refused():
    with pytest.raises(Misconfigured, match="还要设发信人 KEPULI_MAIL_FROM"):
        read_settings({"KEPULI_SMTP_URL": "smtp://127.0.0.1:25"})


@pytest.mark.parametrize(
    "sender",
    [
        *("科普历", "科普历 kepuli@example.cn", "kepuli@", "<kepuli@例子.cn>"),
        *("科普历 <kepuli@example.cn>\r\nBcc: all@example.cn", "a@b.cn, c@d.cn"),
    ],
)
def test_a_sender_that_is_no_single_address_is_refused(sender: str):
    with pytest.raises(Misconfigured, match="KEPULI_MAIL_FROM“"):
        read_settings({"KEPULI_MAIL_FROM": sender})


@pytest.mark.parametrize(
    "origins",
    [
        *("*", "www.wuxi.example", "https://", "https://www.wuxi.example/", "ftp://a.example"),
        *("https://a.example; script-src *", "https://a.example,https://b.example", "'none'"),
        *("https://a.example\r\nX: 1", "https://*", "https://u@a.example", "https://无锡.example"),
    ],
)
def test_a_page_to_be_embedded_in_is_named_by_its_origin_alone(origins: str):
    with pytest.raises(Misconfigured, match="KEPULI_EMBED_ORIGINS 里的“"):
        read_settings({"KEPULI_EMBED_ORIGINS": f"https://good.example {origins}"})


def test_the_database_and_the_address_follow_the_data_folder_and_where_we_listen():
    settings = read_settings({"KEPULI_DATA_DIR": "/srv/kepuli", "KEPULI_LISTEN": "127.0.0.1:9000"})

    assert settings.database == "sqlite:////srv/kepuli/kepuli.db"
    assert settings.base_url == "http://127.0.0.1:9000"


def test_host_and_port_are_the_two_halves_of_listen():
    settings = read_settings({"KEPULI_LISTEN": "0.0.0.0:9000"})

    assert (settings.host, settings.port) == ("0.0.0.0", 9000)


def test_an_empty_variable_counts_as_absent():
    assert read_settings({"KEPULI_LISTEN": "", "KEPULI_TIMEZONE": ""}) == read_settings({})


def test_variables_of_other_programs_change_nothing():
    others = {"DATABASE": "mysql://other", "LISTEN": "nonsense", "SECRET_KEY": "theirs"}

    assert read_settings(others) == read_settings({})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LISTEN", "8000"),
        ("LISTEN", "127.0.0.1"),
        ("LISTEN", "127.0.0.1:0"),
        ("LISTEN", "127.0.0.1:65536"),
        ("LISTEN", "127.0.0.1:²"),
        ("BASE_URL", "kepuli.example"),
        ("BASE_URL", "ftp://kepuli.example"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://["),
        ("BASE_URL", "https://kepuli.example/?a=1"),
        ("TIMEZONE", "Beijing"),
        ("TIMEZONE", "Asia"),
        ("TIMEZONE", "../../etc/passwd"),
        ("TRUSTED_PROXIES", "yes"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "²"),
        ("LOG_LEVEL", "LOUD"),
        ("SIGNUP_RATE", "0"),
        ("SIGNUP_RATE", "10001"),
        ("PROCESSES", "0"),
        ("PROCESSES", "33"),
        ("PROCESSES", "two"),
        ("KEEP_SIGNUPS_DAYS", "0"),
        ("KEEP_SIGNUPS_DAYS", "181"),
        ("KEEP_SIGNUPS_DAYS", "for ever"),
        ("KEEP_SIGNUPS_DAYS", "9" * 5000),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_and_shown(variable: str, value: str):
    with pytest.raises(Misconfigured) as refusal:
        read_settings({f"KEPULI_{variable}": value})

    assert value in refusal.value.message
    assert refusal.value.message.endswith("。")


@given(
    st.sampled_from(
        ["LISTEN", "BASE_URL", "TIMEZONE", "TRUSTED_PROXIES", "LOG_LEVEL", "KEEP_SIGNUPS_DAYS"]
    ),
    st.one_of(st.text(), st.from_regex(r"https?://[\[\]:a-z0-9/]*"), st.from_regex(r"[a-z.]*:\d*")),
)
def test_no_value_whatever_causes_anything_but_that_refusal(variable: str, value: str):
    with contextlib.suppress(Misconfigured):
        read_settings({f"KEPULI_{variable}": value})


@pytest.fixture
def at_home(tmp_path: Path) -> Settings:
    return replace(read_settings({}), data_dir=tmp_path / "var")


def test_the_secret_key_is_made_once_and_only_its_owner_can_read_it(at_home: Settings):
    first = secret_key(at_home)

    path = at_home.data_dir / "secret_key"
    assert len(first) >= 64
    assert secret_key(at_home) == first == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_configured_secret_key_is_used_and_nothing_is_written(at_home: Settings):
    assert secret_key(replace(at_home, secret_key="given")) == "given"
    assert not at_home.data_dir.exists()


def test_two_sites_never_get_the_same_secret_key(at_home: Settings, tmp_path: Path):
    assert secret_key(at_home) != secret_key(replace(at_home, data_dir=tmp_path / "other"))


def test_an_empty_secret_key_file_is_never_a_secret_key(at_home: Settings):
    """One is left when the disk is full, and is seen while another process writes it."""
    at_home.data_dir.mkdir()
    (at_home.data_dir / "secret_key").touch()

    with pytest.raises(Misconfigured, match="secret_key"):
        secret_key(at_home)


def test_a_data_folder_that_cannot_be_made_is_refused_with_the_way_out(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(Misconfigured, match="KEPULI_DATA_DIR"):
        secret_key(replace(read_settings({}), data_dir=tmp_path / "file" / "var"))


def test_the_key_of_the_sign_ups_is_made_once_and_is_another_than_the_secret_key(
    at_home: Settings,
):
    [first] = data_keys(at_home)

    path = at_home.data_dir / "data_key"
    assert data_keys(at_home) == (first,)
    assert first != secret_key(at_home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_of_the_sign_ups_are_the_lines_of_the_file_newest_first(at_home: Settings):
    at_home.data_dir.mkdir()
    (at_home.data_dir / "data_key").write_text("new\nold\n")

    assert data_keys(at_home) == ("new", "old")
    assert data_keys(replace(at_home, data_key="given too")) == ("given", "too")
