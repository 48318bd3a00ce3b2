"""`activities.yaml`, read and checked: every mistake with its line, nothing written yet."""

from collections.abc import Collection, Iterable
from pathlib import Path

from events.activities.vocabulary import AUDIENCES, Format, SignupMode
from events.demo.shapes import FILE
from events.errors import RecordsInvalid
from events.plans.importing import Known
from events.records.files import Record, read_file
from events.records.references import repeated, unknown
from events.records.shapes import check_top


def read_activities(path: Path, known: Known) -> Record:
    """The file's top mapping; raises RecordsInvalid with every mistake found."""
    top, mistakes = read_file(path)
    if top is not None:
        mistakes = check_top(top, FILE) or _check_meaning(top, known)
    if top is None or mistakes:
        raise RecordsInvalid(mistakes)
    return top


def _check_meaning(top: Record, known: Known) -> list[str]:
    units, venues, activities = top.get("units", []), top["venues"], top["activities"]
    unit_slugs = {*known.units, *(unit["slug"] for unit in units)}
    venue_keys = {venue["key"] for venue in venues}
    sittings = [sitting for activity in activities for sitting in activity["sittings"]]
    changes = [change for sitting in sittings for change in sitting.get("changes", [])]
    return [
        *repeated(units, "slug", "单位"),
        *repeated(venues, "key", "场馆"),
        *repeated(activities, "key", "活动"),
        *unknown(units, ("region",), set(known.regions), "地区"),
        *unknown(venues, ("district",), set(known.regions), "地区"),
        *unknown(activities, ("organiser",), unit_slugs, "单位"),
        *unknown([*activities, *sittings, *changes], ("venue",), venue_keys, "场馆"),
        *unknown_inside(activities, "co_organisers", unit_slugs, "单位"),
        *unknown_inside(activities, "supporters", unit_slugs, "单位"),
        *unknown_inside(activities, "themed_days", known.days, "主题日"),
        *unknown_inside(activities, "audiences", AUDIENCES, "对象"),
        *(mistake for venue in venues for mistake in _check_place(venue)),
        *(mistake for activity in activities for mistake in _check_activity(activity)),
    ]


def unknown_inside(
    records: Iterable[Record], key: str, known: Collection[str], what: str
) -> list[str]:
    """The mistakes of lists of names under `key`."""
    return [
        record.mistake(f"“{key}”里的{what}“{value}”不存在，请核对。", key)
        for record in records
        for value in record.get(key, [])
        if value not in known
    ]


def _check_place(venue: Record) -> list[str]:
    if ("latitude" in venue) == ("longitude" in venue):
        return []
    return [venue.mistake("经度和纬度要一起写，或者都不写。", "latitude")]


def _check_activity(activity: Record) -> list[str]:
    mistakes = []
    if activity["format"] != Format.ONSITE and "online_url" not in activity:
        mistakes.append(activity.mistake("线上的活动要写 online_url。", "format"))
    if (activity["format"] == Format.ONLINE) == ("venue" in activity):
        mistakes.append(activity.mistake("现场的活动要写 venue，只在线上的不写。", "venue"))
    needed = {SignupMode.TELEPHONE: "signup_phone", SignupMode.EXTERNAL: "signup_url"}
    key = needed.get(activity.get("signup_mode", SignupMode.NONE))
    if key and key not in activity:
        mistakes.append(activity.mistake(f"这样报名要写 {key}。", "signup_mode"))
    is_here = activity.get("signup_mode") == SignupMode.HERE
    if "terms" in activity and not is_here:
        mistakes.append(activity.mistake("只有 signup_mode: here 才写 terms。", "terms"))
    if is_here and not all("capacity" in sitting for sitting in activity["sittings"]):
        mistakes.append(activity.mistake("在这里报名的每一场都要写 capacity。", "signup_mode"))
    if activity.get("age_from", 0) > activity.get("age_to", 120):
        mistakes.append(activity.mistake("age_from 大于 age_to，请核对。", "age_from"))
    if not activity["sittings"]:
        mistakes.append(activity.mistake("一场也没有，请至少写一场。", "sittings"))
    for sitting in activity["sittings"]:
        mistakes += _check_sitting(sitting, "offset_days" if _has_days(activity) else "rule")
    return mistakes


def _has_days(activity: Record) -> bool:
    return bool(activity.get("themed_days"))


def _check_sitting(sitting: Record, expected: str) -> list[str]:
    other = {"rule": "offset_days", "offset_days": "rule"}[expected]
    mistakes = []
    if expected not in sitting or other in sitting:
        sentence = "属于主题日的活动按 offset_days 排，平常的活动按 rule 排，写其中一样。"
        mistakes.append(sitting.mistake(sentence, other))
    for change in sitting.get("changes", []):
        mistakes += _check_change(change, is_series=expected == "rule")
    return mistakes


def _check_change(change: Record, is_series: bool) -> list[str]:
    mistakes = []
    if is_series != ("which" in change):
        mistakes.append(
            change.mistake("按 rule 排的场次要用 which 写明改哪几场，别的不写。", "which")
        )
    if change["kind"] == "relocated" and "venue" not in change:
        mistakes.append(change.mistake("换地点要写 venue。", "kind"))
    if change["kind"] == "moved" and not change.get("days") and "times" not in change:
        mistakes.append(change.mistake("改期要写 days 或 times。", "kind"))
    return mistakes
