"""Writing to those who signed up: the words, how many will get them and how, then sent once."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from events import clock
from events.activities.models import Occurrence
from events.people.policies import signed_in
from events.signups.desk.messages.actions import Audience, audience_of, send, was_sent
from events.signups.desk.messages.forms import MessageForm
from events.signups.desk.queries import get_sitting
from events.signups.policies import OWN_OCCURRENCE
from web.policies import policy

desk_messages = Blueprint(
    "desk_messages", __name__, url_prefix="/workspace/occurrences/<int:occurrence_id>/messages"
)
Page = str | Response | tuple[str, int]


@desk_messages.get("/new")
@policy(OWN_OCCURRENCE)
def new(occurrence_id: int) -> Page:
    """`?signup=` of the rows that were ticked, `?group=` of all in one state."""
    chosen = request.args.getlist("signup")
    group = "chosen" if chosen else request.args.get("group", "holding")
    form = MessageForm(chosen=chosen, data={"group": group})
    return _form(get_sitting(occurrence_id), form)


@desk_messages.post("/preview")
@policy(OWN_OCCURRENCE)
def preview(occurrence_id: int) -> Page:
    """How many get a letter, how many must be called, and what it says; nothing happens yet."""
    occurrence, form = get_sitting(occurrence_id), _read()
    if not form.validate():
        return _form(occurrence, form), 422
    form.key.data = secrets.token_urlsafe(24)
    return _preview(occurrence, form)


@desk_messages.post("")
@policy(OWN_OCCURRENCE)
def create(occurrence_id: int) -> Page:
    """Send what the preview showed."""
    occurrence, form = get_sitting(occurrence_id), _read()
    if not form.validate() or not form.has_key:
        return _form(occurrence, form), 422
    audience = audience_of(occurrence_id, form.to, form.chosen)
    if not was_sent(occurrence_id, form.key.data) and (wrong := _not_yet(audience, form)):
        form.count.errors = [wrong]
        return _preview(occurrence, form), 422
    told = send(
        occurrence, form.to, form.chosen, form.words.data, form.key.data,
        signed_in(), clock.now(),
    )  # fmt: skip
    flash(_outcome(told))
    return redirect(url_for("desk.show", occurrence_id=occurrence_id), 303)


def _read() -> MessageForm:
    return MessageForm(request.form, chosen=request.form.getlist("signup"))


def _not_yet(audience: Audience, form: MessageForm) -> str:
    """What keeps the message back, as a sentence."""
    count = len(audience.signups)
    if not count:
        return _("现在没有这样的报名，没有人可以发，请换一组人。")
    if audience.is_large and form.count.data != str(count):
        return _("人很多：请在这里填 %(count)d，表示您核对过人数。", count=count)
    return ""


def _outcome(told: Audience | None) -> str:
    if told is None:
        return _("这条通知已经发过了，没有再发一次。要发别的内容，请重新写一条。")
    sent = ngettext("通知发给了 %(num)d 份报名。", "通知发给了 %(num)d 份报名。", told.letters)
    if not told.to_call:
        return sent
    return sent + ngettext(
        "另有 %(num)d 份没有邮箱，请打电话。", "另有 %(num)d 份没有邮箱，请打电话。", told.to_call
    )


def _form(occurrence: Occurrence, form: MessageForm) -> str:
    return render_template("signups/desk/message.html", occurrence=occurrence, form=form)


def _preview(occurrence: Occurrence, form: MessageForm) -> str:
    audience = audience_of(occurrence.id, form.to, form.chosen)
    subject, _line, letter = _letter(occurrence, form.words.data).partition("\n")
    return render_template(
        "signups/desk/message_preview.html",
        occurrence=occurrence,
        form=form,
        audience=audience,
        subject=subject,
        letter=letter.strip(),
    )


def _letter(occurrence: Occurrence, words: str) -> str:
    """As it leaves, but for the link, which is each one's own."""
    activity = occurrence.activity
    return render_template(
        "mail/signup-message.txt",
        title=activity.title,
        organiser=activity.organiser.name,
        words=words,
        start=occurrence.start,
        end=occurrence.end,
        zone=activity.timezone,
        page=_("（各人自己的报名链接）"),
    ).strip()
