"""The program writes its letters to a server of ours."""

import pytest


@pytest.fixture
def environment(environment: dict[str, str], mail_settings: dict[str, str]) -> dict[str, str]:
    return environment | mail_settings
