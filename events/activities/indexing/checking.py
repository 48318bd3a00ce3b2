"""Whether the index says what the data say."""

from collections import Counter
from typing import Any

from events.activities.indexing.actions import all_activities
from events.activities.indexing.texts import read_terms
from events.finding.actions import is_complete
from events.finding.inverted import is_index_right
from events.finding.models import Search, SearchTerm


def check_index() -> list[str]:
    """A sentence for each kind of mistake; none where all is right. Reads everything."""
    rows: Any = Search.select(Search.id, Search.terms)
    stored = dict(rows.tuples())
    wrong = 0
    for ids in all_activities():
        for id_, terms in read_terms(ids).items():
            wrong += stored.pop(id_, "") != " ".join(sorted(terms))
    told = "请运行 kepuli search rebuild。"
    found = [
        (wrong, f"{wrong} 个活动的索引和内容不一致，{told}"),
        (stored, f"索引里有 {len(stored)} 个已经没有的活动，{told}"),
        (not _are_counts_right(), f"各个词的计数不对，{told}"),
        (not is_index_right(), f"倒排索引和各行不一致，{told}"),
        (not is_complete(), f"索引还没有建完：服务运行时会自动补齐，也可以现在{told[1:]}"),
    ]
    return [sentence for is_wrong, sentence in found if is_wrong]


def _are_counts_right() -> bool:
    counted: Counter[str] = Counter()
    rows: Any = Search.select(Search.terms)
    for (terms,) in rows.tuples().iterator():
        counted.update(["", *terms.split(" ")])
    counts: Any = SearchTerm.select(SearchTerm.term, SearchTerm.count)
    return dict(counts.tuples()) == counted
