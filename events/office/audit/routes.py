"""Who did what to what, and when: to read, to filter, to take along. Nothing here changes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _

from events.audit import AuditEntry
from events.office.audit.forms import AuditForm
from events.office.audit.queries import audited_units, each_entry, find_entries
from events.office.audit.sentences import LABELS, SENTENCES, TOPICS, VALUES, plain
from events.office.paging import before_of
from events.people.policies import AUDIT
from events.sheets import Row
from events.units.models import Unit
from web.filters import QueryRefused
from web.policies import policy
from web.sheets import csv_file, xlsx_file

audit = Blueprint("audit", __name__, url_prefix="/office/audit")

_PAGE = 50
MOST = 50_000  # rows of a file


@dataclass(frozen=True)
class EntryRow:
    """An entry as people read it; `details` are pairs of what and its value."""

    entry: AuditEntry
    who: str
    did: str
    unit: Unit | None
    details: tuple[tuple[str, str], ...]


@audit.get("")
@policy(AUDIT)
def index() -> str:
    """A page of entries, newest first."""
    units = audited_units()
    form = AuditForm(request.args, units)
    form.validate()
    found = find_entries(form.sought(_zone()), before_of(request.args), _PAGE + 1)
    return render_template(
        "office/audit/index.html",
        form=form,
        query=form.as_query(),
        thing=_(TOPICS.get(form.topic.data, form.topic.data or "")),
        rows=[_row(entry, units) for entry in found[:_PAGE]],
        before=found[_PAGE - 1].id if len(found) > _PAGE else None,
    )


@audit.get("/entries.csv")
@policy(AUDIT)
def as_csv() -> Response:
    """What is asked for, as a file."""
    return csv_file(_cells(), "audit.csv")


@audit.get("/entries.xlsx")
@policy(AUDIT)
def as_xlsx() -> Response:
    """The same for a spreadsheet."""
    return xlsx_file(_cells(), "audit.xlsx", _("审计"))


def _cells() -> Iterator[Row]:
    """A heading, the newest entries, and a word if there are more. Raises QueryRefused."""
    units = audited_units()
    form = AuditForm(request.args, units)
    if not form.validate():
        raise QueryRefused("有一个筛选条件看不懂，请在审计页上改好再导出。")
    yield (
        *(_("编号"), _("时间"), _("谁"), _("做了什么"), _("名称"), _("单位"), _("第几版")),
        *(_("细节"), _("动作代码"), _("对象代码"), _("对象编号")),
    )
    for count, entry in enumerate(each_entry(form.sought(_zone()), MOST + 1)):
        if count == MOST:
            yield (_("只导出最新的 %(count)s 条，更早的请按日期分几次导出。", count=MOST),)
        else:
            yield _line(_row(entry, units))


def _line(row: EntryRow) -> Row:
    entry = row.entry
    return (
        *(entry.id, entry.made_at.astimezone(_zone()).strftime("%Y-%m-%d %H:%M:%S")),
        *(row.who, row.did, entry.name, row.unit.name if row.unit else "", entry.revision or ""),
        "；".join(f"{label} {value}" for label, value in row.details),
        *(entry.action, entry.topic, entry.key),
    )


def _row(entry: AuditEntry, units: list[Unit]) -> EntryRow:
    did = SENTENCES.get(entry.action)
    return EntryRow(
        entry,
        entry.actor_name or _("程序"),
        _(did) if did else _("做了 %(action)s", action=entry.action),
        next((unit for unit in units if unit.id == entry.unit_id), None),
        tuple(
            (_(LABELS.get(name, name)), _in_words(plain(value)))
            for name, value in sorted(entry.details.items())
            if value not in (None, "", [])
        ),
    )


def _in_words(value: str) -> str:
    return _(VALUES[value]) if value in VALUES else value


def _zone() -> ZoneInfo:
    return current_app.config["SETTINGS"].timezone
