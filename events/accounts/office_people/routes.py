"""人员: accounts and their roles, as the office sees and changes them. Auditors only read."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from events import clock
from events.accounts.office_people.forms import AppointForm
from events.accounts.queries import districts_to_review, find_district_id
from events.errors import EventsError
from events.people.appointments import AppointmentRefused, Post, appoint, dismiss
from events.people.listing import account_row, search_accounts
from events.people.models import Account, OfficeRole, OneTimeLink
from events.people.policies import AUDIT, PEOPLE, signed_in
from events.people.queries import (
    find_by_id,
    get_account,
    get_appointment,
    live_sessions,
    office_holders,
    pending_invitations,
)
from events.people.rights import sees_addresses
from events.people.shutting import disable_by_office, enable, sign_out_everywhere
from events.text import clean_line
from web.dates import today
from web.forms import once_more
from web.policies import policy

office_people = Blueprint("office_people", __name__, url_prefix="/office/people")


@office_people.get("")
@policy(AUDIT)
def index() -> str:
    """Auditors see no addresses, and can't find out by searching for them."""
    words = clean_line(request.args.get("q", ""))[:60]
    page = request.args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    is_open = sees_addresses(signed_in())
    return render_template(
        "accounts/office_people/index.html",
        words=words,
        found=search_accounts(words, max(number, 1), today(), by_email=is_open),
        invitations=pending_invitations(clock.now(), OneTimeLink.id > 0) if is_open else [],
        sees_addresses=is_open,
    )


@office_people.get("/<int:account_id>")
@policy(AUDIT)
def show(account_id: int) -> str:
    return _page(get_account(account_id), _form(None))


@office_people.post("/<int:account_id>/appointments")
@policy(PEOPLE)
def create(account_id: int) -> AnyResponse:
    account, form = get_account(account_id), _form(request.form)
    if not form.validate():
        return once_more(_page(account, form))
    stand_in_for = form.stand_in_for.data
    post = Post(
        OfficeRole(form.role.data),
        find_district_id(form.district.data),
        form.until_day.data,
        find_by_id(int(stand_in_for)) if stand_in_for else None,
    )
    try:
        appoint(signed_in(), account, post, today(), clock.now())
    except AppointmentRefused as refusal:
        return once_more(_page(account, form, refusal), refusal)
    return _back(account, _("已任命。"))


@office_people.post("/<int:account_id>/appointments/<int:appointment_id>/removal")
@policy(PEOPLE)
def destroy(account_id: int, appointment_id: int) -> AnyResponse:
    account = get_account(account_id)
    dismiss(signed_in(), get_appointment(account.id, appointment_id), clock.now())
    return _back(account, _("已免去这项职务。"))


@office_people.post("/<int:account_id>/suspension")
@policy(PEOPLE)
def suspend(account_id: int) -> AnyResponse:
    account = get_account(account_id)
    disable_by_office(signed_in(), account, clock.now())
    return _back(account, _("账号已停用，各处都已退出登录。"))


@office_people.post("/<int:account_id>/reinstatement")
@policy(PEOPLE)
def reinstate(account_id: int) -> AnyResponse:
    account = get_account(account_id)
    enable(signed_in(), account, clock.now())
    return _back(account, _("账号已恢复，请本人重新登录。"))


@office_people.post("/<int:account_id>/sessions/revocation")
@policy(PEOPLE)
def sign_out(account_id: int) -> AnyResponse:
    account = get_account(account_id)
    ended = sign_out_everywhere(signed_in(), account, clock.now())
    return _back(account, ngettext("已退出 %(num)d 个浏览器。", "已退出 %(num)d 个浏览器。", ended))


def _form(formdata: object) -> AppointForm:
    return AppointForm(
        formdata,
        holders=office_holders(),
        districts=districts_to_review(today()),
        with_administrator=signed_in().is_any(OfficeRole.ADMINISTRATOR),
    )


def _page(account: Account, form: AppointForm, refusal: EventsError | None = None) -> str:
    actor = signed_in()
    return render_template(
        "accounts/office_people/show.html",
        row=account_row(account, today()),
        form=form,
        session_count=len(live_sessions(account.id, clock.now())),
        sees_addresses=sees_addresses(actor),
        others=[refusal.message] if refusal else [],
    )


def _back(account: Account, words: str) -> AnyResponse:
    flash(words)
    return redirect(url_for("office_people.show", account_id=account.id), 303)
