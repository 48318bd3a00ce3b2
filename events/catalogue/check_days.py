"""What must be true of the themed days of a catalogue beyond their shape."""

from datetime import MAXYEAR, MINYEAR

from events.days.recurrence import RuleRefused, check_rule
from events.records.files import Record
from events.records.references import repeated, unknown

_NEEDED = {
    "fixed": ("rule", "日期确定的主题日要有 rule。"),
    "computed": ("rule", "日期确定的主题日要有 rule。"),
    "derived": ("parent", "随另一个主题日而定的要写 parent。"),
    "astronomical": ("solar_term", "按节气的要写 solar_term。"),
    "regional-rule": ("regional_rules", "各地自定日期的要写 regional_rules。"),
}


def check_themed_days(days: list[Record], regions: set[str]) -> list[str]:
    mistakes = []
    for day in days:
        regional = day.get("regional_rules", [])
        mistakes += _check_day(day)
        mistakes += unknown(regional, ("region",), regions, "地区")
        mistakes += repeated(regional, "region", "地区")
        for edition in day.get("editions", []):
            mistakes += _check_edition(edition)
        mistakes += repeated(day.get("editions", []), "year", "届")
    return mistakes


def _check_day(day: Record) -> list[str]:
    mistakes = []
    for holder in [day, *day.get("regional_rules", [])]:
        if holder.get("rule"):
            try:
                check_rule(holder["rule"])
            except RuleRefused as refusal:
                mistakes.append(holder.mistake(refusal.message, "rule"))
    if (day.get("valid_to") or MAXYEAR) < (day.get("valid_from") or MINYEAR):
        mistakes.append(day.mistake("valid_to 早于 valid_from，请核对。", "valid_to"))
    key, sentence = _NEEDED.get(day["predictability"], ("slug", ""))
    if not day.get(key):
        mistakes.append(day.mistake(sentence, "predictability"))
    return mistakes


def _check_edition(edition: Record) -> list[str]:
    first, last = edition.get("first_day"), edition.get("last_day")
    mistakes = []
    if (first is None) != (last is None):
        mistakes.append(edition.mistake("first_day 和 last_day 要么都写，要么都不写。"))
    if first is None and edition["date_status"] in ("announced", "confirmed"):
        mistakes.append(edition.mistake("没有日期，date_status 只能是 predicted。", "date_status"))
    if first is not None and not 0 <= first.year - edition["year"] <= 1:
        mistakes.append(
            edition.mistake(f"{first} 不在 {edition['year']} 年，请核对。", "first_day")
        )
    for holder in [edition, *edition.get("spans", []), *edition.get("sources", [])]:
        begin, end = holder.get("first_day"), holder.get("last_day")
        if begin and end and end < begin:
            mistakes.append(
                holder.mistake(f"结束日 {end} 早于开始日 {begin}，请核对。", "last_day")
            )
    return mistakes
