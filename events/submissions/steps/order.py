"""The steps of a submission, in the order in which they are filled in."""

from dataclasses import dataclass

from events.marking import N_
from events.submissions.basics.queries import read_tie
from events.submissions.content import Content, EditionTie
from events.submissions.questions.queries import questions_of
from events.submissions.typed import Draft, texts_of


@dataclass(frozen=True)
class Step:
    """`label` is for gettext; `endpoint` that of its page."""

    name: str
    label: str
    endpoint: str = "submission_steps.edit"


STEPS = (
    Step("basics", N_("基本信息")),
    Step("schedule", N_("时间和场次"), "submission_schedule.edit"),
    Step("places", N_("地点"), "submission_places.edit"),
    Step("signup", N_("报名")),
    Step("text", N_("介绍和图片")),
    Step("questions", N_("主办方想知道的")),
)


def steps_of(draft: Draft) -> tuple[Step, ...]:
    """Those that this draft has: questions only where an office asks some (one statement)."""
    has_questions = bool(questions_of(ties_of(draft)))
    return tuple(step for step in STEPS if has_questions or step.name != "questions")


def ties_of(draft: Draft) -> list[EditionTie]:
    """The editions chosen in the first step."""
    texts = texts_of(draft, "basics", "editions")
    return [tie for text in texts if (tie := read_tie(text))]


def step_of(field: str) -> str:
    """The step that has a field of `Content`, "" for none: where a reviewer's comment belongs."""
    others = (step for step, fields in _FIELDS.items() if field in fields)
    return next(others, "basics" if field in Content.__dataclass_fields__ else "")


_FIELDS = {
    "schedule": ("sittings", "change_reason"),
    "places": ("places",),
    "signup": (
        *("signup_mode", "signup_phone", "signup_url", "terms", "online_url"),
        *("contact", "contact_is_public"),
    ),
    "text": ("description", "picture", "picture_alt"),
    "questions": ("answers",),
}
