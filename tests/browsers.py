"""Chromium, the machine's own, found on the PATH or by CHROMIUM; one for all tests of a worker; and
a server over a test's own database.

Where there is none, tests that ask for `browser` are skipped with the reason; with CI set they
fail instead.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright
from waitress import create_server

from app import create_app
from web.settings import read_settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


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
def site(environment: dict[str, str]) -> Iterator[str]:
    """A server over the test's own database; its address, without a slash at the end."""
    server = create_server(lambda *request: app(*request), host="127.0.0.1", port=0, threads=4)
    url = f"http://127.0.0.1:{server.effective_port}"
    app = create_app(read_settings(environment | {"KEPULI_BASE_URL": url}))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield url
    server.close()
    thread.join(timeout=5)


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
