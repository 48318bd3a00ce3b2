"""A small town where there is something to find."""

import pytest
from flask.testing import FlaskClient

from tests.activities.lists import at_hour
from tests.factories import make_activity, make_bookable, make_district, make_occurrence, make_venue
from tests.finding.looking import index_all


@pytest.fixture
def town(client: FlaskClient) -> FlaskClient:
    """Today is a Saturday. Two things to do in the middle of the town, one of them full, one four
    kilometres from there, one thirty, and one online."""
    district = make_district(slug="500103", name="渝中区")
    middle = make_venue(
        name="科技馆", district=district, latitude=29.56, longitude=106.55, step_free=True
    )
    north = make_venue(
        name="植物园", district=district, latitude=29.60, longitude=106.55, step_free=False
    )
    far = make_venue(name="古镇", latitude=29.83, longitude=106.55)
    stars = make_activity(title="看星星", signup_mode="here", age_from=6, age_to=12)
    make_bookable(stars, capacity=5, start=at_hour(21, 19), venue=middle)
    full = make_activity(title="做火箭", signup_mode="here", kind="workshop", age_from=8)
    make_bookable(full, capacity=2, taken=2, start=at_hour(22, 9), venue=middle)
    flowers = make_activity(title="看花", kind="guided-tour", age_to=5, sign_language=True)
    make_occurrence(flowers, start=at_hour(22, 14), venue=north)
    village = make_activity(title="古镇的桥", kind="guided-tour")
    make_occurrence(village, start=at_hour(28, 9), venue=far)
    quiz = make_activity(title="答题", kind="online-quiz", format="online", captions=True)
    make_occurrence(quiz, start=at_hour(29, 9), online=True)
    index_all()
    return client
