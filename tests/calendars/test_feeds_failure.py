"""A database that fails is 503 and never an empty calendar: programs would delete every entry."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import changes, clock
from events.days.models import ThemedDay
from events.db import database
from tests.calendars.ics import entries
from tests.engines import close_database
from tests.factories import make_activity, make_edition, make_occurrence, make_themed_day

FEEDS = ["/calendars/days.ics", "/calendars/days/frog-day.ics"]


@pytest.fixture(autouse=True)
def _frog_day(app: object) -> None:
    make_edition(themed_day=make_themed_day(slug="frog-day"))
    database.close()


def assert_unavailable(answer: TestResponse) -> None:
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "Last-Modified" not in answer.headers
    assert "BEGIN" not in answer.text
    assert answer.text.rstrip().endswith("。")


@contextmanager
def table_missing(name: str) -> Iterator[None]:
    """As before `kepuli migrate`, for a while."""
    with database.connection_context():
        database.execute_sql(f"ALTER TABLE {name} RENAME TO {name}_away")
    try:
        yield
    finally:
        close_database()
        with database.connection_context():
            database.execute_sql(f"ALTER TABLE {name}_away RENAME TO {name}")


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("table", ["change_counter", "themed_day", "edition", "edition_component"])
def test_a_missing_table_is_503_and_the_feed_comes_back(client: FlaskClient, path: str, table: str):
    with table_missing(table):
        refused = client.get(path)

    assert_unavailable(refused)
    assert "kepuli migrate" in refused.text
    assert len(entries(client.get(path).data)) == 1


@pytest.mark.parametrize("table", ["occurrence", "occurrence_component", "activity_edition"])
def test_a_missing_table_of_occurrences_is_503_rather_than_editions_alone(
    client: FlaskClient, table: str
):
    day = ThemedDay.get()
    make_occurrence(make_activity(days=((day, 2026),)))

    with table_missing(table):
        refused = client.get(FEEDS[1])

    assert_unavailable(refused)
    assert len(entries(client.get(FEEDS[1]).data)) == 2


def test_a_feed_that_was_built_before_is_no_excuse(client: FlaskClient):
    etag = client.get(FEEDS[0]).headers["ETag"]

    with table_missing("change_counter"):
        assert_unavailable(client.get(FEEDS[0], headers={"If-None-Match": etag}))


def test_a_failure_is_not_kept(client: FlaskClient):
    with table_missing("edition"):
        failed = client.get(FEEDS[0])
        again = client.get(FEEDS[0])

    assert failed.status_code == again.status_code != 200
    assert client.get(FEEDS[0]).status_code == 200


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("path", FEEDS)
def test_a_database_file_that_can_not_be_opened_is_503(
    client: FlaskClient, database_url: str, path: str
):
    file = Path(database_url.removeprefix("sqlite:///"))
    assert client.get(path).status_code == 200
    close_database()
    kept = shutil.move(file, file.with_suffix(".kept"))
    file.mkdir()

    assert_unavailable(client.get(path))

    file.rmdir()
    shutil.move(kept, file)
    assert len(entries(client.get(path).data)) == 1


@pytest.mark.engine("sqlite")
def test_a_database_file_that_is_none_is_no_calendar(client: FlaskClient, database_url: str):
    close_database()
    Path(database_url.removeprefix("sqlite:///")).write_bytes(b"no database at all" * 100)

    answer = client.get(FEEDS[0])

    assert answer.status_code >= 500
    assert answer.mimetype == "text/plain"
    assert "BEGIN" not in answer.text


@pytest.fixture
def stop_server(database_url: str) -> Iterator[Callable[[], None]]:
    """Refuse new connections and break the present ones, as a server that goes down does."""
    name = urlsplit(database_url).path.strip("/")
    elsewhere = psycopg.connect(database_url.replace(f"/{name}?", "/postgres?"), autocommit=True)

    def stop() -> None:
        elsewhere.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        elsewhere.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )

    yield stop
    elsewhere.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    elsewhere.close()
    close_database()


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("path", FEEDS)
def test_a_server_that_goes_down_is_503(
    client: FlaskClient, stop_server: Callable[[], None], path: str
):
    assert client.get(path).status_code == 200

    stop_server()

    for _ in range(3):
        assert_unavailable(client.get(path))


def test_a_change_that_is_not_committed_is_in_no_feed(client: FlaskClient):
    before = client.get(FEEDS[0])

    with database.atomic() as transaction:
        make_edition()
        changes.record("edition", "x", clock.now())
        transaction.rollback()

    after = client.get(FEEDS[0])
    assert after.data == before.data
    assert after.headers["Last-Modified"] == before.headers["Last-Modified"]
