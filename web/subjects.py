"""The eight fields a themed day belongs to: css class, glyph on the 日牌, name."""

from typing import NamedTuple

from flask import Flask
from flask_babel import lazy_gettext as _


class Subject(NamedTuple):
    key: str
    glyph: str
    name: str


SUBJECTS = {
    subject.key: subject
    for subject in (
        Subject("sky", "天", _("天文气象")),
        Subject("water", "水", _("江河海洋")),
        Subject("earth", "地", _("大地防灾")),
        Subject("life", "生", _("生命健康")),
        Subject("number", "数", _("信息标准")),
        Subject("craft", "工", _("工程安全")),
        Subject("light", "光", _("人文科普")),
        Subject("farm", "农", _("三农")),
    )
}


def register_subjects(app: Flask) -> None:
    app.jinja_env.globals.update(subjects=SUBJECTS)
    app.jinja_env.filters.update(glyph=lambda key: SUBJECTS[key].glyph)
