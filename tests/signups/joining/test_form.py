"""The form: every field with what people and others type into it."""

import pytest
from flask.testing import FlaskClient

from events.signups.joining.consent import digest_of
from events.signups.keys import keyring
from events.signups.models import QuestionSet, QuestionSetVersion, SignupTerms, State
from events.signups.people import Contact
from events.signups.questions.question import Kind, Question
from events.signups.reach import open_post
from tests import NOW
from tests.factories import make_activity, make_bookable, make_unit
from tests.pages.reading import PageText
from tests.signups.joining.visitor import WANG, form_path, open_form, sign_up, signups_of, typed_in

NASTY = (
    *(
        "\0",
        "\u202e倒着",
        "😀👨‍👩‍👧",
        "𠀀𪚥",
        "a\u0301" * 400,
        "长" * 5000,
        "１２",
        "-1",
        "1000000000",
    ),
    *("<svg/onload=alert(1)>", "{{7*7}}", "'; DROP TABLE signup; --", "=1+1"),
    "甲\r\nBcc: x@example.org",
)
FIELDS = ("name", "phone", "email", "adults", "under_7", "under_14", "under_18", "key", "wait")


@pytest.mark.parametrize("field", FIELDS)
def test_whatever_is_typed_into_a_field_is_taken_or_said_to_be_wrong(client: FlaskClient, field):
    occurrence = make_bookable(capacity=1000)
    people = [{**WANG, "phone": f"139{number:08}"} for number in range(len(NASTY))]

    answers = [
        sign_up(client, occurrence, {**person, field: nasty})
        for person, nasty in zip(people, NASTY, strict=True)
    ]

    assert {answer.status_code for answer in answers} <= {303, 422}
    for answer in answers:
        assert "<svg/onload" not in answer.text
        assert "DROP TABLE signup; --<" not in answer.text
    for signup in signups_of(occurrence):
        assert 1 <= signup.party <= 5


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"phone": "1380000123"}, "A mobile number has 11 digits"),
        ({"phone": "不知道"}, "This does not look like a phone number."),
        ({"email": "王@"}, "This does not look like an e-mail address."),
    ],
)
def test_english_page_says_in_english_what_is_wrong(client: FlaskClient, wrong, words: str):
    occurrence = make_bookable()
    hidden = open_form(client, occurrence)
    client.get("/?lang=en")

    answer = sign_up(client, occurrence, {**WANG, **wrong}, hidden=hidden)

    assert answer.status_code == 422
    assert words in PageText(answer.text).main


@pytest.mark.parametrize("name", ["阿依古丽·买买提", "𠀀𪚥", "😀", "<svg/onload>", "O'N {{7*7}}"])
def test_name_is_kept_as_it_is_written(client: FlaskClient, name: str):
    occurrence = make_bookable()

    sign_up(client, occurrence, name=f"  {name}\u202e ")

    (signup,) = signups_of(occurrence)
    assert keyring().unseal(signup.sealed) == Contact(name, phone="+8613800001234")


@pytest.mark.parametrize(
    "notation", ["138 0000 1234", "+86-138-0000-1234", "１３８００００１２３４", "0086 13800001234"]
)
def test_one_phone_in_another_notation_is_the_same_phone(client: FlaskClient, notation: str):
    occurrence = make_bookable()
    sign_up(client, occurrence)

    answer = sign_up(client, occurrence, name="另一位", phone=notation)

    assert answer.status_code == 422
    assert "已经报过这一场" in answer.text
    assert len(signups_of(occurrence)) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "称呼：请填写。"),
        ({"phone": ""}, "手机号：请填手机号；没有手机号，请填邮箱。"),
        ({"phone": "1380000123"}, "手机号应为 11 位数字，例如 13800001234。您填了 10 位。"),
        ({"email": "王@"}, "这不像一个邮箱地址"),
        ({"adults": "两个"}, "成人：请填 0 到 500 的整数。"),
        ({"adults": "1000000000"}, "成人：请填 0 到 500 的整数。"),
        ({"adults": "-1"}, "成人：请填 0 到 500 的整数。"),
        ({"adults": "501"}, "成人：请填 0 到 500 的整数。"),
        ({"adults": "0"}, "每份报名 1 至 5 人，您填了 0 人。"),
        ({"adults": "6"}, "每份报名 1 至 5 人，您填了 6 人。"),
        ({"under_14": "1"}, "监护人同意：有不满 14 岁的孩子，请由监护人勾选同意。"),
        ({"name": "110101199003070337"}, "这里像是身份证号。"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, fields, sentence):
    occurrence = make_bookable()
    typed = {"name": "王女士", "phone": "138 0000 1234", "email": "", "adults": "1", **fields}

    answer = sign_up(client, occurrence, typed)

    assert answer.status_code == 422
    assert sentence in PageText(answer.text).main
    assert typed.items() <= typed_in(answer).items()
    assert signups_of(occurrence) == []


@pytest.mark.parametrize("sends", [False, True])
def test_what_an_address_is_good_for_is_said_as_it_is(client: FlaskClient, sends: bool):
    occurrence = make_bookable()
    open_post(sends)

    page = PageText(client.get(form_path(occurrence)).text).main

    assert ("填邮箱才能收到确认和变动通知" in page) is sends
    assert ("这个网站现在不发信；没有手机号才需要填" in page) is not sends


def test_address_alone_is_enough(client: FlaskClient):
    occurrence = make_bookable()

    sign_up(client, occurrence, phone="", email=" Wang@Example.ORG ")

    (signup,) = signups_of(occurrence)
    assert keyring().unseal(signup.sealed).email == "wang@example.org"


def test_family_is_counted_by_age_with_its_guardians_consent(client: FlaskClient):
    occurrence = make_bookable()

    sign_up(client, occurrence, adults="2", under_7="1", under_14="１", consent="y")

    (signup,) = signups_of(occurrence)
    assert (signup.adults, signup.under_7, signup.under_14, signup.party) == (2, 1, 1, 4)
    assert signup.consented_at == NOW
    assert len(signup.consent_digest) == 64


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_that_were_shown_are_those_that_were_agreed_to(client: FlaskClient, language: str):
    client.get(f"/?lang={language}")
    occurrence = make_bookable()
    label = shown(client.get(form_path(occurrence)).text)

    sign_up(client, occurrence, under_7="1", consent="y")

    (signup,) = signups_of(occurrence)
    assert signup.language == language
    assert signup.consent_digest == digest_of(label)


def shown(page: str) -> str:
    """What stands beside the guardian's box."""
    (label,) = PageText(page).all("label", **{"for": "consent"})
    return "".join(label.texts).strip()


def test_box_ticked_without_small_children_is_no_consent(client: FlaskClient):
    occurrence = make_bookable()

    sign_up(client, occurrence, under_18="1", consent="y")

    (signup,) = signups_of(occurrence)
    assert (signup.consented_at, signup.consent_digest) == (None, "")


def test_consent_is_not_ticked_beforehand(client: FlaskClient):
    page = PageText(client.get(form_path(make_bookable())).text)

    (box,) = page.all("input", name="consent")
    assert "checked" not in box.attributes


def test_only_ages_the_activity_is_for_are_asked_at_once(client: FlaskClient):
    activity = make_activity(signup_mode="here", age_from=8, age_to=12)
    page = PageText(client.get(form_path(make_bookable(activity))).text)

    folded = {field.attributes["name"] for field in page.all("input") if _is_folded(field)}

    assert folded == {"under_7", "under_18"}


def test_other_ages_are_refused_where_the_unit_says_so(client: FlaskClient):
    activity = make_activity(signup_mode="here", age_from=8, age_to=12)
    occurrence = make_bookable(activity, terms={"ages_only": True})

    answer = sign_up(client, occurrence, under_7="1", consent="y")

    assert answer.status_code == 422
    assert "这个活动不接待这个年龄的孩子" in answer.text
    assert not PageText(client.get(form_path(occurrence)).text).all("input", name="under_7")


def test_class_is_booked_by_its_teacher_and_waits_for_approval(client: FlaskClient):
    terms = {"form": "class", "party_limit": 60, "needs_approval": True}
    occurrence = make_bookable(capacity=60, terms=terms)
    fields = {
        "school": "柳州市弯塘路小学", "grade": "四年级 2 班", "name": "韦老师",
        "phone": "0772-2812345", "pupils": "45", "adults": "3", "bus": "大巴 1 辆", "needs": "",
    }  # fmt: skip

    sign_up(client, occurrence, fields)

    (signup,) = signups_of(occurrence)
    assert (signup.state, signup.form, signup.pupils, signup.party) == ("pending", "class", 45, 48)
    assert keyring().unseal(signup.sealed).school == "柳州市弯塘路小学"


def test_questions_of_the_unit_are_asked_with_their_reason_and_answered(client: FlaskClient):
    occurrence = make_bookable()
    question = Question("food", Kind.SHORT, "过敏吗", "准备点心", is_required=True)
    version = ask(occurrence, question)

    refused = sign_up(client, occurrence)
    sign_up(client, occurrence, q_food="花生")

    assert refused.status_code == 422
    assert "为什么问：准备点心" in PageText(refused.text).main
    (signup,) = signups_of(occurrence)
    assert signup.questions_id == version.id
    assert keyring().unseal(signup.sealed).answers == {"food": "花生"}


def test_extra_fields_change_nothing(client: FlaskClient):
    occurrence = make_bookable(terms={"needs_approval": True})

    sign_up(client, occurrence, state="confirmed", party="0", origin="unit", number="AAAAAAAA")

    (signup,) = signups_of(occurrence)
    assert (signup.state, signup.party, signup.origin) == (State.PENDING, 1, "person")
    assert signup.number != "AAAAAAAA"


def ask(occurrence, *questions: Question) -> QuestionSetVersion:
    made = QuestionSet.create(name="点心", unit=make_unit(), created_at=NOW, updated_at=NOW)
    SignupTerms.update(question_set=made).where(
        SignupTerms.activity == occurrence.activity_id
    ).execute()
    return QuestionSetVersion.create(
        question_set=made, number=1, made_at=NOW, questions=[one.as_json() for one in questions]
    )


def _is_folded(element) -> bool:
    while element.parent:
        element = element.parent
        if element.tag == "details":
            return True
    return False
