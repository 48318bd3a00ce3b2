"""科普历 Kepuli: the application put together. No rules and no queries live here."""

from functools import partial
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from api.pages import guide
from api.routes import api
from calendars.crawling.routes import crawling
from calendars.grids.routes import grids
from calendars.links import register_links
from calendars.pages import almanac
from calendars.routes import feeds, register_feeds
from calendars.sharing.pages import posters
from calendars.sharing.routes import short_links
from calendars.takeaway.routes import takeaway
from events.accounts.invitations.routes import invitations
from events.accounts.office_invitations.routes import office_invitations
from events.accounts.office_people.routes import office_people
from events.accounts.own.routes import own
from events.accounts.passwords.routes import passwords
from events.accounts.second_step.routes import second_step
from events.accounts.signing_in.routes import signing_in
from events.accounts.unit_people.routes import unit_people
from events.activities.links import register_words
from events.activities.maps.routes import maps
from events.activities.pages import pictures
from events.activities.routes import activities
from events.days.routes import days
from events.db import open_database
from events.office.audit.routes import audit
from events.office.directory.doubles.routes import doubles
from events.office.directory.requests.pages import wishes
from events.office.directory.requests.routes import unit_requests
from events.office.directory.routes import directory
from events.office.editions.questions.routes import questions
from events.office.editions.routes import editions
from events.office.letters.routes import letters
from events.office.overview.routes import overview
from events.people.policies import register_actor
from events.plans.routes import plans
from events.reviews.batching.routes import batches
from events.reviews.detail.routes import decisions
from events.reviews.queue.routes import reviews
from events.reviews.reasons.routes import reasons
from events.reviews.trust.routes import trust
from events.signups.checkin.api import checkin_data
from events.signups.checkin.routes import checkins
from events.signups.desk.entry.routes import desk_entries
from events.signups.desk.export.routes import desk_exports
from events.signups.desk.hours.routes import desk_hours
from events.signups.desk.messages.routes import desk_messages
from events.signups.desk.routes import desk
from events.signups.desk.signup.routes import desk_signups
from events.signups.joining.finding.routes import lost_signups
from events.signups.joining.routes import signups
from events.signups.keys import open_keyring
from events.signups.own.change.routes import own_changes
from events.signups.own.personal.routes import own_data
from events.signups.own.routes import own_signups
from events.signups.own.transfer.routes import own_transfers
from events.signups.pages import privacy
from events.signups.questions.sets.routes import question_sets
from events.signups.questions.writing.routes import set_questions
from events.signups.reach import open_post
from events.submissions.autosave.routes import drafts
from events.submissions.capacity.routes import capacity
from events.submissions.check.routes import check
from events.submissions.defaults.routes import defaults
from events.submissions.occurrences.routes import submission_occurrences
from events.submissions.places.routes import submission_places
from events.submissions.routes import submissions
from events.submissions.schedule.routes import submission_schedule
from events.submissions.starting.routes import starting
from events.submissions.steps.routes import steps
from events.subscriptions.routes import subscriptions
from events.units.routes import districts, units
from events.venues.routes import venues
from events.workspace.routes import workspace
from web.dates import register_dates
from web.devices import register_devices
from web.errors import register_errors
from web.forms import register_forms
from web.health import health
from web.language import register_language
from web.policies import declare_rest, register_policies
from web.preferences import register_preferences
from web.programs import register_programs
from web.requests import surround
from web.sessions import register_sessions
from web.settings import Settings, data_keys, read_settings, secret_key
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
    register_devices,
    register_subjects,
    register_links,
    register_words,
    register_forms,
    register_errors,
    register_programs,
    register_feeds,
)

_BLUEPRINTS = (
    *(health, almanac, feeds, takeaway, api, guide),
    *(crawling, short_links, posters),
    *(activities, grids, maps, pictures, days, units, districts, venues, plans),
    *(signing_in, passwords, invitations, own, second_step),
    *(unit_people, office_people, office_invitations),
    *(submissions, starting, steps, drafts, check, defaults),
    *(submission_schedule, submission_places, submission_occurrences),
    *(workspace, overview),
    *(editions, questions, directory, doubles, unit_requests, wishes),
    *(letters, audit),
    *(signups, lost_signups, privacy),
    *(reviews, decisions, batches, trust, reasons),
    *(desk, desk_signups, desk_entries, desk_messages, desk_exports, desk_hours, capacity),
    *(question_sets, set_questions),
    *(checkins, checkin_data),
    *(own_signups, own_changes, own_transfers, own_data),
    subscriptions,
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
        MAX_FORM_PARTS=4000,  # the schedule of 366 sittings, row by row
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_TRANSLATION_DIRECTORIES=str(compile_translations(settings.data_dir)),
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    open_database(settings.database)
    open_keyring(partial(data_keys, settings))
    open_post(bool(settings.smtp_url))
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
