"""The tests: one folder per folder of code; `factories` makes rows, `engines` databases."""

from datetime import datetime

NOW = datetime.fromisoformat("2026-11-21T10:00+08:00")
"""When every test takes place, unless it says otherwise."""

DATA_KEY = "known-to-the-tests-only"
"""What the tests' databases are sealed with."""
