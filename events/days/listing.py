"""Themed days and editions as the command line shows them, to people and to programs.

Pure: works on an almanac already read.
"""

from datetime import date
from typing import Any

from events.days.editions import PREDICTED_YEARS, Almanac, EditionRow
from events.days.models import DateStatus, ThemedDay

STATUS_WORDS = {
    DateStatus.PREDICTED: "按规则预测",
    DateStatus.ANNOUNCED: "已公布",
    DateStatus.CONFIRMED: "已确认",
    DateStatus.CANCELLED: "已取消",
}


def editions_to_show(book: Almanac, day: ThemedDay) -> list[EditionRow]:
    """The stored editions, this year's, and the predicted ones of the next two years."""
    ahead = range(book.today.year, book.today.year + PREDICTED_YEARS + 1)
    return list(book.rows_of(day, sorted({*book.stored_years(day), *ahead})))


def next_edition(book: Almanac, day: ThemedDay) -> EditionRow | None:
    """The one that runs or comes next; of several regions' the first."""
    years = range(book.today.year - 1, book.today.year + PREDICTED_YEARS + 1)
    coming = [
        row for row in book.rows_of(day, years) if row.span and row.span.last_day >= book.today
    ]
    return min(coming, key=lambda row: row.first_day or date.max, default=None)


def day_as_json(day: ThemedDay, rows: list[EditionRow]) -> dict[str, Any]:
    return {
        "slug": day.slug,
        "name": day.name,
        "rule": day.rule,
        "predictability": day.predictability,
        "editions": [edition_as_json(row) for row in rows],
    }


def edition_as_json(row: EditionRow) -> dict[str, Any]:
    sources = row.stored.sources if row.stored else []
    return {
        "year": row.year,
        "first_day": _iso(row.first_day),
        "last_day": _iso(row.last_day),
        "date_status": str(row.date_status),
        "themes": list(row.themes),
        "source": (sources[-1].get("url") or sources[-1]["title"]) if sources else None,
        "end_known": row.end_known,
        **({"region": row.region.slug} if row.region else {}),
    }


def day_in_words(day: ThemedDay, row: EditionRow | None) -> str:
    """A line of the list: the day and its next edition."""
    when = f"{row.first_day} {status_in_words(row)}" if row else "日期未定"
    return f"{day.slug:<36} {day.name}　{when}"


def edition_in_words(row: EditionRow) -> str:
    when = f"{row.first_day} 至 {row.last_day}" if row.span else "日期不明"
    return f"{row.year}  {when}  {status_in_words(row)}  {'；'.join(row.themes)}".rstrip()


def status_in_words(row: EditionRow) -> str:
    is_certain = row.date_status is DateStatus.PREDICTED and row.certainty == "fixed"
    words = "日期确定" if is_certain else STATUS_WORDS[row.date_status]
    return f"{words}（{row.region.name}）" if row.region else words


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
