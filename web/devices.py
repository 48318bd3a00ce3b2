"""On what the reader reads, to open the right instructions first. Looked at, and kept nowhere."""

from flask import Flask, Response, after_this_request, request

_MARKS = (
    ("wechat", ("MicroMessenger",)),
    ("android", ("Android", "HarmonyOS", "OpenHarmony")),
    ("apple", ("iPhone", "iPad", "Macintosh")),
    ("outlook", ("Windows",)),
    ("thunderbird", ("Linux",)),
)


def register_devices(app: Flask) -> None:
    app.jinja_env.globals.update(device=device)


def device() -> str:
    """What the browser says it runs on; "" where that says nothing."""
    after_this_request(_vary)
    agent = request.headers.get("User-Agent", "")
    return next((name for name, marks in _MARKS if any(mark in agent for mark in marks)), "")


def _vary(response: Response) -> Response:
    response.vary.add("User-Agent")
    return response
