"""Chinese cut into words. Loaded when it is first needed: it takes 0.2 s and 40 MB."""

from functools import cache
from typing import Any

# Words of this field that the dictionary lacks. They are fixed with the program: one that grew with
# the directory would cut a question otherwise than the rows that are indexed already.
OWN = (
    *("科普日", "科普月", "科普周", "科普行", "科技周", "科技活动周", "科技工作者日", "公众科学日"),
    *("气象日", "航天日", "地球日", "土地日", "环境日", "低碳日", "海洋日", "减灾日", "防灾减灾日"),
    *("消防日", "计量日", "标准日", "世界水日", "水周", "爱眼日", "爱牙日", "爱鸟周", "无烟日"),
    *("安全月", "安全生产月", "安全用药月", "宣传周", "宣传月", "宣传日", "网安周", "丰收节"),
    *("艾滋病日", "博物馆日", "急救日", "纪念日", "咨询日", "三下乡", "大行动", "健身日"),
    *("科协", "科普馆", "科技馆", "科普站", "科普园", "科普路", "科学课", "开放日", "科学之夜"),
    *("防震减灾", "动手体验", "公民科学", "碳足迹", "红树林"),
)
_FREQUENCY = 1000


def cut(text: str) -> list[str]:
    """The longest words, in their order."""
    return _words().cut(text, hmm=False)


def cut_finely(text: str) -> list[str]:
    """The same, with the shorter words inside the longer ones."""
    return _words().cut_for_search(text, hmm=False)


@cache
def _words() -> Any:
    """Without guessing (`hmm`): what is no word falls into characters, wherever it stands."""
    import rjieba  # slow

    words = rjieba.Jieba()
    for word in OWN:
        words.add_word(word, _FREQUENCY, "n")
    return words
