"""Units that publish without being asked first, and what of theirs shall be looked at."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.people.policies import OFFICE, QUEUE, signed_in
from events.reviews.trust.actions import give_trust, take_trust
from events.reviews.trust.forms import TrustForm
from events.reviews.trust.queries import open_samples, trusted_units, unit_names
from web.policies import policy

trust = Blueprint("trust", __name__, url_prefix="/office/reviews/trust")


@trust.get("")
@policy(QUEUE)
def index() -> str:
    return _page(TrustForm())


@trust.post("")
@policy(OFFICE)
def create() -> Response | tuple[str, int]:
    form = TrustForm(request.form)
    if not form.validate() or form.found is None:
        return _page(form), 422
    give_trust(form.found, form.sample_percent.data, signed_in(), clock.now())
    flash(_("%(unit)s交来的从现在起直接公开。", unit=form.found.name))
    return redirect(url_for("trust.index"), 303)


@trust.post("/<unit_slug>/removal")
@policy(OFFICE)
def remove(unit_slug: str) -> Response:
    unit = take_trust(unit_slug, signed_in(), clock.now())
    flash(_("%(unit)s交来的从现在起先审后发。", unit=unit.name))
    return redirect(url_for("trust.index"), 303)


def _page(form: TrustForm) -> str:
    return render_template(
        "reviews/trust/index.html",
        form=form,
        trusted=trusted_units(),
        units=unit_names(),
        samples=open_samples(signed_in()),
        zone=current_app.config["SETTINGS"].timezone.key,
    )
