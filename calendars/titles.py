"""What a feed is called and says of itself, by what it is about; plain Chinese text."""

from functools import singledispatch
from typing import Any

from events.published import (
    ACCESS,
    AUDIENCES,
    FORMATS,
    KINDS,
    SIGNUPS,
    WHENS,
    Activity,
    Area,
    Chosen,
    Occurrence,
    Picked,
    Publication,
    ThemedDay,
    Unit,
    Venue,
)


def title(publication: Publication) -> tuple[str, str]:
    """A feed's name and description."""
    return _title(publication.about)


def left_out(count: int, is_unlimited: bool) -> str:
    more = "" if is_unlimited else "，或在地址后加 all=1"
    return f"条目太多，这里是最近的一部分，另有 {count} 条没有列入：请订阅更窄的日历{more}。"


@singledispatch
def _title(_about: Any) -> tuple[str, str]:
    return "科普历", "一年里的科普主题日，日期一经公布自动更新。"


@_title.register
def _(day: ThemedDay) -> tuple[str, str]:
    text = day.summary
    if day.successor:
        since = f"{day.valid_to + 1} 年起" if day.valid_to else "现已"
        text += f"{since}由{day.successor.name}接续，这里也会显示。"
    return day.name, text


@_title.register
def _(unit: Unit) -> tuple[str, str]:
    name = f"{unit.short_name}的科普活动和主题日"
    return name, f"{unit.name}主办的科普活动，和它负责的主题日；有变化自动更新。"


@_title.register
def _(district: Area) -> tuple[str, str]:
    return f"{district.name}的科普活动", f"{district.name}的科普活动，改期、取消都会自动更新。"


@_title.register
def _(venue: Venue) -> tuple[str, str]:
    return f"{venue.name}的科普活动", f"{venue.name}的科普活动，改期、取消都会自动更新。"


@_title.register
def _(activity: Activity) -> tuple[str, str]:
    return activity.title[:120], "这个活动的全部场次，改期、取消都会自动更新。"


@_title.register
def _(occurrence: Occurrence) -> tuple[str, str]:
    return occurrence.activity.title[:120], "这个活动的一场。导入以后不会再更新，以网页为准。"


@_title.register
def _(chosen: Chosen) -> tuple[str, str]:
    words = _words_of(chosen)
    name = f"科普活动：{'、'.join(words)}" if words else "科普活动"
    return name[:120], "符合这些条件的科普活动，有新的会自动出现，改期、取消也会更新。"


@_title.register
def _(picked: Picked) -> tuple[str, str]:
    names = "、".join(_short_name(part.about) for part in picked.parts.values())
    text = "所选各项的日历合在一起，每条只出现一次；有变化自动更新。"
    if picked.unknown:
        text += f"其中 {len(picked.unknown)} 项已经没有了，请到网页上重新选。"
    return (f"科普历：{names}" if names else "科普历")[:120], text


def _short_name(about: Any) -> str:
    if isinstance(about, Chosen):
        return about.criteria.q
    return str(getattr(about, "short_name", about.name))


def _words_of(chosen: Chosen) -> list[str]:
    criteria = chosen.criteria
    days = [day for day in (criteria.first_day, criteria.last_day) if day]
    return [
        *([f"“{criteria.q}”"] if criteria.q else []),
        *(day.name for day in chosen.days),
        *([f"{criteria.year} 年"] if criteria.year else []),
        *(unit.short_name for unit in chosen.units),
        *(district.name for district in chosen.districts),
        *(venue.name for venue in chosen.venues),
        *(KINDS[kind] for kind in criteria.kind),
        *(AUDIENCES[audience] for audience in criteria.audience),
        *([] if criteria.age is None else [f"适合 {criteria.age} 岁"]),
        *(words for code, words in FORMATS.items() if code in criteria.format),
        *([SIGNUPS[criteria.signup]] if criteria.signup else []),
        *(ACCESS[fact] for fact in criteria.access),
        *([WHENS[criteria.when]] if criteria.when else []),
        *(["至".join(dict.fromkeys(map(str, days)))] if days else []),
        *([f"附近 {criteria.radius_km} 公里以内"] if criteria.near else []),
    ]
