"""Correcting a sign-up on its form: what was said stands in it, and nothing typed is lost."""

from dataclasses import asdict

import pytest

from events import clock
from events.activities.models import Occurrence
from events.activities.vocabulary import SignupMode
from events.signups.keys import keyring
from events.signups.models import FormKind, QuestionSet, QuestionSetVersion, Signup, SignupTerms
from events.signups.people import Contact, Party
from events.signups.questions.question import Question
from tests.factories import make_activity, make_bookable, make_signup, make_unit
from tests.pages.reading import PageText
from tests.signups.own.conftest import address


def fields(page) -> dict[str, str]:
    """What the form would send as it stands."""
    values = {}
    for control in page.all("input"):
        kind, name = control.attributes.get("type"), control.attributes.get("name", "")
        is_off = kind in ("checkbox", "radio") and "checked" not in control.attributes
        if name and not is_off:
            values[name] = control.attributes.get("value", "")
    return values


def stored(signup: Signup) -> tuple[Signup, Contact]:
    found = Signup.get_by_id(signup.id)
    return found, keyring().unseal(found.sealed)


@pytest.fixture
def update(send, read):
    """Sends the form as it stands, but for what the test types into it."""

    def update(signup: Signup, **typed: object):
        return send(signup, "/edit", page="/edit", **fields(read(signup, "/edit")) | typed)

    return update


def test_form_sent_as_it_stands_changes_nothing(read, update, app):
    contact = Contact("王女士", phone="+8613900001234", email="wang@example.org")
    party = Party(adults=2, under_14=1)
    signup = make_signup(party=party, contact=contact, consent="digest")

    page = fields(read(signup, "/edit"))
    answer = update(signup)

    assert (page["name"], page["phone"], page["adults"]) == ("王女士", "139 0000 1234", "2")
    assert (answer.status_code, answer.location) == (303, address(signup))
    found, kept = stored(signup)
    assert (kept, found.party, found.consent_digest) == (contact, 3, "digest")


def test_new_party_name_and_number_are_stored(update, read, app):
    occurrence = make_bookable(capacity=4)
    signup = make_signup(occurrence)

    answer = update(signup, adults="3", name="李老师", phone="＋86 139-0000-5678")

    assert answer.status_code == 303
    found, contact = stored(signup)
    assert (found.party, Occurrence.get().taken) == (3, 3)
    assert (contact.name, contact.phone) == ("李老师", "+8613900005678")
    assert "3 位大人" in read(signup).main


def test_last_places_gone_is_said_and_what_was_typed_is_kept(update, app):
    occurrence = make_bookable(capacity=3)
    signup = make_signup(occurrence)
    make_signup(occurrence)

    answer = update(signup, adults="3", name="阿依古丽·买买提")

    assert answer.status_code == 422
    assert "只剩 1 个名额，不够再加 2 人。原来的 1 人没有变" in answer.text
    assert 'value="阿依古丽·买买提"' in answer.text
    assert stored(signup)[0].party == 1


def test_number_with_as_many_as_it_may_have_is_refused_and_kept_in_the_form(update, app):
    activity = make_activity(signup_mode="here")
    here, there = (make_bookable(activity, terms={"phone_limit": 1}) for _ in range(2))
    make_signup(here, contact=Contact("王女士", phone="+8613900005678"))
    signup = make_signup(there)

    answer = update(signup, phone="13900005678", name="阿依古丽·买买提")

    assert answer.status_code == 422
    assert "最多报 1 场" in answer.text
    assert 'value="阿依古丽·买买提"' in answer.text


@pytest.mark.parametrize("adults", ["0", "-1", "1000000000", "2.5", "两", "", "٣", "9" * 5000])
def test_party_that_is_none_is_refused_and_nothing_changes(update, app, adults):
    signup = make_signup(party=Party(adults=2))

    assert update(signup, adults=adults).status_code == 422
    assert stored(signup)[0].party == 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("𠮷田 👨‍👩‍👧", None),
        ("<script>alert(1)</script>", None),
        ("{{7*7}}", None),
        ("'; DROP TABLE signup; --", None),
        ("王\x00小\u202e明\r\n", "王小明"),
    ],
)
def test_rare_and_hostile_names_are_kept_and_do_nothing(update, read, app, name, kept):
    signup = make_signup()

    answer = update(signup, name=name)

    assert answer.status_code == 303
    assert stored(signup)[1].name == (kept or name)
    assert "<script>alert" not in read(signup, "/edit").html


def test_name_that_is_too_long_is_refused(update, app):
    signup = make_signup()

    assert update(signup, name="长" * 100_000).status_code == 422
    assert stored(signup)[1].name != "长" * 100_000


def test_number_of_somebody_elses_signup_is_refused_with_a_sentence(update, app):
    occurrence = make_bookable()
    make_signup(occurrence, contact=Contact("别人", phone="+8613900000001"))
    signup = make_signup(occurrence)

    answer = update(signup, phone="139 0000 0001")

    assert answer.status_code == 422
    assert "已经报过这一场" in answer.text
    assert "别人" not in answer.text


def test_child_under_14_newly_added_needs_the_box(update, read, app):
    signup = make_signup()
    assert "consent" not in fields(read(signup, "/edit"))

    assert update(signup, under_14="1").status_code == 422
    assert update(signup, under_14="1", consent="y").status_code == 303

    found, _contact = stored(signup)
    assert (found.party, found.consented_at) == (2, clock.now())


def test_child_whose_age_is_no_longer_received_is_not_lost_by_a_correction(update, app):
    activity = make_activity(signup_mode=SignupMode.HERE, age_from=7, age_to=13)
    signup = make_signup(
        make_bookable(activity), party=Party(adults=1, under_7=1), consent="digest"
    )
    SignupTerms.update(ages_only=True).execute()

    assert update(signup, name="新名字").status_code == 303
    assert asdict(Party(adults=1, under_7=1)).items() <= stored(signup)[0].__data__.items()
    assert update(signup, under_7="2").status_code == 422


def test_second_tab_is_told_and_may_save_what_it_typed(send, read, app, at):
    signup = make_signup()
    second_tab = fields(read(signup, "/edit"))
    at("2026-11-21T10:05+08:00")
    send(signup, "/edit", page="/edit", **second_tab | {"adults": "2"})

    refused = send(signup, "/edit", page="/edit", **second_tab | {"adults": "3"})
    assert refused.status_code == 422
    assert "刚在别处改过" in refused.text
    assert stored(signup)[0].party == 2

    again = fields(PageText(refused.text))
    assert again["adults"] == "3"
    assert send(signup, "/edit", page="/edit", **again).status_code == 303
    assert stored(signup)[0].party == 3


@pytest.mark.parametrize("seen", ["", "yesterday", "\x00", "9" * 10_000])
def test_form_that_says_nothing_of_when_it_was_filled_is_out_of_date(update, app, seen):
    signup = make_signup()

    assert update(signup, adults="2", seen=seen).status_code == 422
    assert stored(signup)[0].party == 1


def test_form_leads_back_once_it_can_no_longer_be_changed(client, app, at):
    signup = make_signup()
    at("2026-11-28T10:00+08:00")

    answer = client.get(address(signup, "/edit"))

    assert (answer.status_code, answer.location) == (303, address(signup))


def test_post_after_the_start_is_refused_with_a_sentence(send, read, app, at):
    signup = make_signup()
    in_time = fields(read(signup, "/edit"))
    at("2026-11-28T10:00+08:00")

    answer = send(signup, "/edit", **in_time | {"adults": "2"})

    assert answer.status_code == 422
    assert "现在不能改了" in answer.text
    assert stored(signup)[0].party == 1


def test_class_keeps_its_form_though_the_activity_is_for_families_by_now(update, read, app):
    occurrence = make_bookable(capacity=60, terms={"party_limit": 60})
    contact = Contact("周老师", phone="+8613900001234", school="城南小学", grade="四年级")
    signup = make_signup(occurrence, party=Party(adults=2, pupils=40), contact=contact)
    Signup.update(form=FormKind.CLASS).execute()

    assert fields(read(signup, "/edit"))["school"] == "城南小学"
    assert update(signup, pupils="45", bus="一辆大巴").status_code == 303

    found, kept = stored(signup)
    assert (found.pupils, found.party, kept.bus) == (45, 47, "一辆大巴")


# Questions


def ask(*questions: Question, number: int = 1, of: QuestionSet | None = None) -> QuestionSetVersion:
    now = clock.now()
    of = of or QuestionSet.create(name="常用", unit=make_unit(), created_at=now, updated_at=now)
    return QuestionSetVersion.create(
        question_set=of, number=number, questions=[one.as_json() for one in questions], made_at=now
    )


def test_answers_are_corrected_under_the_version_that_was_asked(update, read, app):
    asked = ask(Question("diet", "short", "忌口", "备餐", is_required=True))
    newer = ask(Question("size", "short", "衣服尺码", "备T恤"), number=2, of=asked.question_set)
    contact = Contact("王", phone="+8613900001234", answers={"diet": "花生"})
    occurrence = make_bookable(terms={"question_set": newer.question_set})
    signup = make_signup(occurrence, contact=contact, questions=asked.id)

    page = read(signup, "/edit")
    assert fields(page)["q_diet"] == "花生"
    assert "衣服尺码" not in page.main
    assert update(signup, q_diet="").status_code == 422
    assert update(signup, q_diet="海鲜").status_code == 303

    found, kept = stored(signup)
    assert (kept.answers, found.questions_id) == ({"diet": "海鲜"}, asked.id)


def test_every_kind_of_answer_survives_a_correction(update, app):
    questions = (
        Question("one", "one", "哪天", "安排", choices=("上午", "下午")),
        Question("several", "several", "语言", "安排", choices=("中文", "壮语", "English")),
        Question("number", "number", "车位", "安排"),
        Question("date", "date", "生日", "安排"),
        Question("phone", "phone", "紧急联系", "安排"),
        Question("consent", "consent", "同意拍照", "安排"),
    )
    answers = {
        "one": "下午", "number": 2, "date": "2015-02-28", "phone": "+8613900009999",
        "consent": True,
    }  # fmt: skip
    contact = Contact("王", phone="+8613900001234", answers=answers)
    signup = make_signup(make_bookable(), contact=contact, questions=ask(*questions).id)

    assert update(signup, q_several=["中文", "English"], name="李").status_code == 303

    assert stored(signup)[1].answers == answers | {"several": ["中文", "English"]}
