"""The rule by which a themed day comes back: text in, at most one day a year out.

A themed day uses the part of RFC 5545 §3.3.10 that can name one day of a year: FREQ=YEARLY with
BYMONTH, BYMONTHDAY, BYDAY and BYSETPOS. The text is vetted here before dateutil sees it: dateutil
never returns from INTERVAL=0, raises IndexError on BYMONTH=9;BYDAY=53MO, and finds nothing at all
in BYDAY=SA,2SU. Whatever has no sentence of its own below is refused as unknown or malformed.
"""

import re
import unicodedata
from calendar import isleap
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time
from functools import lru_cache

from dateutil.rrule import YEARLY, rrule, weekday

from events.errors import EventsError

CLOCK_PARTS = ("BYSECOND", "BYMINUTE", "BYHOUR")
DAY_PARTS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS")
PARTS = ("FREQ", "UNTIL", "COUNT", "INTERVAL", *CLOCK_PARTS, *DAY_PARTS, "WKST")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_TEXT = 500
LARGEST_COUNT = 366  # as many occurrences as one schedule may have

# The Gregorian year comes in 14 kinds (weekday of 1 January, leap or not) and any 28 years without
# a century hold them all: what is true of one year of each kind is true of every year.
ONE_YEAR_OF_EACH_KIND = sorted(
    {(date(year, 1, 1).weekday(), isleap(year)): year for year in range(2053, 2025, -1)}.values()
)

_NOT_IN_A_THEMED_DAY = {
    **dict.fromkeys(
        ("UNTIL", "COUNT"), "主题日的规则不写 {}：请去掉它，办到哪一年为止请填有效年份。"
    ),
    **dict.fromkeys(CLOCK_PARTS, "主题日按整天计，不写 {}：请去掉它，钟点写在活动的场次里。"),
    "BYYEARDAY": "{}（全年第几天）遇闰年会错开一天：请改写 BYMONTH 和 BYMONTHDAY。",
}


class RuleRefused(EventsError):
    """The text is no rule we keep."""


@dataclass(frozen=True)
class YearlyRule:
    """A vetted rule. Tuples are sorted without repeats; an empty one means the part is absent.

    `weekdays` holds (ordinal, weekday), the ordinal 0 for every such day, the weekday 0 = Monday.
    """

    weekdays: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    positions: tuple[int, ...]

    @property
    def text(self) -> str:
        """Canonical, in the order of RFC 5545's recur-rule-part (and of what icalendar writes)."""
        parts = {
            "BYDAY": [f"{ordinal or ''}{WEEKDAYS[day]}" for ordinal, day in self.weekdays],
            "BYMONTHDAY": self.month_days,
            "BYMONTH": self.months,
            "BYSETPOS": self.positions,
        }
        written = [f"{name}={','.join(map(str, parts[name]))}" for name in parts if parts[name]]
        return ";".join(["FREQ=YEARLY", *written])

    @lru_cache(maxsize=4096)  # noqa: B019  rules are few and live as long as the process
    def days_in(self, year: int) -> list[date]:
        """The days of this year the rule names, in order."""
        matches = rrule(
            YEARLY,
            dtstart=datetime.combine(date(year, 1, 1), time.min),
            # dateutil walks on to the next year with a match, for 30 February up to 9999. An
            # interval this long makes the given year the only one it looks at.
            interval=MAXYEAR,
            bymonth=self.months or None,
            bymonthday=self.month_days or None,
            byweekday=[weekday(day, ordinal or None) for ordinal, day in self.weekdays] or None,
            bysetpos=self.positions or None,
        )
        return [match.date() for match in matches]


def check_rule(text: str) -> str:
    """The canonical text of a themed day's rule; raises RuleRefused.

    No "RRULE:" in front, upper case, no spaces, parts in RFC 5545's order, values sorted;
    INTERVAL=1 and WKST, which say nothing in such a rule, are left out.
    """
    return read_rule(text).text


@lru_cache(maxsize=1024)
def read_rule(text: str) -> YearlyRule:
    """The rule a text stands for; raises RuleRefused unless it names one day a year at most."""
    parts = split_rule(text)
    refuse_unsafe_parts(parts)
    _refuse_what_no_themed_day_has(parts)
    rule = YearlyRule(
        weekdays=_weekdays(parts),
        month_days=_numbers(parts, "BYMONTHDAY", 31, signed=True),
        months=_numbers(parts, "BYMONTH", 12, signed=False),
        positions=_numbers(parts, "BYSETPOS", 366, signed=True),
    )
    _refuse_vague_days(rule)
    _refuse_unless_one_day_a_year(rule)
    return rule


def split_rule(text: str) -> dict[str, str]:
    """The parts of any RFC 5545 rule, upper case, by name; the values are not looked at.

    Full-width letters, digits and punctuation count as their ASCII forms.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleRefused(f"规则超过 {LONGEST_TEXT} 个字符：请只写月份和日子，删去其他内容。")
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    plain = re.sub(r"\s*([:;=,])\s*", r"\1", plain).removeprefix("RRULE:")
    if not plain:
        raise RuleRefused("规则是空的：请写成 FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=30 这样的形式。")
    parts: dict[str, str] = {}
    for part in plain.split(";"):
        name, _, value = part.partition("=")
        if not (name and value):
            raise RuleRefused(f"规则里的{_quoted(part)}读不懂：请写成“名称=值”，以分号隔开。")
        _refuse_unknown_part(name)
        if name in parts:
            raise RuleRefused(f"{name} 写了不止一次：请合成一个，多个值用逗号隔开。")
        parts[name] = value
    return parts


def refuse_unsafe_parts(parts: dict[str, str]) -> None:
    """Refuse, in any rule, what hangs an expander or what calendar programs read differently."""
    _refuse_steps_below_a_day(parts)
    _refuse_interval_zero(parts)
    _refuse_week_numbers(parts)
    _refuse_weekly_positions(parts)
    _refuse_endless_count(parts)


def _refuse_steps_below_a_day(parts: dict[str, str]) -> None:
    each = {"SECONDLY": "秒", "MINUTELY": "分钟", "HOURLY": "小时"}.get(parts.get("FREQ", ""))
    if each:
        raise RuleRefused(f"FREQ={parts['FREQ']} 是每{each}一次：请改成按天或更长时间重复。")


def _refuse_interval_zero(parts: dict[str, str]) -> None:
    if _whole_number(parts, "INTERVAL") == 0:
        raise RuleRefused("INTERVAL=0 永远停在同一天：请写 1 或去掉 INTERVAL。")


def _refuse_week_numbers(parts: dict[str, str]) -> None:
    if "BYWEEKNO" in parts:
        raise RuleRefused("BYWEEKNO（第几周）在年头年尾各程序算法不一：请改写 BYMONTH 和 BYDAY。")


def _refuse_weekly_positions(parts: dict[str, str]) -> None:
    if parts.get("FREQ") == "WEEKLY" and "BYSETPOS" in parts:
        raise RuleRefused("FREQ=WEEKLY 配 BYSETPOS 各程序算法不一：请用 BYDAY 直接写明星期几。")


def _refuse_endless_count(parts: dict[str, str]) -> None:
    count = _whole_number(parts, "COUNT")
    if count is not None and not 1 <= count <= LARGEST_COUNT:
        shown = _quoted(f"COUNT={parts['COUNT']}")
        raise RuleRefused(f"{shown}不是可以办完的次数：请写 1 到 {LARGEST_COUNT}，或去掉 COUNT。")


def _refuse_unknown_part(name: str) -> None:
    if name in ("RSCALE", "SKIP"):
        raise RuleRefused(f"{name}（农历等历法）很多程序不认识：请去掉，农历日子按届逐年登记。")
    if name not in PARTS:
        raise RuleRefused(
            f"不认识{_quoted(name)}：请只用 FREQ、BYMONTH、BYMONTHDAY、BYDAY 和 BYSETPOS。"
        )


def _refuse_what_no_themed_day_has(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency is None:
        raise RuleRefused("规则缺少 FREQ：主题日一年一届，请写 FREQ=YEARLY。")
    if frequency in ("DAILY", "WEEKLY", "MONTHLY"):
        raise RuleRefused(f"主题日一年一届，不能写 FREQ={frequency}：请改写 FREQ=YEARLY。")
    if frequency != "YEARLY":
        raise _malformed(parts, "FREQ", "写 YEARLY")
    for name, sentence in _NOT_IN_A_THEMED_DAY.items():
        if name in parts:
            raise RuleRefused(sentence.format(name))
    if _whole_number(parts, "INTERVAL") not in (None, 1):
        shown = _quoted(f"INTERVAL={parts['INTERVAL']}")
        raise RuleRefused(f"{shown}没有说明从哪一年起算：请去掉 INTERVAL，停办的年份在届次里注明。")
    if parts.get("WKST", "MO") not in WEEKDAYS:
        raise _malformed(parts, "WKST", "写 MO、TU、WE、TH、FR、SA、SU 之一")


def _refuse_vague_days(rule: YearlyRule) -> None:
    """Days that RFC 5545 takes from DTSTART, which a rule alone does not have, and the like."""
    if not (rule.weekdays or rule.month_days):
        raise RuleRefused("规则没有写明哪一天：请加 BYMONTHDAY（几号）或 BYDAY（如 2SA）。")
    if rule.month_days and not rule.months:
        raise RuleRefused("只写 BYMONTHDAY 不写月份，各程序算法不一：请补上 BYMONTH。")
    ordinals = [ordinal for ordinal, _ in rule.weekdays]
    if any(ordinals) and not all(ordinals):
        raise RuleRefused("BYDAY 混写了带序号和不带序号的星期：请只写一种，如 BYDAY=2SA。")
    if rule.months and any(abs(ordinal) > 5 for ordinal in ordinals):
        raise RuleRefused("BYDAY 的序号超过 5，一个月里没有：请写 1 到 5，或 -1 到 -5（倒数）。")


def _refuse_unless_one_day_a_year(rule: YearlyRule) -> None:
    years = {year: rule.days_in(year) for year in ONE_YEAR_OF_EACH_KIND}
    if not any(years.values()):
        raise RuleRefused("这条规则哪一年都没有日子（如 2 月 30 日）：请核对月份、日子和星期。")
    for year, days in years.items():
        if len(days) > 1:
            raise RuleRefused(
                f"这条规则在 {year} 年有 {len(days)} 天（{days[0]}、{days[1]}等）："
                "请写到只剩开始的那一天，持续几天另填天数。"
            )


def _weekdays(parts: dict[str, str]) -> tuple[tuple[int, int], ...]:
    found = set()
    for value in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", value)
        ordinal = int(match[1] or 0) if match else 0
        if match is None or abs(ordinal) > 53 or (match[1] and ordinal == 0):
            raise _malformed(parts, "BYDAY", "写星期，如 SA，或第几个星期几，如 2SA、-1SU")
        found.add((ordinal, WEEKDAYS.index(match[2])))
    return tuple(sorted(found))


def _numbers(parts: dict[str, str], name: str, largest: int, *, signed: bool) -> tuple[int, ...]:
    pattern = r"[+-]?[0-9]{1,3}" if signed else r"[0-9]{1,3}"
    values = parts[name].split(",") if name in parts else []
    if not all(re.fullmatch(pattern, v) and 1 <= abs(int(v)) <= largest for v in values):
        backwards = f"，或 -1 到 -{largest}（倒数）" if signed else ""
        raise _malformed(parts, name, f"写 1 到 {largest} 的整数{backwards}，多个用逗号隔开")
    return tuple(sorted({int(value) for value in values}))


def _whole_number(parts: dict[str, str], name: str) -> int | None:
    """None when the part is absent."""
    if name in parts and not re.fullmatch(r"[0-9]+", parts[name]):
        raise _malformed(parts, name, "写正整数")
    return int(parts[name]) if name in parts else None


def _malformed(parts: dict[str, str], name: str, instead: str) -> RuleRefused:
    return RuleRefused(f"{_quoted(f'{name}={parts[name]}')}写得不对：请{instead}。")


def _quoted(part: str) -> str:
    """A stranger's text, fit to stand in a message: short, and with no invisible characters."""
    shown = part if len(part) <= 40 else part[:40] + "…"
    return f"“{shown if shown.isprintable() else ascii(shown)}”"
