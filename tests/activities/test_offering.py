"""Which districts are offered: as many as a person can read through, and all those that are near
to what was picked."""

from events.activities.offering import MOST_DISTRICTS, offered
from events.units.areas import Area, Areas

PROVINCE, OTHER_PROVINCE, CITY = 1, 2, 10


def net(*places: tuple[int, int | None]) -> Areas:
    """Of (id, id of what it lies in)."""
    return Areas(Area(id_, str(id_), f"{id_}区", "", parent, None) for id_, parent in places)


def country(districts: int) -> tuple[Areas, list[int]]:
    """Two provinces with ten cities each, these with some districts each; and these."""
    cities = [(CITY + n, PROVINCE if n < 10 else OTHER_PROVINCE) for n in range(20)]
    below = [(1000 * city + n, city) for city, _ in cities for n in range(districts)]
    areas = net((PROVINCE, None), (OTHER_PROVINCE, None), *cities, *below)
    return areas, [id_ for id_, _ in below]


def test_few_are_offered_as_they_are():
    areas, found = country(3)

    assert offered(found, [], areas) == set(found)
    assert len(found) == MOST_DISTRICTS


def test_instead_of_too_many_the_cities_round_them():
    areas, found = country(4)

    assert sorted(offered(found, [], areas)) == list(range(CITY, CITY + 20))


def test_instead_of_too_many_cities_their_provinces():
    cities = [(CITY + n, PROVINCE if n % 2 else OTHER_PROVINCE) for n in range(100)]
    areas = net((PROVINCE, None), (OTHER_PROVINCE, None), *cities)

    assert offered([id_ for id_, _ in cities], [], areas) == {PROVINCE, OTHER_PROVINCE}


def test_within_the_picked_city_its_districts_are_offered_and_the_city_itself():
    areas, found = country(4)

    assert sorted(offered(found, [CITY + 1], areas)) == [
        *range(CITY, CITY + 20),
        *(11_000 + n for n in range(4)),
    ]


def test_within_a_picked_province_that_has_too_many_its_cities():
    areas, found = country(40)

    assert sorted(offered(found, [PROVINCE], areas)) == [PROVINCE, *range(CITY, CITY + 20)]


def test_a_district_that_lies_in_nothing_stays():
    places = [(100 + n, PROVINCE if n else None) for n in range(70)]
    areas = net((PROVINCE, None), *places)

    assert offered([id_ for id_, _ in places], [], areas) == {100, PROVINCE}


def test_a_picked_one_with_nothing_in_it_is_not_offered():
    areas, found = country(1)

    assert offered(found[:1], [CITY + 5], areas) == {found[0]}


def test_too_many_that_lie_in_nothing_are_all_there_is():
    places = [(100 + n, None) for n in range(70)]

    assert len(offered([id_ for id_, _ in places], [], net(*places))) == 70
