"""How editions and occurrences read in a calendar: in plain Chinese text."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.published import (
    AUDIENCES,
    DateStatus,
    OccurrenceRow,
    PublishedEdition,
    SignupMode,
    Status,
)

CANCELLED, POSTPONED, WITHDRAWN = "【已取消】", "【延期】", "【已撤下】"
UNSURE = "（日期待公布）"
_LONGEST_TEXT = 1500  # of a description: a phone shows a few lines, the page has the rest
_LONGEST_PLACE, _LONGEST_ENTRY = 600, 4000  # SQLite takes a name of any length; no feed may
_STATUS_WORDS = {
    DateStatus.ANNOUNCED: "日期已公布。",
    DateStatus.CONFIRMED: "日期已确认。",
}


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


def occurrence_summary(row: OccurrenceRow) -> str:
    marks = {Status.CANCELLED: CANCELLED, Status.POSTPONED: POSTPONED}
    mark = marks.get(Status(row.occurrence.status), "")
    return (WITHDRAWN if row.activity.withdrawn_at else mark) + _short(row.activity.title, 200)


def location(row: OccurrenceRow) -> str:
    """Venue, note, district and address; 线上 without a venue."""
    if row.venue is None:
        return "线上"
    district, address = row.district.name, row.venue.address
    place = address if address.startswith(district) else district + address
    words = "，".join(filter(None, [row.venue.name, row.occurrence.place_note, place]))
    return _short(words, _LONGEST_PLACE)


def occurrence_description(row: OccurrenceRow, url: str, zone: ZoneInfo) -> str:
    """Paragraphs: what changed, what it is, for whom, how to get in, who answers, the page."""
    activity = row.activity
    if activity.withdrawn_at:
        return f"已撤下，不再举办。\n{url}"
    lines = [
        *_changed(row, zone),
        _short(activity.description, _LONGEST_TEXT),
        for_whom(row),
        getting_in(row),
        f"主办：{row.organiser.name}",
        f"开放时间：{row.venue.opening}" if row.venue and row.venue.opening else "",
        f"线上地址：{activity.online_url}" if activity.online_url else "",
        f"联系：{activity.contact}" if activity.contact and activity.contact_is_public else "",
        "演示内容：活动是虚构的。" if activity.is_fictional else "",
    ]
    return "\n".join([_short("\n".join(filter(None, lines)), _LONGEST_ENTRY), url])


def when(row: OccurrenceRow, zone: ZoneInfo) -> str:
    """2026年11月28日 10:00—12:00, by the clocks of `zone`."""
    start, end = row.occurrence.start.astimezone(zone), row.occurrence.end.astimezone(zone)
    return f"{start.year}年{_span(start, end)}"


def _changed(row: OccurrenceRow, zone: ZoneInfo) -> list[str]:
    occurrence = row.occurrence
    reason = f"：{occurrence.status_reason}" if occurrence.status_reason else "。"
    if occurrence.status == Status.CANCELLED:
        return [f"已取消{reason}"]
    if occurrence.status == Status.POSTPONED:
        return [f"延期，新的时间待定{reason}"]
    if occurrence.status == Status.MOVED:
        return [f"有变动{reason}", *_before(row, zone)]
    return []


def _before(row: OccurrenceRow, zone: ZoneInfo) -> list[str]:
    """When and where it was to be first, where that is another."""
    start, end = row.occurrence.moved_from_start, row.occurrence.moved_from_end
    lines = [f"原定 {_span(start.astimezone(zone), end.astimezone(zone))}。"] if start else []
    return lines + ([f"原在{row.moved_from_venue.name}。"] if row.moved_from_venue else [])


def _span(start: datetime, end: datetime) -> str:
    """Local times; from midnight to midnight they are whole days."""
    if start.time() == end.time() == time():
        days = dict.fromkeys([start.date(), end.date() - timedelta(days=1)])
        return "—".join(f"{day.month}月{day.day}日" for day in days)
    later = "" if end.date() == start.date() else f"{end.month}月{end.day}日 "
    return f"{start.month}月{start.day}日 {start:%H:%M}—{later}{end:%H:%M}"


def for_whom(row: OccurrenceRow) -> str:
    activity = row.activity
    words = ["、".join(AUDIENCES[word] for word in row.audiences if word in AUDIENCES)]
    low, high = activity.age_from, activity.age_to
    if low is not None and high is not None:
        words.append(f"{low}—{high} 岁")
    elif low is not None or high is not None:
        words.append(f"{low} 岁以上" if low is not None else f"{high} 岁以下")
    text = "，".join(filter(None, [*words, activity.audience_note]))
    return f"适合：{text}" if text else ""


def getting_in(row: OccurrenceRow) -> str:
    activity = row.activity
    signup = {
        SignupMode.NONE: "无需报名",
        SignupMode.HERE: "要报名，请到活动页",
        SignupMode.TELEPHONE: f"电话报名：{activity.signup_phone}",
        SignupMode.EXTERNAL: f"网上报名：{activity.signup_url}",
    }[SignupMode(activity.signup_mode)]
    return "，".join(filter(None, [signup, activity.fee or "免费"]))


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
