"""How long a unit has waited for its answer, in working days. Pure."""

from datetime import date, timedelta

from events.submissions.schedule.workdays import Workdays

LIMIT = 5  # working days within which the office answers
_DAY = timedelta(days=1)


def days_waited(workdays: Workdays, submitted: date, today: date) -> int:
    """Working days after the one it was handed in on, today included."""
    days = (submitted + _DAY * number for number in range(1, (today - submitted).days + 1))
    return sum(map(workdays.is_working, days))


def answer_by(workdays: Workdays, submitted: date) -> date:
    """The last day on which the answer is in time."""
    day, left = submitted, LIMIT
    while left:
        day += _DAY
        left -= workdays.is_working(day)
    return day
