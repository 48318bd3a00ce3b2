"""An activity that became public without the unit's form gets its file, so that the unit can go on
from what is public."""

from datetime import datetime

from events.activities.models import Activity
from events.submissions.drafts import draft_of
from events.submissions.models import State, Submission
from events.submissions.published import content_of


def adopt(activity: Activity, now: datetime) -> Submission:
    """The file of a public activity, made if it has none; part of a transaction."""
    found = Submission.get_or_none(Submission.activity == activity)
    if found:
        return found
    content = content_of(activity)
    return Submission.create(
        unit=activity.organiser_id,
        activity=activity,
        title=activity.title,
        state=State.PUBLISHED,
        draft=draft_of(content),
        first_day=content.first_day,
        district=activity.organiser.region_id,
        created_at=now,
        updated_at=now,
    )
