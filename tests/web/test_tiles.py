"""The settings of a map service."""

import pytest

from events.errors import Misconfigured
from web.settings import read_settings
from web.tiles import origins

OWNER = {"KEPULI_MAP_ATTRIBUTION": "© 天地图"}


@pytest.mark.parametrize(
    "tiles",
    [
        *("https://t0.example.cn/{z}/{x}/{y}.png", "http://127.0.0.1:8402/{z}/{x}/{y}"),
        "https://t.example/wmts?a=1&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=0",
    ],
)
def test_tiles_are_addresses_with_their_three_places(tiles: str):
    assert read_settings({"KEPULI_MAP_TILES": tiles} | OWNER).map_tiles == (tiles,)


@pytest.mark.parametrize(
    "tiles",
    [
        *("tiles", "/{z}/{x}/{y}.png", "ftp://t.example/{z}/{x}/{y}", "https:///{z}/{x}/{y}"),
        *("https://t.example/{z}/{x}.png", "https://t.example/{z}/{x}/{y}/{y}"),
        *("https://{s}.t.example/{z}/{x}/{y}", "https://t.example/{z}/{x}/{y}{r}.png"),
        *("https://t.example;script-src/{z}/{x}/{y}", "https://u:p@t.example/{z}/{x}/{y}"),
        *("https://*.t.example/{z}/{x}/{y}", "https://t.example/{z}/{x}/{y}/{", "https://图/{z}"),
        "https://t.example/{z}/{x}/{y} https://t.example/",
    ],
)
def test_tiles_that_can_not_be_meant_are_refused(tiles: str):
    with pytest.raises(Misconfigured, match="KEPULI_MAP_TILES 里的“"):
        read_settings({"KEPULI_MAP_TILES": tiles} | OWNER)


def test_tiles_without_an_owner_are_refused():
    with pytest.raises(Misconfigured, match="还要用 KEPULI_MAP_ATTRIBUTION 写明"):
        read_settings({"KEPULI_MAP_TILES": "https://t.example/{z}/{x}/{y}"})


@pytest.mark.parametrize("datum", ["bd09", "84", "wgs 84"])
def test_an_unknown_datum_is_refused(datum: str):
    with pytest.raises(Misconfigured, match="请用 wgs84 或 gcj02"):
        read_settings({"KEPULI_MAP_DATUM": datum})


def test_each_host_is_named_once_with_its_port():
    layers = ("https://a.example:81/{z}", "https://a.example:81/w/{z}", "http://b.example/{z}")

    assert origins(layers) == ("https://a.example:81", "http://b.example")
