"""科普历 Kepuli: the application put together. No rules and no queries live here."""

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from calendars.links import register_links
from calendars.pages import almanac
from calendars.routes import feeds, register_feeds
from events.activities.pages import pictures
from events.activities.routes import activities
from events.days.routes import days
from events.db import open_database
from events.people.policies import register_actor
from events.plans.routes import plans
from events.units.routes import districts, units
from events.venues.routes import venues
from web.dates import register_dates
from web.errors import register_errors
from web.forms import register_forms
from web.health import health
from web.language import register_language
from web.policies import declare_rest, register_policies
from web.preferences import register_preferences
from web.requests import surround
from web.sessions import register_sessions
from web.settings import Settings, read_settings, secret_key
from web.subjects import register_subjects
from web.times import register_times
from web.translations import compile_translations

HERE = Path(__file__).resolve().parent

_PREPARATIONS = (
    surround,
    register_sessions,
    CSRFProtect().init_app,
    register_policies,
    register_actor,
    register_preferences,
    register_dates,
    register_times,
    register_language,
    register_subjects,
    register_links,
    register_forms,
    register_errors,
    register_feeds,
)

_BLUEPRINTS = (
    *(health, almanac, feeds),
    *(activities, pictures, days, units, districts, venues, plans),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; raises Misconfigured or DatabaseUnavailable with a sentence."""
    settings = settings or read_settings()
    app = Flask(
        __name__, static_folder=str(HERE / "static"), template_folder=str(HERE / "templates")
    )
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_TRANSLATION_DIRECTORIES=str(compile_translations(settings.data_dir)),
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    open_database(settings.database)
    for prepare in _PREPARATIONS:
        prepare(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    declare_rest(app)
    app.context_processor(lambda: {"site": settings})
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


if __name__ == "__main__":
    from cli import main  # app ready

    main()
