"""Work on many things, each apart: where one fails, the others are done all the same."""

import logging
from collections.abc import Callable, Iterable
from traceback import format_tb

from peewee import InterfaceError, OperationalError

logger = logging.getLogger(__name__)


def one_by_one(work: Callable[[int], int], ids: Iterable[int], what: str) -> tuple[int, int]:
    """The sum of what `work` returns, and how many failed. The log names those by id: what an error
    says may be personal. An unreachable database stops everything."""
    total = failed = 0
    for id_ in ids:
        try:
            total += work(id_)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            failed += 1
            where = "".join(format_tb(error.__traceback__))
            logger.error("%s %d: %s\n%s", what, id_, type(error).__name__, where)
    return total, failed
