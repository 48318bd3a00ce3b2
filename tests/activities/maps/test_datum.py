"""WGS-84 as GCJ-02, by the points that implementations are compared with (eviltransform's own)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.activities.maps.datum import to_gcj02
from events.finding.queries import distance_km

REFERENCE = {
    "Shanghai": ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    "Shenzhen": ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    "Beijing": ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
}


@pytest.mark.parametrize(("wgs84", "gcj02"), REFERENCE.values(), ids=REFERENCE)
def test_reference_points_are_met(wgs84: tuple[float, float], gcj02: tuple[float, float]):
    assert to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-9)


@pytest.mark.parametrize(
    "abroad", [(35.68, 139.77), (48.86, 2.35), (-33.9, 151.2), (0.0, 0.0), (90.0, 105.0)]
)
def test_abroad_nothing_is_moved(abroad: tuple[float, float]):
    assert to_gcj02(*abroad) == abroad


@given(latitude=st.floats(18, 53), longitude=st.floats(74, 135))
def test_at_home_all_is_moved_by_some_hundred_metres(latitude: float, longitude: float):
    assert 0.01 < distance_km((latitude, longitude), *to_gcj02(latitude, longitude)) < 1.5


@given(
    latitude=st.floats(28, 32),
    longitude=st.floats(105, 110),
    away=st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)),
)
def test_within_a_city_the_difference_stays_below_what_an_address_says(
    latitude: float, longitude: float, away: tuple[float, float]
):
    """A position in an address is rounded to a hundredth of a degree: about a kilometre."""
    there = (latitude + away[0], longitude + away[1])
    shift = [
        shown - real
        for shown, real in zip(to_gcj02(latitude, longitude), (latitude, longitude), strict=True)
    ]
    other = [shown - real for shown, real in zip(to_gcj02(*there), there, strict=True)]

    assert other == pytest.approx(shift, abs=0.003)
