"""The English of the pages: whole, current, and with the same blanks to fill as the Chinese."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "translations/en/LC_MESSAGES/messages.po"
CHINESE = re.compile("[\u3400-\u9fff]")


@cache
def extracted() -> Catalog:
    """Every string in code and templates that is meant to be translated."""
    with (ROOT / "translations/babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog()
    for _file, _line, words, _comments, context in extract_from_dir(ROOT, methods, options):
        found.add(words, context=context)
    return found


@cache
def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def words(message: Message) -> str:
    """The Chinese by which a message is known; of singular and plural the first."""
    return message.id if isinstance(message.id, str) else message.id[0]


def sentences(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def blanks(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))


def test_every_string_of_the_pages_has_english_and_nothing_else_does():
    assert {words(message) for message in messages(english())} == {
        words(message) for message in messages(extracted())
    }


def test_nothing_is_left_empty_uncertain_or_kept_from_earlier():
    unfinished = [
        words(message)
        for message in messages(english())
        if message.fuzzy or not all(sentences(message.string))
    ]

    assert unfinished == []
    assert list(english().obsolete) == []


def test_the_english_leaves_the_same_blanks_as_the_chinese():
    different = {
        words(message): sentence
        for message in messages(english())
        for sentence in sentences(message.string)
        if blanks(sentence) != blanks(words(message))
    }

    assert different == {}


def test_what_has_a_plural_has_both_forms():
    plural = {words(m) for m in messages(extracted()) if isinstance(m.id, tuple)}

    assert {words(m) for m in messages(english()) if len(sentences(m.string)) == 2} == plural


def test_the_english_is_english():
    assert [m.string for m in messages(english()) if CHINESE.search(str(m.string))] == []
