"""Whether the chosen editions take activities on a day; a public activity keeps those it has."""

from datetime import date

from events.days.models import Edition, ThemedDay
from events.submissions.content import Content


def closed_editions(content: Content, public: Content | None, today: date) -> list[str]:
    """A sentence for each edition that doesn't, with its dates (one statement each)."""
    before = {(tie.day, tie.year) for tie in (public.editions if public else ())}
    new = {(tie.day, tie.year) for tie in content.editions} - before
    found = (_find_edition(day, year) for day, year in sorted(new))
    return [words for edition in found if edition and (words := _closed(edition, today))]


def _find_edition(day: int, year: int) -> Edition | None:
    return (
        Edition.select(Edition, ThemedDay)
        .join(ThemedDay)
        .where(Edition.themed_day == day, Edition.year == year)
        .first()
    )


def _closed(edition: Edition, today: date) -> str:
    name = f"{edition.year} 年{edition.themed_day.name}"
    opens, closes = edition.submission_opens, edition.submission_closes
    if opens and today < opens:
        return f"{name}从 {opens} 起才收申报：填的内容都已存好，到那天再提交。"
    if closes and today > closes:
        return f"{name}的申报到 {closes} 为止：请和主办方商量，或者去掉这一届再提交。"
    return ""
