"""Texts that are written in Chinese and translated where they are shown."""


def N_(text: str) -> str:  # noqa: N802  gettext's own name for it
    return text
