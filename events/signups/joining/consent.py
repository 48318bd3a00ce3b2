"""What a guardian agrees to. A sign-up keeps the digest of the very words: old ones stay here."""

import hashlib

from events.activities.vocabulary import N_

WORDS = (  # the newest first
    N_("我是其中不满 14 岁的孩子的监护人，同意把以上信息用于这一场的报名、联系和签到。"),
)


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


CURRENT = WORDS[0]
DIGEST = digest_of(CURRENT)


def words_of(digest: str) -> str:
    """What was agreed to; "" where nothing was."""
    return next((words for words in WORDS if digest_of(words) == digest), "")
