"""Filters of the queue that somebody keeps. One verb, one transaction."""

from events.db import LARGEST_ID, database
from events.errors import EventsError, NotFound
from events.people.actors import Actor
from events.reviews.models import SavedView
from events.reviews.queue.filters import Filter
from events.reviews.queue.queries import views_of

NAME_MOST, QUERY_MOST, VIEWS_MOST = 40, 500, 20


class ViewRefused(EventsError):
    """It can't be kept like this."""


def keep_view(actor: Actor, name: str, asked: Filter) -> SavedView:
    """Keep a filter under a clean name, in place of one that had the name before; raises
    ViewRefused."""
    if not name or len(name) > NAME_MOST:
        raise ViewRefused(f"请给这个视图起个名字，最多 {NAME_MOST} 字。")
    if not asked.query:
        raise ViewRefused("现在看的是全部，没有可以存的条件；请先筛选。")
    if len(asked.query) > QUERY_MOST:
        raise ViewRefused("这些条件太长，存不下；请把要找的字写短一些。")
    with database.atomic():
        kept = {view.name for view in views_of(actor.account_id)}
        if len(kept) >= VIEWS_MOST and name not in kept:
            raise ViewRefused(f"最多存 {VIEWS_MOST} 个视图，请先删掉不用的。")
        SavedView.delete().where(
            SavedView.account == actor.account_id, SavedView.name == name
        ).execute()
        return SavedView.create(account=actor.account_id, name=name, query=asked.query)


def drop_view(actor: Actor, view_id: int) -> None:
    """Forget it; raises NotFound for what isn't this person's."""
    with database.atomic():
        gone = (
            SavedView.delete()
            .where(SavedView.id == view_id, SavedView.account == actor.account_id)
            .execute()
            if view_id <= LARGEST_ID
            else 0
        )
    if not gone:
        raise NotFound("没有这个视图，可能已经删掉了。")
