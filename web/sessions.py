"""Sessions for pages, none for feeds: a calendar program keeps no cookies and needs none."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class PageSessions(SecureCookieSessionInterface):
    """Flask's own, not opened where nobody will ever look at it: that costs a tenth of a 304."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        is_feed = request.path.startswith("/calendars/")
        return None if is_feed else super().open_session(app, request)


def register_sessions(app: Flask) -> None:
    app.session_interface = PageSessions()
