"""Posters of an activity and of a themed day: drawn as SVG, and with Typst as PNG and PDF."""

from typing import Any, Literal

from flask import Blueprint, Response, current_app, render_template, url_for
from markupsafe import Markup
from segno import make_qr
from xxhash import xxh3_128_hexdigest

from calendars.links import place
from calendars.sharing.lines import break_lines, fit
from calendars.sharing.poster import set_poster
from calendars.typesetting import picture
from events import clock
from events.published import arrange, coming_edition, get_activity, get_day
from events.text import clean_text
from web.conditional import unless_known
from web.dates import today
from web.policies import PUBLIC, policy

posters = Blueprint("posters", __name__)

Form = Literal["svg", "png", "pdf"]
_FORM = "<any(svg, png, pdf):form>"
_TYPES: dict[Form, str] = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
_CODE = 196  # how wide the QR code is drawn


@posters.get(f"/activities/<int:activity_id>/poster.{_FORM}")
@policy(PUBLIC)
def activity(activity_id: int, form: Form) -> Response:
    """Of what one can go to next; raises NotFound, Withdrawn."""
    found, zone = get_activity(activity_id), current_app.config["SETTINGS"].timezone
    drawing = _draw(
        "sharing/activity.svg",
        url_for("short_links.activity", activity_id=activity_id),
        found=found,
        activity=found.activity,
        programme=arrange(found, clock.now(), zone),
    )
    return _answer(drawing, form, f"activity-{activity_id}")


@posters.get(f"/days/<slug>/poster.{_FORM}")
@policy(PUBLIC)
def day(slug: str, form: Form) -> Response:
    """Of the edition that runs or comes next."""
    found = get_day(slug)
    edition = coming_edition(found, today())
    path = url_for("short_links.day", day_id=found.id)
    drawing = _draw("sharing/day.svg", path, day=found, edition=edition)
    return _answer(drawing, form, f"day-{found.id}")


def _draw(template: str, path: str, **values: Any) -> str:
    """Without controls, which XML has no way to write."""
    address = place().base_url + path
    drawing = render_template(
        template,
        today=today(),
        set_poster=set_poster,
        fit=fit,
        break_lines=break_lines,
        address=address,
        code=_code(address),
        **values,
    )
    return clean_text(drawing)


def _code(address: str) -> Markup:
    code = make_qr(address, error="m")
    scale = _CODE / code.symbol_size(border=0)[0]
    return Markup(code.svg_inline(scale=scale, border=0, svgclass=None, lineclass=None))  # noqa: S704  made by segno


def _answer(drawing: str, form: Form, name: str) -> Response:
    """A drawing is a document of its own to a browser, so it may do nothing."""
    folder = current_app.config["SETTINGS"].data_dir

    def make() -> str | bytes:
        return drawing if form == "svg" else picture(drawing, form, folder)

    response = unless_known(f"{xxh3_128_hexdigest(drawing.encode())}-{form}", make, _TYPES[form])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.vary.add("Cookie")
    return response
