"""What the first step offers: editions, work items and units."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from events.days.editions import Almanac, EditionRow
from events.days.models import DateStatus
from events.days.queries import almanac
from events.db import LARGEST_ID
from events.plans.models import Responsibility, WorkItem, WorkPlan
from events.plans.queries import days_answered_by
from events.submissions.content import EditionTie
from events.submissions.readings import Setting
from events.units.areas import read_areas
from events.units.models import Unit
from events.units.queries import groups_of

AHEAD = timedelta(days=548)  # eighteen months


@dataclass(frozen=True)
class Offer:
    """An edition, or one block of it, that an activity may belong to.

    `is_first`: it is chosen already, or the next of a themed day the unit answers for.
    `is_open`: still to come, or part of what is public.
    """

    row: EditionRow
    block: str
    is_first: bool
    is_open: bool

    @property
    def value(self) -> str:
        return tie_in_text(EditionTie(self.row.day.id, self.row.year, self.block))

    @property
    def name(self) -> str:
        return f"{self.row.name}：{self.block}" if self.block else self.row.name


def tie_in_text(tie: EditionTie) -> str:
    """As a form holds it: 12-2027, 12-2027-系列主场活动."""
    return "-".join([str(tie.day), str(tie.year), *filter(None, [tie.block])])


def read_tie(text: str) -> EditionTie | None:
    """What `tie_in_text` wrote; None for anything else."""
    day, _, rest = text.partition("-")
    year, _, block = rest.partition("-")
    if not (day.isdecimal() and year.isdecimal() and len(day) < 11 and len(year) == 4):
        return None
    return EditionTie(int(day), int(year), block) if 0 < int(day) <= LARGEST_ID else None


def today_of(setting: Setting) -> date:
    return setting.now.astimezone(setting.zone).date()


def offered_editions(setting: Setting, chosen: Iterable[EditionTie]) -> list[Offer]:
    """The editions that run or come within AHEAD and those that are chosen already, soonest first
    (nine statements)."""
    book = almanac(today_of(setting))
    ours = days_answered_by(setting.unit)
    coming = _coming(book, read_areas().above(setting.unit.region_id))
    wanted = {(tie.day, tie.year): tie for tie in chosen if tie.day in book.days_by_id}
    earlier = [key for key in wanted if key not in coming]
    rows = {(day, year): book.row(book.days_by_id[day], year) for day, year in earlier} | coming
    next_of_ours = {day: year for day, year in reversed(coming) if day in ours}
    first = {*wanted, *next_of_ours.items()}
    public = setting.public.editions if setting.public else ()
    offers = [
        Offer(row, block, key in first, key in coming)
        for key, row in rows.items()
        for block in _blocks(row)
    ]
    return _with_chosen(offers, rows, wanted.values(), public)


def _with_chosen(
    offers: list[Offer],
    rows: Mapping[tuple[int, int], EditionRow],
    chosen: Iterable[EditionTie],
    public: Collection[EditionTie],
) -> list[Offer]:
    """Whatever is chosen can be seen and taken back, though only what is public may stay."""
    known = {offer.value: offer for offer in offers}
    for tie in chosen:
        offer = known.get(tie_in_text(tie)) or Offer(
            rows[tie.day, tie.year], tie.block, True, False
        )
        known[offer.value] = replace(offer, is_open=offer.is_open or tie in public)
    return sorted(known.values(), key=_when)


def _when(offer: Offer) -> tuple[date, int, int]:
    return offer.row.first_day or date.max, offer.row.day.position, offer.row.day.id


def _coming(book: Almanac, around: Collection[int]) -> dict[tuple[int, int], EditionRow]:
    """Of the whole country and of the regions around the unit; each once."""
    found: dict[tuple[int, int], EditionRow] = {}
    for row in book.rows_between(book.today, book.today + AHEAD):
        region = row.region.id if row.region else row.day.region_id
        if row.date_status is not DateStatus.CANCELLED and region in (None, *around):
            found.setdefault((row.day.id, row.year), row)
    return found


def _blocks(row: EditionRow) -> list[str]:
    """The edition as a whole, then each of its blocks."""
    return ["", *map(str, row.stored.blocks)] if row.stored else [""]


def offered_items(unit: Unit, public: int | None) -> list[WorkItem]:
    """The items of the newest plan of the unit's region that name it or everyone, and the one
    that is public already (three statements)."""
    newest = (
        WorkPlan.select(WorkPlan.id)
        .where(WorkPlan.region == unit.region_id)
        .order_by(WorkPlan.year.desc(), WorkPlan.id.desc())
        .limit(1)
        .scalar()
    )
    named = Responsibility.select(Responsibility.item).where(
        (Responsibility.unit == unit) | Responsibility.group.in_(groups_of(unit))
    )
    of_ours = (WorkItem.plan == newest) & (WorkItem.everyone | WorkItem.id.in_(named))
    return list(
        WorkItem.select(WorkItem, WorkPlan)
        .join(WorkPlan)
        .where(of_ours | (WorkItem.id == public))
        .order_by(WorkPlan.year.desc(), WorkItem.plan, WorkItem.position)
    )
