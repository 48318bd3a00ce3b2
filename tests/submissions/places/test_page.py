"""The places step over HTTP: find a venue, describe a new one, say which sitting is where."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries
from werkzeug.test import TestResponse

from events.people.models import Membership
from events.submissions.forms import read_draft
from events.submissions.links import setting_of
from events.submissions.models import Submission
from events.venues.models import Venue
from tests.factories import make_activity, make_district, make_occurrence, make_venue
from tests.pages.reading import PageText, text_of
from tests.signing_in import post
from tests.submissions.filling import fresh, full_draft, make_draft, path, save

NEW = {
    "key": ["p1"],
    "venue": [""],
    "note": ["南门"],
    "name": ["人民广场"],
    "address": ["人民路173号"],
    "coordinates": [""],
}


def press(browser: FlaskClient, submission: Submission, *button: str, **typed: Any) -> TestResponse:
    data = {"version": str(fresh(submission).version)} | typed
    page = path(submission, "places")
    return post(browser, path(submission, "places", *button), data, page=page)


def typed(submission: Submission) -> Any:
    return fresh(submission).draft["places"]


def posted(submission: Submission) -> dict[str, Any]:
    """What the form of the draft's places would send."""
    return {name: texts for name, texts in typed(submission).items() if name != "words"}


def test_search_finds_by_name_former_name_address_and_district(lin: FlaskClient, draft: Submission):
    district = make_district(name="沙坪坝区")
    library = make_venue(
        name="重庆图书馆", former_names=["国立罗斯福图书馆"], address="凤天大道106号",
        district=district,
    )  # fmt: skip
    make_venue(name="重庆科技馆")

    for words in ("图书馆", "罗斯福", "凤天大道", "沙坪坝 图书", "国立 沙坪坝"):
        page = PageText(lin.get(path(draft, "places") + f"?words={words}").text)
        found = page.all("div", id="found")[0]
        assert text_of(found).startswith("找到 1 个 重庆图书馆 沙坪坝区"), words
        assert [button.attributes["value"] for button in page.all("button", name="chosen")] == [
            str(library.id)
        ]


def test_search_for_a_merged_venue_leads_to_the_survivor(lin: FlaskClient, draft: Submission):
    survivor = make_venue(name="重庆科技馆")
    make_venue(name="江北嘴科学宫", merged_into=survivor)

    page = PageText(lin.get(path(draft, "places") + "?words=科学宫").text)

    assert [button.attributes["value"] for button in page.all("button", name="chosen")] == [
        str(survivor.id)
    ]


def test_search_puts_what_is_around_the_unit_first(lin: FlaskClient, draft: Submission):
    elsewhere = make_venue(name="甲图书馆")
    here = make_venue(name="乙图书馆", district=draft.unit.region)

    page = PageText(lin.get(path(draft, "places") + "?words=图书馆").text)

    assert [button.attributes["value"] for button in page.all("button", name="chosen")] == [
        str(here.id),
        str(elsewhere.id),
    ]


def test_search_that_finds_nothing_offers_a_way_on(lin: FlaskClient, draft: Submission):
    text = PageText(lin.get(path(draft, "places") + "?words=没有这里").text).main

    assert "没有找到“没有这里”" in text
    assert "登记新地点" in text


def test_search_keeps_what_was_typed(lin: FlaskClient, draft: Submission):
    answer = press(lin, draft, "search", words="科技馆", **NEW)

    assert answer.status_code == 303
    assert answer.location.startswith(f"{path(draft, 'places')}?words=")
    assert (typed(draft)["name"], typed(draft)["note"]) == (["人民广场"], ["南门"])


def test_earlier_venues_of_the_unit_stand_first(lin: FlaskClient, draft: Submission):
    often, once, never = (make_venue(name=name) for name in ("甲馆", "乙馆", "丙馆"))
    activity = make_activity(organiser=draft.unit)
    for venue in (once, often, often):
        make_occurrence(activity, venue=venue)
    make_occurrence(venue=never)

    page = PageText(lin.get(path(draft, "places")).text)

    assert [button.attributes["value"] for button in page.all("button", name="chosen")] == [
        str(often.id),
        str(once.id),
    ]


def test_venue_is_added_with_a_key_of_its_own(lin: FlaskClient, draft: Submission):
    venue = make_venue()

    press(lin, draft, "venues", chosen=str(venue.id), **posted(draft))

    assert typed(draft)["key"] == ["p1", "p2"]
    assert typed(draft)["venue"][1] == str(venue.id)


def test_new_place_is_read_with_its_point(lin: FlaskClient, draft: Submission):
    district = make_district()
    point = {"coordinates": ["29.5628，106.5528"], "district": [str(district.id)]}

    answer = save(lin, draft, "places", NEW | point)

    assert (answer.status_code, answer.location) == (303, path(draft, "signup"))
    with lin.application.test_request_context():
        content = read_draft(fresh(draft).draft, setting_of(fresh(draft))).content
    assert content
    [place] = content.places
    assert (place.venue, place.name, place.district, place.note) == (
        None, "人民广场", district.id, "南门",
    )  # fmt: skip
    assert (place.latitude, place.longitude) == (29.5628, 106.5528)


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"name": [""]}, "name"),
        ({"name": ["长" * 121]}, "name"),
        ({"district": [""]}, "district"),
        ({"district": ["999999"]}, "district"),
        ({"district": ["9" * 30]}, "district"),
        ({"address": [""]}, "address"),
        ({"address": ["长" * 201]}, "address"),
        ({"coordinates": ["北边"]}, "coordinates"),
        ({"note": ["长" * 121]}, "note"),
    ],
)
def test_new_place_with_a_mistake_is_said_beside_its_cell(
    lin: FlaskClient, draft: Submission, cells: dict[str, list[str]], cell: str
):
    right = NEW | {"district": [str(make_district().id)]}

    answer = save(lin, draft, "places", right | cells)

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert [href for href in page.links() if href.endswith("-0")] == [f"#{cell}-0"]
    assert page.all("span", id=f"{cell}-0-wrong")
    assert {name: typed(draft)[name] for name in cells} == cells


@pytest.mark.parametrize(("format_", "status"), [("onsite", 422), ("hybrid", 422), ("online", 303)])
def test_place_is_asked_of_what_is_not_only_online(
    lin: FlaskClient, draft: Submission, format_: str, status: int
):
    Submission.update(draft=full_draft(format=format_)).execute()

    assert save(lin, draft, "places", {"words": ""}).status_code == status


def test_likely_double_is_shown_and_taken_with_one_button(lin: FlaskClient, draft: Submission):
    library = make_venue(name="重庆市图书馆")
    cells = NEW | {"name": ["重庆图书馆"], "district": [str(library.district_id)]}

    first = save(lin, draft, "places", cells)
    page = PageText(lin.get(path(draft, "places")).text)
    press(lin, draft, "p1", "venue", chosen=str(library.id), **cells)

    assert first.location == path(draft, "places")  # stays until the warning has been seen
    assert "名录里有“重庆市图书馆”" in page.main
    assert (typed(draft)["venue"], typed(draft)["name"], typed(draft)["note"]) == (
        [str(library.id)], [""], ["南门"],
    )  # fmt: skip


def test_double_in_another_district_is_none(lin: FlaskClient, draft: Submission):
    make_venue(name="重庆市图书馆")
    cells = NEW | {"name": ["重庆图书馆"], "district": [str(make_district().id)]}

    assert save(lin, draft, "places", cells).location == path(draft, "signup")


def test_point_far_from_the_district_is_told_and_may_be_left(lin: FlaskClient, draft: Submission):
    known = make_venue(latitude=29.56, longitude=106.55)
    cells = NEW | {"district": [str(known.district_id)], "coordinates": ["39.9,116.4"]}

    save(lin, draft, "places", cells)
    page = PageText(lin.get(path(draft, "places")).text)
    seen = [found.attributes["value"] for found in page.all("input", name="seen")]

    assert ["最近也有 1458 公里" in words for words in seen] == [True]
    assert save(lin, draft, "places", cells, seen=seen).location == path(draft, "signup")


def test_several_places_seat_each_sitting(lin: FlaskClient, draft: Submission):
    press(lin, draft, "venues", chosen=str(make_venue().id), **posted(draft))
    page = PageText(lin.get(path(draft, "places")).text)
    assert len(page.all("select", id="at-0")) == 1

    save(lin, draft, "places", posted(draft) | {"at-0": "p2"})

    assert fresh(draft).draft["schedule"]["place"] == ["p2"]


def test_all_sittings_move_to_a_place_with_one_button(lin: FlaskClient, draft: Submission):
    press(lin, draft, "venues", chosen=str(make_venue().id), **posted(draft))

    press(lin, draft, "p2", "sittings", **posted(draft), **{"at-0": "p1"})

    assert fresh(draft).draft["schedule"]["place"] == ["p2"]


def test_sittings_of_a_removed_place_are_at_the_first_that_is_left(
    lin: FlaskClient, draft: Submission
):
    press(lin, draft, "venues", chosen=str(make_venue().id), **posted(draft))

    press(lin, draft, "p1", "removal", **posted(draft), **{"at-0": "p1"})

    assert typed(draft)["key"] == ["p2"]
    assert fresh(draft).draft["schedule"]["place"] == ["p2"]


def test_venue_that_was_merged_is_read_as_the_survivor(lin: FlaskClient, draft: Submission):
    survivor = make_venue()
    Venue.update(merged_into=survivor).where(Venue.id == int(typed(draft)["venue"][0])).execute()

    with lin.application.test_request_context():
        content = read_draft(fresh(draft).draft, setting_of(fresh(draft))).content

    assert content
    assert [place.venue for place in content.places] == [survivor.id]


def test_venue_that_does_not_exist_is_not_added(lin: FlaskClient, draft: Submission):
    for chosen in ("999999", "-1", "9" * 40, "x"):
        press(lin, draft, "venues", chosen=chosen, **posted(draft))

    assert [venue for venue in typed(draft)["venue"][1:] if venue] == []


@pytest.mark.parametrize(
    "text",
    ["a\0b", "\u202eabc", "<script>alert(1)</script>", "{{7*7}}", "'; DROP TABLE venue; --",
     "😀𠮷", "x" * 3000, "1\r\n2"],
)  # fmt: skip
def test_nasty_text_in_any_field_is_no_crash(lin: FlaskClient, draft: Submission, text: str):
    for field in (*NEW, "district", "words", "seen", "at-0", "at-x", "version", "chosen"):
        answer = press(lin, draft, **NEW | {field: [text]})
        assert answer.status_code in (303, 409, 422), field
        assert "<script>alert" not in answer.text
    page = lin.get(path(draft, "places"), query_string={"words": text})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "button", ["", "/search", "/venues", "/p1/venue", "/p1/removal", "/p1/sittings"]
)
def test_places_of_another_unit_do_not_exist(stranger: FlaskClient, draft: Submission, button: str):
    theirs = path(make_draft(Membership.get().unit), "places")

    answers = [
        stranger.get(path(draft, "places")),
        post(stranger, path(draft, "places") + button, NEW, page=theirs),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any("标本里的冬天" in answer.text for answer in answers)
    assert fresh(draft).draft == draft.draft


def test_draft_changed_meanwhile_is_told_and_nothing_is_lost(lin: FlaskClient, draft: Submission):
    old = str(draft.version)
    save(
        lin, draft, "schedule", fresh(draft).draft["schedule"] | {"kept": ["0"], "start": ["9:00"]}
    )

    answer = save(lin, draft, "places", NEW, version=old)

    assert answer.status_code == 409
    assert "在另一个窗口改过" in answer.text
    assert PageText(answer.text).all("input", id="name-0")[0].attributes["value"] == "人民广场"


def test_page_takes_as_many_statements_for_one_venue_as_for_ten(
    lin: FlaskClient, draft: Submission
):
    counts = []
    for _round in range(2):
        with count_queries() as counter:
            assert lin.get(path(draft, "places") + "?words=馆").status_code == 200
        counts.append(counter.count)
        for _number in range(5):
            venue = make_venue()
            press(lin, draft, "venues", chosen=str(venue.id), **posted(draft))

    assert counts[0] == counts[1]
