"""A real browser at a real server, for what only shows when scripts and styles run.

Chromium is the machine's own, found on the PATH or by CHROMIUM. Where there is none, these tests
are skipped with the reason; with CI set they fail instead.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from peewee import Database
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright
from waitress import create_server

from app import create_app
from events.db import database
from tests.engines import Sqlite
from web.settings import read_settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@dataclass(frozen=True)
class Site:
    """A server in this process: the catalogue and the demo, as they were at NOW."""

    url: str
    database: Database


@pytest.fixture(scope="session")
def _site(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    environment = {"KEPULI_DATABASE": sqlite.filled(folder), "KEPULI_DATA_DIR": str(folder)}
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        # Root, as on build machines, can't use Chromium's sandbox.
        running = playwright.chromium.launch(
            executable_path=path, args=FLAGS, chromium_sandbox=os.geteuid() != 0
        )
        yield running
        running.close()


def chromium() -> str:
    asked = os.environ.get("CHROMIUM")
    found = asked or next(filter(None, map(shutil.which, NAMES)), None)
    if found and Path(found).exists():
        return found
    missing = "no Chromium here (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM"
    return pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


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


def watch(page: Page, home: str) -> list[str]:
    """A list that fills with what goes wrong while the page is used."""
    troubles: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((home, "data:", "about:", "blob:")):
            troubles.append(f"asked another host: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            troubles.append(f"{response.status} {response.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(message.text)

    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", asked)
    page.on("response", answered)
    page.on("console", said)
    return troubles
