"""The world that grows is that of the pages."""

from tests.pages.test_query_counts import grow

__all__ = ["grow"]
