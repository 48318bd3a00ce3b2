"""Entries as RSS 2.0 and Atom (RFC 4287), for readers of news.

Such a reader sorts by an entry's date and shows what is new, so that date is when the entry was
last changed, never when it takes place: that stands in its title. Markup escapes what is put in,
and what is put in holds no controls, which XML 1.0 forbids.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from uuid import UUID, uuid5

from markupsafe import Markup, escape

from calendars import words
from calendars.takeaway.items import Item, Taken, short_line, shown
from events.published import Status

_OURS = UUID("0d3c8f57-6b0f-5a43-9d5e-3a7b2f1c6e80")  # never to change: ids are made from it
_RSS = Markup(
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
    "<title>{head.name}</title>\n<link>{head.url}</link>\n"
    '<atom:link rel="self" type="application/rss+xml" href="{head.source}"/>\n'
    "<description>{head.description}</description>\n<language>zh-CN</language>\n<ttl>360</ttl>\n"
)
_RSS_ITEM = Markup(
    "<item>\n<title>{title}</title>\n<link>{item.entry.url}</link>\n"
    '<guid isPermaLink="false">{id}</guid>\n<pubDate>{date}</pubDate>\n'
    "<category>{kind}</category>\n<description>{html}</description>\n</item>\n"
)
_ATOM = Markup(
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
    "<id>{id}</id>\n<title>{head.name}</title>\n<subtitle>{head.description}</subtitle>\n"
    "<updated>{date}</updated>\n<author><name>科普历</name></author>\n"
    '<link rel="self" type="application/atom+xml" href="{head.source}"/>\n'
    '<link rel="alternate" type="text/html" href="{head.url}"/>\n'
)
_ATOM_ENTRY = Markup(
    "<entry>\n<id>{id}</id>\n<title>{title}</title>\n"
    "<published>{published}</published>\n<updated>{date}</updated>\n"
    "<author><name>{organiser}</name></author>\n"
    '<link rel="alternate" type="text/html" href="{item.entry.url}"/>\n'
    '<category term="{item.row.activity.kind}" label="{kind}"/>\n'
    '<content type="html">{html}</content>\n</entry>\n'
)


def rss(taken: Taken) -> Iterator[bytes]:
    yield _RSS.format(head=taken.head).encode()
    yield from shown(taken.items, _rss_item)
    yield b"</channel></rss>\n"


def atom(taken: Taken) -> Iterator[bytes]:
    """The feed's own date is its newest entry's; of an empty one today's midnight."""
    entries = list(shown(taken.items, _atom_entry))
    id_ = uuid5(_OURS, taken.head.source.partition("?")[2]).urn
    date = max((date for date, _ in entries), default=_rfc3339(taken.moment))
    yield _ATOM.format(id=id_, head=taken.head, date=date).encode()
    yield from (entry for _, entry in entries)
    yield b"</feed>\n"


def _rss_item(item: Item) -> bytes:
    date = format_datetime(item.entry.last_modified.astimezone(UTC), usegmt=True)
    return _RSS_ITEM.format(item=item, date=date, **_said(item)).encode()


def _atom_entry(item: Item) -> tuple[str, bytes]:
    """With its date, which sorts as text."""
    date = _rfc3339(item.entry.last_modified)
    entry = _ATOM_ENTRY.format(
        item=item,
        published=_rfc3339(item.entry.created),
        date=date,
        organiser=short_line(item.row.organiser.name),
        **_said(item),
    )
    return date, entry.encode()


def _said(item: Item) -> dict[str, str]:
    """What both say of an entry. The text is HTML, so it is escaped once here and, as all that is
    put into XML, once more there."""
    when = _when(item)
    lines = [
        f"时间：{when}",
        f"地点：{item.entry.location}",
        *item.entry.description.split("\n"),
    ]
    return {
        "id": uuid5(_OURS, item.row.occurrence.uid).urn,
        "title": f"{when.partition('年')[2].partition('—')[0]} {item.entry.summary}".strip(),
        "kind": item.entry.categories[-1],
        "html": str(Markup("<br>").join(escape(line) for line in lines)),
    }


def _when(item: Item) -> str:
    """待定 for what was put off; a zone is named where it is another than the site's."""
    if item.row.occurrence.status == Status.POSTPONED:
        return "待定"
    is_elsewhere = item.zone.key != item.place.timezone.key
    return words.when(item.row, item.zone) + (f"（{item.zone.key}）" if is_elsewhere else "")


def _rfc3339(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
