"""A calendar of one's own: its page, where picks and address are changed. Only a secret leads here.

Nobody is asked who he is; the page is kept nowhere and found by nobody.
"""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from events import clock
from events.errors import EventsError
from events.published import Picked, Publication, Window, choices, of_picks
from events.subscriptions.actions import NothingPicked, change, end, reset, subscribe
from events.subscriptions.keys import feed_key
from events.subscriptions.picks import Picks, Reading, read_picks
from events.subscriptions.queries import get_by_token, picks_of
from events.text import clean_line
from web.dates import today
from web.forms import once_more
from web.policies import PUBLIC, policy

subscriptions = Blueprint("subscriptions", __name__, url_prefix="/subscriptions")


@subscriptions.after_request
def keep_to_oneself(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@subscriptions.post("")
@policy(PUBLIC)
def create() -> AnyResponse:
    picks, problems = _read()
    if problems:
        raise EventsError(problems[0])
    token = subscribe(picks, request.remote_addr or "", today(), clock.now())
    flash(_("这是您自己的订阅。请把这一页收藏起来：只有这一页能改它。"))
    return redirect(url_for(".show", token=token), 303)


@subscriptions.get("/<token>")
@policy(PUBLIC)
def show(token: str) -> str:
    together, picked = _together(picks_of(get_by_token(token)))
    return render_template(
        "subscriptions/show.html",
        token=token,
        key=feed_key(token),
        picked=picked,
        counts=picked.counts(),
        count=together.count(),
    )


@subscriptions.get("/<token>/edit")
@policy(PUBLIC)
def edit(token: str) -> str:
    return _form(token, picks_of(get_by_token(token)))


@subscriptions.post("/<token>")
@policy(PUBLIC)
def update(token: str) -> AnyResponse:
    subscription, (picks, problems) = get_by_token(token), _read()
    if "search" in request.form:  # only more to pick from
        return make_response(
            _form(token, picks, problems, clean_line(request.form.get("find", "")))
        )
    try:
        if not problems:
            change(subscription, picks)
    except NothingPicked as refusal:
        problems = (refusal.message,)
    if problems:
        return once_more(_form(token, picks, problems))
    flash(_("改好了，地址没有变；日历下次更新时就是新的内容。"))
    return redirect(url_for(".show", token=token), 303)


@subscriptions.get("/<token>/reset/new")
@policy(PUBLIC)
def new_reset(token: str) -> str:
    """The first of two steps: what a new address means."""
    get_by_token(token)
    return render_template("subscriptions/reset.html", token=token)


@subscriptions.post("/<token>/reset")
@policy(PUBLIC)
def create_reset(token: str) -> AnyResponse:
    new = reset(get_by_token(token), today(), clock.now())
    flash(_("地址换好了，旧的已经停用。请收藏这一页，再用新的地址订阅一次。"))
    return redirect(url_for(".show", token=new), 303)


@subscriptions.get("/<token>/deletion/new")
@policy(PUBLIC)
def new_deletion(token: str) -> str:
    get_by_token(token)
    return render_template("subscriptions/deletion.html", token=token)


@subscriptions.post("/<token>/deletion")
@policy(PUBLIC)
def create_deletion(token: str) -> AnyResponse:
    end(get_by_token(token), clock.now())
    flash(_("订阅删掉了。日历程序里的那一个，请也在程序里删除。"))
    return redirect(url_for("almanac.subscribe"), 303)


def _read() -> Reading:
    return read_picks(request.form)


def _together(picks: Picks) -> tuple[Publication, Picked]:
    together = of_picks(picks, Window(today()))
    assert isinstance(together.about, Picked)
    return together, together.about


def _form(token: str, picks: Picks, problems: tuple[str, ...] = (), words: str = "") -> str:
    picked = _together(picks)[1]
    return render_template(
        "subscriptions/edit.html",
        token=token,
        choices=choices(words),
        picks=Picks(tuple(picked.parts)),
        picked=picked,
        problems=problems,
    )
