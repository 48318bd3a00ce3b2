"""The settings of a map service: addresses of its tiles, and what must be said beside them."""

import re
from urllib.parse import urlsplit

from events.errors import Misconfigured

DATUMS = ("wgs84", "gcj02")
_ADDRESS = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?/[!-~]+")
_PLACES = ("{x}", "{y}", "{z}")


def read_tiles(value: str, attribution: str) -> tuple[str, ...]:
    """The layers of the map, lowest first; raises Misconfigured."""
    layers = tuple(value.split())
    bad = [one for one in layers if not _is_address(one)]
    if bad:
        raise Misconfigured(
            f"KEPULI_MAP_TILES 里的“{bad[0]}”看不懂，请写成带 {{z}}、{{x}}、{{y}} 的网址，例如 "
            "https://tiles.example.cn/{z}/{x}/{y}.png，不能有别的花括号，几层用空格隔开。"
        )
    if layers and not attribution:
        raise Misconfigured(
            "设了 KEPULI_MAP_TILES，还要用 KEPULI_MAP_ATTRIBUTION 写明地图是谁的，"
            "例如 © 天地图·自然资源部。"
        )
    return layers


def read_datum(value: str) -> str:
    """In which the tiles are drawn; raises Misconfigured."""
    if value.lower() not in DATUMS:
        raise Misconfigured(f"KEPULI_MAP_DATUM“{value}”看不懂，请用 wgs84 或 gcj02。")
    return value.lower()


def origins(layers: tuple[str, ...]) -> tuple[str, ...]:
    """From where their pictures come, each once, as a header has it."""
    parts = map(urlsplit, layers)
    return tuple(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in parts))


def _is_address(value: str) -> bool:
    return bool(_ADDRESS.fullmatch(value)) and sorted(re.findall("{.*?}|[{}]", value)) == [*_PLACES]
