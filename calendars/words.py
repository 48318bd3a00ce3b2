"""How feeds and editions read in a calendar: titles and descriptions, in plain Chinese text."""

from events.published import DateStatus, Publication, PublishedEdition

CANCELLED, UNSURE = "【已取消】", "（日期待公布）"
_STATUS_WORDS = {
    DateStatus.ANNOUNCED: "日期已公布。",
    DateStatus.CONFIRMED: "日期已确认。",
}


def title(publication: Publication) -> tuple[str, str]:
    """A feed's name and description."""
    day, unit = publication.day, publication.unit
    if day:
        text = day.summary
        if day.successor:
            since = f"{day.valid_to + 1} 年起" if day.valid_to else "现已"
            text += f"{since}由{day.successor.name}接续，这里也会显示。"
        return day.name, text
    if unit:
        name = f"{unit.short_name}负责的科普主题日"
        return name, f"{unit.name}负责的科普主题日，日期一经公布自动更新。"
    return "科普历", "一年里的科普主题日，日期一经公布自动更新。"


def left_out(count: int) -> str:
    return (
        f"条目太多，这里是最近的一部分，另有 {count} 条没有列入："
        "请订阅更窄的日历，或在地址后加 all=1。"
    )


def summary(edition: PublishedEdition) -> str:
    row = edition.row
    name = row.day.name + (f"（{row.region.name}）" if row.region else "")
    if edition.is_cancelled:
        return CANCELLED + name
    return name + UNSURE if edition.is_guess else name


def description(edition: PublishedEdition, url: str) -> str:
    """Paragraphs: theme, how sure the date is, what the day is about, the page's address."""
    row = edition.row
    lines = [*_themes(edition), *_certainty(edition), row.day.summary]
    if row.day.rule_words and not row.region:
        lines.append(f"规则：{row.day.rule_words}")
    if row.day.successor_id:
        lines.append("这个主题日已由另一个接续，详见网页。")
    return "\n".join([*lines, url])


def _themes(edition: PublishedEdition) -> list[str]:
    themes = edition.row.themes
    return [f"主题：{'；'.join(themes)}"] if themes and not edition.rule else []


def _certainty(edition: PublishedEdition) -> list[str]:
    row = edition.row
    if edition.is_cancelled:
        reason = row.stored.cancel_reason if row.stored else ""
        return [f"已取消：{reason}" if reason else "已取消。"]
    if edition.is_guess:
        return ["日期按规则推算，等通知公布后自动更新。"]
    if edition.rule:
        return ["每年都在这一天。" if edition.first_day == edition.last_day else "每年都在这几天。"]
    lines = [_STATUS_WORDS.get(row.date_status, "日期由规则确定。")]
    if row.moved_from:
        days = dict.fromkeys([row.moved_from.first_day, row.moved_from.last_day])
        lines.append(f"原定 {'—'.join(f'{day.month}月{day.day}日' for day in days)}，已改期。")
    if not row.end_known:
        lines.append("只公布了启动日，结束日还不知道。")
    return lines
