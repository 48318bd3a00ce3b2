"""The tests: one folder per folder of code; `factories` makes rows, `engines` databases."""

from datetime import datetime

NOW = datetime.fromisoformat("2026-11-21T10:00+08:00")
"""When every test takes place, unless it says otherwise."""
