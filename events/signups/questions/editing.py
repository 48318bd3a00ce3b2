"""A set's questions put together: what may stand in it and in which order. Pure."""

from collections.abc import Sequence

from events.errors import EventsError, NotFound
from events.signups.questions.identity import asks_for_it
from events.signups.questions.question import Question

MOST_QUESTIONS = 20
Questions = tuple[Question, ...]


class QuestionsRefused(EventsError):
    """The questions don't fit together."""


def find(questions: Sequence[Question], key: str) -> Question:
    """Raises NotFound."""
    for question in questions:
        if question.key == key:
            return question
    raise NotFound("没有这个问题，或者它已经删掉。请回到这套问题的列表。")


def before(questions: Sequence[Question], key: str) -> Questions:
    """Those that a question's condition may hang on."""
    return tuple(questions[: questions.index(find(questions, key))])


def added(questions: Questions, question: Question) -> Questions:
    return (*questions, question)


def changed(questions: Questions, question: Question) -> Questions:
    """The question of the same key gives way to this one."""
    find(questions, question.key)
    return tuple(question if one.key == question.key else one for one in questions)


def moved(questions: Questions, key: str, steps: int) -> Questions:
    """So many places down, or up if negative; at the ends it stays."""
    question = find(questions, key)
    at = questions.index(question)
    rest = [one for one in questions if one.key != key]
    rest.insert(max(at + steps, 0), question)
    return tuple(rest)


def removed(questions: Questions, key: str) -> Questions:
    find(questions, key)
    return tuple(one for one in questions if one.key != key)


def check(questions: Questions, ids_allowed: bool) -> None:
    """Raises QuestionsRefused with the first thing that is wrong."""
    if len(questions) > MOST_QUESTIONS:
        raise QuestionsRefused(f"一套最多 {MOST_QUESTIONS} 个问题，请先删掉不再需要的。")
    earlier: dict[str, Question] = {}
    for question in questions:
        _refuse_double(question, earlier)
        _refuse_loose(question, earlier, questions)
        if not ids_allowed:
            _refuse_id(question)
        earlier[question.key] = question


def _refuse_double(question: Question, earlier: dict[str, Question]) -> None:
    if question.label in {one.label for one in earlier.values()}:
        raise QuestionsRefused(f"已经有一个问题是“{question.label}”，请换个说法。")


def _refuse_loose(question: Question, earlier: dict[str, Question], all_of_them: Questions) -> None:
    """A condition waits for an answer that an earlier question can have."""
    if question.shown_if is None:
        return
    key, value = question.shown_if
    if key not in {one.key for one in all_of_them}:
        raise QuestionsRefused(
            f"“{question.label}”要看它的回答才问，请先改“{question.label}”的“什么时候问”。"
        )
    if key not in earlier:
        raise QuestionsRefused(f"“{question.label}”要排在它所看的那个问题后面。")
    if value not in earlier[key].possible:
        raise QuestionsRefused(
            f"“{question.label}”要看“{earlier[key].label}”怎么答才问，它等的那个回答不能没有；"
            f"请先改“{question.label}”的“什么时候问”。"
        )


def _refuse_id(question: Question) -> None:
    if any(map(asks_for_it, (question.label, question.help))):
        raise QuestionsRefused(
            "报名表不收集身份证、护照等证件号码，请去掉这个问题，或改成不涉及证件的问法；"
            "确有需要，请和主题日的办公室商量。"
        )
