"""The documentation says what the program has: no more, no less."""

import re
from dataclasses import fields
from pathlib import Path

from web.settings import PREFIX, Settings

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_docs_configuration_describes_each_setting_and_no_other():
    text = (DOCS / "configuration.md").read_text()
    described = set(re.findall(rf"^(?:#+|\|) *`?{PREFIX}([A-Z_]+)", text, re.MULTILINE))

    assert described == {field.name.upper() for field in fields(Settings)}
