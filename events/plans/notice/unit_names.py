"""Telling the name of a unit from other words, by how such names are built and end."""

import re

# Offices, bureaus, associations: a name that ends so is a unit wherever it stands.
_STRICT = re.compile(
    r"(?:局|委|委员会|厅|署|办|部|办公室|协|妇联|残联|侨联|文联|社科联|台联|联合会|工商联|团[省市县区州旗]委"
    r"|工会|学会|协会|研究会|促进会|基金会|管委会|理事会|商会|红十字会|政府|党校|党工委|工委|法院|检察院|政协|人大"
    r"|支队|大队|总队|军分区|人武部|各部门|各单位|成员单位|责任单位|有关单位|相关单位|有关部门|相关部门|直属单位|电视台"
    r"|融媒体中心|服务中心|指挥中心|工作组|领导小组|专班)$"
)
# Venues, firms, places: units only in the company of the above, or with their city before them.
_WEAK = re.compile(
    r"(?:中心|院|校|馆|站|台|社|所|处|科|股|室|队|园|园区|开发区|新区|高新区|区|县|市|州|旗|镇|乡|村|街道|社区"
    r"|公司|集团|企业|银行|医院|大学|学院|基地|单位|部门|组|会|公园|景区|厂)$"
)
_PLACED = re.compile(
    r"(?:[省市县区州旗镇]|各|全[省市县区]|[\u4e00-\u9fff]{2,8}?[省市县区州旗])[\u4e00-\u9fff]{2}"
)
_NEVER = re.compile(
    r"[\d“”《》%的了是]|[一二三四五六七八九十]+[个项所家]|以下|简称|下同|组织开展|有条件"
    r"|^(?:含|包括|包含|如|例如|见|即|详见|其中|不含|以|原|指|注|开展|推进|加强|实施|落实|做好|支持)"
)
_GROUP = re.compile(r"各[^要应将按在为可须]{1,24}")
_LONGEST = 40


def is_surely_unit(name: str) -> bool:
    """True where the ending alone says so (市教委, 文化广电和旅游局)."""
    return _plausible(name) and (bool(_STRICT.search(name)) or is_group(name))


def may_be_unit(name: str) -> bool:
    """True also for venues, firms and places (重庆科技馆), which need company to count."""
    return _plausible(name) and bool(_STRICT.search(name) or _WEAK.search(name) or is_group(name))


def names_its_place(name: str) -> bool:
    """市科技馆 and 各街道 are units by themselves, 图书馆 and 社区 are not."""
    return may_be_unit(name) and bool(_PLACED.match(name))


def is_group(name: str) -> bool:
    """各区、县级市政府, 各园区: a group under one name."""
    return bool(_GROUP.fullmatch(name)) and _plausible(name)


def _plausible(name: str) -> bool:
    return 2 <= len(name) <= _LONGEST and not _NEVER.search(name)
