"""A small catalogue that a test can read at a glance, spoil and correct."""

from pathlib import Path

FILES = {
    "districts": """\
districts:
  - slug: '450000'
    code: '450000'
    name: 广西壮族自治区
    name_en: Guangxi
    level: province
  - slug: '450200'
    code: '450200'
    name: 柳州市
    name_en: Liuzhou
    level: prefecture
    parent: '450000'
  - slug: '500000'
    code: '500000'
    name: 重庆市
    name_en: Chongqing
    level: municipality
""",
    "units": """\
units:
  - slug: lz-cast
    name: 柳州市科学技术协会
    name_en: Liuzhou Association for Science
    short_name: 市科协
    region: '450200'
    kind: people-organisation
    aliases: [科协]
    usual_as: [科协]
  - slug: cq-cast
    name: 重庆市科学技术协会
    name_en: Chongqing Association for Science
    short_name: 市科协
    region: '500000'
    kind: people-organisation
    aliases: [科协]
    usual_as: [科协]
  - slug: cq-weather
    name: 重庆市气象局
    name_en: Chongqing Weather Bureau
    short_name: 市气象局
    region: '500000'
    kind: government-bureau
    hosted_by: cq-cast
    usual_as: [气象局]
groups:
  - slug: cq-all
    name: 各责任单位
    full_name: 重庆市各责任单位
    full_name_en: All units of Chongqing
    region: '500000'
    members: [cq-cast, cq-weather]
""",
    "themed_days": """\
themed_days:
  - slug: star-night
    name: 观星夜
    name_en: Star Night
    kind: day
    scope: national
    subject: sky
    summary: 观星周的第三天。
    summary_en: The third day of Star Week.
    predictability: derived
    parent: star-week
    offset_days: 2
    rule_words: 观星周开始后第三天。
    rule_words_en: Third day of Star Week.
  - slug: star-week
    name: 观星周
    name_en: Star Week
    kind: week
    scope: national
    subject: sky
    summary: 一起看星星。
    summary_en: Look at the stars.
    usual_units:
      - name: 气象局
        role: lead
      - name: 科协
        role: supporting
    predictability: announced
    rule: FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10
    duration_days: 7
    rule_words: 五月十日起七天。
    rule_words_en: Seven days from 10 May.
    editions:
      - year: 2026
        first_day: 2026-05-16
        last_day: 2026-05-23
        date_status: announced
        themes:
          - text: 抬头看
        note: 第一次。
  - slug: frog-day
    name: 青蛙日
    name_en: Frog Day
    kind: day
    scope: national
    subject: life
    summary: 听青蛙。
    summary_en: Hear the frogs.
    predictability: fixed
    rule: FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=20
    rule_words: 每年三月二十日。
    rule_words_en: 20 March.
""",
    "days_off": """\
years:
  - year: 2026
    source: 国务院办公厅通知
    days_off:
      - name: 元旦
        days: [2026-01-01, 2026-01-02, 2026-01-03]
    working_days: [2026-01-04]
""",
    "solar_terms": """\
terms:
  - name: 春分
    name_en: Spring Equinox
    longitude: 0
  - name: 秋分
    name_en: Autumn Equinox
    longitude: 180
years:
  2026:
    春分: 2026-03-20
    秋分: 2026-09-23
""",
}


class SmallCatalogue:
    """The five files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for name, text in FILES.items():
            self.file(name).write_text(text, encoding="utf-8")

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.yaml"

    def change(self, name: str, old: str, new: str) -> None:
        """Replace what stands in the file, once or more."""
        text = self.file(name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}.yaml"
        self.file(name).write_text(text.replace(old, new), encoding="utf-8")

    def line(self, name: str, words: str) -> int:
        """The number of the first line with these words."""
        lines = self.file(name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)
