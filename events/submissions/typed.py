"""What was typed in the steps of a draft, as it is kept: {step: {field: text or texts}}. Pure."""

from collections.abc import Mapping, Sequence

from events.errors import EventsError
from events.text import clean_text

Typed = Mapping[str, str | list[str]]
Draft = Mapping[str, Typed]

MOST = 100_000  # characters of one step


class TypedTooLong(EventsError):
    """More than anybody writes about an activity."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"这一步一共写了 {count} 个字，最多能存 {MOST} 个：请删短一些再保存，刚才的没有存。"
        )


def clean_typed(posted: Mapping[str, Sequence[str]], fields: Mapping[str, bool]) -> Typed:
    """Of what was posted the `fields`, each of which is a list (True) or one text, free of what
    no page survives; nothing is judged and nothing is cut."""
    found: dict[str, str | list[str]] = {}
    for name, is_list in fields.items():
        texts = [clean_text(text) for text in posted.get(name, ())]
        found[name] = texts if is_list else next(iter(texts), "")
    return found


def refuse_long(typed: Typed) -> None:
    """Raises TypedTooLong; every text of a list counts for one character more."""
    lists = sum(len(value) for value in typed.values() if isinstance(value, list))
    count = lists + sum(len(text) for value in typed.values() for text in value)
    if count > MOST:
        raise TypedTooLong(count)


def text_of(draft: Draft, step: str, field: str) -> str:
    """One text of a draft, "" where nothing was typed."""
    value = draft.get(step, {}).get(field, "")
    return value if isinstance(value, str) else ""


def texts_of(draft: Draft, step: str, field: str) -> list[str]:
    """Several texts of a draft."""
    value = draft.get(step, {}).get(field, [])
    return [value] if isinstance(value, str) else value
