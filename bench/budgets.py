"""What a phone has to fetch and how long it waits: each kind of page against its budget.

    .venv/bin/python bench/budgets.py [--rounds 3] [--json]

Serves the demonstration behind a proxy that compresses, as docs/operations.md tells to, and opens
each page in Chromium as a middling phone would: 360 pixels, a processor four times slower, 1.6
Mbit/s, 150 ms there and back, nothing cached. Prints kilobytes by kind, requests and the largest
paint (medians), and what is over its budget, as is a page that jumps; ends with exit code 1 then.
The floor is a page with one word, loaded in the same way. Needs Chromium, on the PATH or by
CHROMIUM.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200e3, "uploadThroughput": 94e3}
_SLOWER = 4
_MOST = {
    "Document": 30.0, "Stylesheet": 20.0, "Script": 30.0, "all": 120.0,
    "requests": 12, "paint": 1800.0, "jumps": 0.05,
}  # fmt: skip
_MOST_FOR_SIGNUP = {**_MOST, "all": 45.0}
_OBSERVE = """() => new Promise((resolve) => {
  const seen = {paint: 0, jumps: 0};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.paint = entry.startTime;
  }).observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.jumps += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(seen), 600);
})"""


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--json", action="store_true", help="one JSON object, for programs")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(chosen.rounds, Path(folder))
    print(json.dumps(results) if chosen.json else in_words(results))
    if any(one["over"] for one in results):
        sys.exit(1)


def measure(rounds: int, folder: Path) -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    home, paths = serve(folder)
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            chromium_sandbox=os.geteuid() != 0,
        )
        floor = [_open(browser, home + "/floor") for _round in range(rounds)]
        for path, most in paths.items():
            opened = [_open(browser, home + path) for _round in range(rounds)]
            one = {key: statistics.median(each[key] for each in opened) for key in most}
            one["ratio"] = one["paint"] / statistics.median(each["paint"] for each in floor)
            over = [key for key, limit in most.items() if one[key] > limit]
            found.append({"path": path, **one, "over": over})
        browser.close()
    return found


def serve(folder: Path) -> tuple[str, dict[str, dict[str, float]]]:
    """Where the demonstration is served, and the pages to open there."""
    from waitress import create_server

    from app import create_app
    from events import clock
    from events.activities.models import Activity, Occurrence
    from events.db import connection
    from web.settings import read_settings

    server = create_server(lambda *asked: served(*asked), host="127.0.0.1", port=0, threads=4)
    home = f"http://127.0.0.1:{server.effective_port}"
    names = {"KEPULI_DATA_DIR": str(folder), "KEPULI_DATABASE": f"sqlite:///{folder / 'demo.db'}"}
    names |= {"KEPULI_BASE_URL": home}
    for command in (["migrate"], ["catalogue", "load"], ["demo", "load"]):
        program = [sys.executable, "-c", "from cli import main; main()", *command]
        subprocess.run(program, env=os.environ | names, check=True, stdout=subprocess.DEVNULL)
    app = create_app(read_settings(names))
    with connection():
        here = Occurrence.select().join(Activity).where(Activity.signup_mode == "here")
        signup = here.where(Occurrence.start > clock.now()).order_by(Occurrence.id.desc()).get()
    app.add_url_rule("/floor", view_func=lambda: "<!doctype html><title>-</title><p>科普")
    served = packing(app)
    Thread(target=server.run, daemon=True).start()
    pages = ("/", "/activities", "/activities/month", "/activities/1", "/days/sci-tech-week")
    budgets = dict.fromkeys((*pages, "/subscribe"), _MOST)
    return home, budgets | {f"/occurrences/{signup.id}/signups/new": _MOST_FOR_SIGNUP}


def packing(app: Any) -> Callable[..., Iterable[bytes]]:
    """What a proxy does."""

    def served(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        begun: list[Any] = []
        body = b"".join(app(environ, lambda *head: begun.extend(head)))
        status, headers, *_more = begun
        known = {name.lower() for name, _value in headers}
        if "content-encoding" not in known and len(body) > 500:
            body = gzip.compress(body, 6)
            headers = [one for one in headers if one[0].lower() != "content-length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start(status, headers)
        return [body]

    return served


def _open(browser: Any, address: str) -> dict[str, float]:
    """Kilobytes by kind and in all, requests, and what the page says of its loading."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page = context.new_page()
    tool = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()

    def loaded(event: dict[str, Any]) -> None:
        sizes[kinds.get(event["requestId"], "Other")] += event["encodedDataLength"]

    tool.on("Network.responseReceived", lambda one: kinds.update({one["requestId"]: one["type"]}))
    tool.on("Network.loadingFinished", loaded)
    for command, how in (
        ("Network.enable", {}),
        ("Network.setCacheDisabled", {"cacheDisabled": True}),
        ("Network.emulateNetworkConditions", _NETWORK),
        ("Emulation.setCPUThrottlingRate", {"rate": _SLOWER}),
    ):
        tool.send(command, how)
    page.goto(address, wait_until="load")
    seen: dict[str, float] = page.evaluate(_OBSERVE)
    context.close()
    by_kind = {kind: sizes[kind] / 1000 for kind in ("Document", "Stylesheet", "Script")}
    return {**by_kind, "all": sizes.total() / 1000, "requests": len(kinds), **seen}


def in_words(results: list[dict[str, Any]]) -> str:
    lines = [
        "page                             HTML   CSS    JS   all kB  requests  paint ms  x bare"
    ]
    for one in results:
        sizes = "".join(f"{one[kind]:>6.1f}" for kind in ("Document", "Stylesheet", "Script"))
        waits = f"{one['requests']:>10.0f}{one['paint']:>10.0f}{one['ratio']:>8.1f}"
        over = f"  over: {', '.join(one['over'])}" if one["over"] else ""
        lines.append(f"{one['path']:<31}{sizes}{one['all']:>9.1f}{waits}{over}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
