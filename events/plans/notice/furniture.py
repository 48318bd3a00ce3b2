"""Lines of the page, not of the plan: navigation, dates of publication, page numbers, copies-to."""

import re

from events.plans.notice.lines import Line
from events.plans.notice.numbering import find_marker

_LONGEST = 120
_WEB = re.compile(
    r"(?:您?的?(?:当前|所在|现在的?)(?:位置|页面)|首页\s*>|(?:发布|发文|公布|成文|更新|生成)(?:时间|日期)|信息来源|来\s?源|作\s?者"
    r"|(?:责任)?编\s?辑|责编|审核|浏览(?:次数|量)|阅读(?:次数|量)?|点击(?:次数|量|率)?|访问量|字\s?[号体]|\[?(?:打印|关闭|收藏|返回)"
    r"|分享到?|扫一扫|上一[篇条]|下一[篇条]|索\s?引\s?号|信息分类|主题分类|发布机构|发文机关|(?:公开)?文\s?号|发文字号|主题词|有效性"
    r"|主办单位:.{0,30}(?:备案|版权)|版权所有|.{0,20}ICP备|网站地图|责任编辑|信息公开(?:选项|类别|方式|形式)|公开(?:类别|方式|属性))"
    r"(?:\s*[:|>\]】]|\s*$)"
)
_PAPER = re.compile(
    r"(?:抄\s?[送报]|主\s?送|附\s?件\s?(?:\d{1,2}|[一二三四五六七八九十])?\s?(?::|$)|附\s?:|附录\s?:?$|联\s?系\s?(?:人|电话|方式)"
    r"|电子邮箱|传\s?真|\(?(?:此件|本文)(?:主动|依申请|不予)?[公发]|\(信息公开|\(?联系人|密级|紧急程度|特急$|加急$|目\s?录$)"
)
_PAGE_NUMBER = re.compile(
    r"(?:[-—–―·~]{1,3}\s*\d{1,4}\s*[-—–―·~]{1,3}|第\s*\d{1,4}\s*页(?:[,/ ]*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}|\d{1,4}|[-—–=_*·.\s]{3,})$"
)
_PRINTED = re.compile(r".{0,40}\s?\d{4}年\d{1,2}月\d{1,2}日\s?印发$")
_NUMBERED_ANNEX = re.compile(r"附\s?件?\s?:\s*1\s?[.、]")


def is_furniture(line: Line) -> bool:
    """True for the known furniture of web pages and printed notices."""
    if len(line.plain) > _LONGEST:
        return False
    patterns = (_WEB, _PAPER, _PAGE_NUMBER, _PRINTED)
    return any(pattern.match(line.plain) for pattern in patterns)


def without_furniture(lines: list[Line]) -> list[Line]:
    """What is left of the page, without the further lines of a numbered list of annexes."""
    kept: list[Line] = []
    next_annex = 0
    for line in lines:
        marker = find_marker(line) if next_annex else None
        if is_furniture(line):
            next_annex = 2 if _NUMBERED_ANNEX.match(line.plain) else 0
        elif marker and marker.kind == "digit" and marker.number == next_annex:
            next_annex += 1
        else:
            next_annex = 0
            kept.append(line)
    return kept
