"""A real browser at a real server, for what only shows when scripts and styles run."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread

import pytest
from peewee import Database
from playwright.sync_api import Browser, Page
from waitress import create_server

from app import create_app
from events.db import database
from tests import DATA_KEY
from tests.browsers import watch
from tests.engines import Sqlite
from web.settings import read_settings


@dataclass(frozen=True)
class Site:
    """A server in this process: the catalogue and the demo, as they were at NOW."""

    url: str
    database: Database


@pytest.fixture(scope="session")
def _site(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    environment = {
        "KEPULI_DATABASE": sqlite.filled(folder),
        "KEPULI_DATA_DIR": str(folder),
        "KEPULI_DATA_KEY": DATA_KEY,
    }
    before = database.obj
    # The address must be known before the application is made: links hold it.
    server = create_server(lambda *request: app(*request), host="127.0.0.1", port=0, threads=4)
    url = f"http://127.0.0.1:{server.effective_port}"
    app = create_app(read_settings(environment | {"KEPULI_BASE_URL": url}))
    site = Site(url, database.obj)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    database.initialize(before)
    yield site
    server.close()
    site.database.close_all()


@pytest.fixture
def live_server(_site: Site) -> Iterator[str]:
    """Its address, without a slash at the end. Shared by a worker's tests: look, don't write."""
    before = database.obj
    database.initialize(_site.database)  # the models know one database per process
    yield _site.url
    database.initialize(before)


@pytest.fixture
def browser_page(browser: Browser, live_server: str) -> Iterator[Page]:
    """A new window, with no cookies, on a laptop's screen. `page.goto("/days")` is enough.

    The test fails when a script fails, something a page needs is missing or refused by its own
    policy, or another host is asked for anything.
    """
    context = browser.new_context(
        base_url=live_server,
        viewport={"width": 1280, "height": 800},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    troubles = watch(page, live_server)
    yield page
    context.close()
    assert troubles == []
