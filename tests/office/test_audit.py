"""审计: who did what, in sentences; found, taken along, and never changed."""

import re
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import Database, IntegrityError
from playhouse.test_utils import count_queries

from events import audit, clock
from events.audit import AuditEntry
from events.office.audit.sentences import SENTENCES, TOPICS
from events.people.models import Account, OfficeRole
from tests.arrows import read_sources
from tests.factories import make_account, make_unit
from tests.pages.reading import PageText, text_of
from tests.signing_in import browser_of


class By:
    """Somebody who does things."""

    def __init__(self, account: Account) -> None:
        self.account_id, self.name = account.id, account.name


@pytest.fixture
def zhou(db: Database) -> By:
    return By(make_account(name="周宁"))


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    return browser_of(app, make_account(name="审计员", roles=(OfficeRole.AUDITOR,)))


def write(by: Any, action: str = "submission.returned", key: object = 7, **fields: Any) -> None:
    at = fields.pop("at", None)
    now = datetime.fromisoformat(at) if at else clock.now()
    topic = fields.pop("topic", action.split(".")[0])
    audit.write(by, action, topic, key, now, **{"name": "恐龙化石"} | fields)


def rows(client: FlaskClient, query: str = "") -> list[str]:
    page = PageText(client.get(f"/office/audit?{query}").text)
    return [
        text_of(li)
        for ol in page.all("ol", class_="audit")
        for li in ol.children
        if not isinstance(li, str)
    ]


def test_an_entry_reads_as_a_sentence_with_its_revision_unit_and_details(
    auditor: FlaskClient, zhou: By
):
    unit = make_unit(name="重庆自然博物馆")
    write(zhou, unit_id=unit.id, revision=2, reason="结束时间晚于闭馆", note="", activity=12)
    write(audit.PROGRAM, "appointment.given", name="陈默", role="reviewer")

    assert rows(auditor) == [
        "11月21日（周六）10:00 程序 任命了 陈默 身份：审核员",
        "11月21日（周六）10:00 周宁 退回了申报 恐龙化石 第 2 版 "
        "重庆自然博物馆 activity：12原因：结束时间晚于闭馆",
    ]


def test_in_english_only_what_people_wrote_stays_chinese(auditor: FlaskClient, zhou: By):
    write(zhou, revision=2, reason="太晚")

    [row] = rows(auditor, "lang=en")

    assert row == "21 Nov (Sat) 10:00 周宁 returned the submission 恐龙化石 revision 2 Reason: 太晚"


def test_an_action_nobody_foresaw_is_still_readable(auditor: FlaskClient, zhou: By):
    write(zhou, "comet.sighted", name="", key="C/2026 A1")

    assert rows(auditor) == ["11月21日（周六）10:00 周宁 做了 comet.sighted C/2026 A1"]


def test_every_action_of_the_code_has_its_sentence():
    """Those that are spelled out; the others are put together from a topic and a verb."""
    sources = "".join(text for name, text in read_sources().items() if name.startswith("events."))
    spelled = {f"{topic}.{verb}" for topic in TOPICS for verb in verbs_of(topic, sources)}

    assert len(spelled) > 20
    assert spelled - set(SENTENCES) == set()
    assert {action.split(".")[0] for action in SENTENCES} == set(TOPICS)


def verbs_of(topic: str, sources: str) -> list[str]:
    return re.findall(rf'(?<!url_for\()"{topic}\.([a-z_-]+)"', sources)


@pytest.fixture
def story(zhou: By) -> dict[str, Any]:
    """Four entries by three people about three things, over three days."""
    museum, library = make_unit(name="自然博物馆"), make_unit(name="图书馆")
    lin = By(make_account(name="林晓"))
    write(lin, "submission.submitted", 7, unit_id=museum.id, at="2026-11-19T23:59:59+08:00")
    write(zhou, "submission.returned", 7, unit_id=museum.id, at="2026-11-20T00:00+08:00")
    write(
        zhou,
        "submission.published",
        77,
        unit_id=library.id,
        name="100%_科学",
        at="2026-11-20T23:59:59+08:00",
    )
    write(audit.PROGRAM, "account.opened", 7, name="林晓", at="2026-11-21T00:00+08:00")
    return {"museum": museum.id, "library": library.id, "lin": lin.account_id}


QUESTIONS = {
    "": [4, 3, 2, 1],
    "topic=submission&key=7": [2, 1],
    "topic=account&key=7": [4],
    "who=周": [3, 2],
    "who=周宁&group=submission&words=恐龙": [2],
    "group=account": [4],
    "group=submission": [3, 2, 1],
    "unit={museum}": [2, 1],
    "person={lin}": [1],
    "first_day=2026-11-20": [4, 3, 2],
    "last_day=2026-11-20": [3, 2, 1],
    "first_day=2026-11-20&last_day=2026-11-20": [3, 2],
    "words=100%25_": [3],
    "words=%25": [3],
    "words=_": [3],
    "before=3": [2, 1],
    "who=没有这个人": [],
    "first_day=2026-02-30": [4, 3, 2, 1],
    "group=comet": [4, 3, 2, 1],
    "unit=999": [4, 3, 2, 1],
    "person=x": [4, 3, 2, 1],
    "topic=%00&key='%20OR%201=1": [],
    "before=x": [4, 3, 2, 1],
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_asked_for_is_found_and_nothing_else(
    auditor: FlaskClient, story: dict[str, Any], question: str
):
    page = PageText(auditor.get(f"/office/audit?{question.format(**story)}").text)

    shown = [time.attributes["datetime"] for time in page.all("time")]
    stored = {row.id: row.made_at.isoformat() for row in AuditEntry.select()}
    assert shown == [stored[number] for number in QUESTIONS[question]]


def test_what_can_not_be_asked_is_said_at_the_field_and_keeps_what_was_typed(
    auditor: FlaskClient, story: dict[str, Any]
):
    page = PageText(auditor.get("/office/audit?first_day=2026-02-30&who=周").text)

    assert "不是一个存在的日期，请写成 2027-05-15 这样。" in page.main
    assert page.all("input", id="who")[0].attributes["value"] == "周"
    assert len(rows(auditor, "first_day=2026-02-30&who=周")) == 2


def test_each_thing_and_each_person_lead_to_their_own_entries(
    auditor: FlaskClient, story: dict[str, Any]
):
    page = PageText(auditor.get("/office/audit?words=100").text)

    links = page.links()
    assert links["/office/audit?topic=submission&key=77"] == "100%_科学"
    [zhou] = [href for href, words in links.items() if words == "周宁"]
    assert len(rows(auditor, zhou.partition("?")[2])) == 2


def test_a_question_stays_when_one_part_of_it_is_taken_away_or_more_is_shown(
    auditor: FlaskClient, zhou: By
):
    for _number in range(52):
        write(zhou)

    page = PageText(auditor.get("/office/audit?topic=submission&key=7&who=周").text)

    links = {words: href for href, words in page.links().items()}
    assert len(rows(auditor, "topic=submission&key=7&who=周")) == 50
    assert len(rows(auditor, links["更早的"].partition("?")[2])) == 2
    assert "who=" in links["更早的"]
    off = next(href for words, href in links.items() if words.startswith("只看这一件"))
    assert "topic" not in off
    assert "who=" in off


def test_an_empty_log_offers_a_way_on(auditor: FlaskClient):
    page = PageText(auditor.get("/office/audit?who=无").text)

    assert "没有这样的记录。" in page.main
    assert page.links()["/office/audit"] in ("看全部记录", "审计", "全部记录")


def test_only_the_office_its_administrator_and_the_auditor_may_read(
    app: Flask, client: FlaskClient, zhou: By
):
    write(zhou)
    paths = ("/office/audit", "/office/audit/entries.csv", "/office/audit/entries.xlsx")
    may = {OfficeRole.OFFICE, OfficeRole.AUDITOR, OfficeRole.ADMINISTRATOR}

    for path in paths:
        found = {
            role: browser_of(app, make_account(roles=(role,))).get(path) for role in OfficeRole
        }
        assert {role for role, answer in found.items() if answer.status_code == 200} == may
        assert found[OfficeRole.REVIEWER].status_code == 403
        assert "恐龙化石" not in found[OfficeRole.REVIEWER].text
        editor = browser_of(app, make_account(editor_of=(make_unit(),)))
        assert editor.get(path).status_code == 403
        assert client.get(path).status_code in (302, 303)


def test_nobody_can_change_or_delete_an_entry(db: Database, zhou: By):
    write(zhou)

    for attempt in (
        AuditEntry.update(actor_name="别人"),
        AuditEntry.delete(),
        AuditEntry.update(details={}).where(AuditEntry.id == 1),
    ):
        with pytest.raises(IntegrityError), db.atomic():
            attempt.execute()

    [entry] = AuditEntry.select()
    assert (entry.actor_name, entry.name) == ("周宁", "恐龙化石")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_page_takes_no_changes(auditor: FlaskClient, zhou: By, method: str):
    write(zhou)

    assert getattr(auditor, method)("/office/audit").status_code in (400, 405)
    assert AuditEntry.select().count() == 1


def test_what_people_wrote_is_shown_as_text(auditor: FlaskClient, zhou: By):
    write(zhou, name="<script>alert(1)</script>", reason={"<b>": ["{{7*7}}", None, True]})

    page = PageText(auditor.get("/office/audit").text)

    assert "<script>alert(1)</script>" in page.main
    assert "原因：<b> {{7*7}}、—、✓" in page.main
    assert [s for s in page.all("script") if "src" not in s.attributes] == []


def test_three_entries_cost_as_many_statements_as_one(auditor: FlaskClient, zhou: By):
    costs = []
    for count in (1, 2):
        for _number in range(count):
            write(zhou, unit_id=make_unit().id)
        with count_queries() as counted:
            assert len(rows(auditor)) in (1, 3)
        costs.append(counted.count)

    assert costs[0] == costs[1]
