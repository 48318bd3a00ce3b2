"""What a guardian agrees to. A sign-up keeps the digest of the very words: old ones stay here."""

import hashlib
from itertools import chain

WORDS = {  # by language, the newest first; no translations, which change without leaving a trace
    "zh": ("我是其中不满 14 岁的孩子的监护人，同意把以上信息用于这一场的报名、联系和签到。",),
    "en": (
        "I am the guardian of the children under 14 among them and agree that these details are "
        "used for signing up, contact and check-in for this session.",
    ),
}


def words_in(language: str) -> str:
    """Those that are shown now."""
    return WORDS.get(language, WORDS["zh"])[0]


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def words_of(digest: str) -> str:
    """What was agreed to; "" where nothing was."""
    every = chain.from_iterable(WORDS.values())
    return next((words for words in every if digest_of(words) == digest), "")
