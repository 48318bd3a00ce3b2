"""JSON lines on standard error: what happened, with ids, never with personal data.

A request is logged by its path without the query, because a search may hold a name; and a token
in a path, which lets its reader in, never reaches a line.
"""

import atexit
import json
import logging
import os
import re
from datetime import UTC, datetime
from functools import partial
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue

from flask import g, has_request_context

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_TOKEN = re.compile(r"(?<=/)[\w-]{40,}", re.ASCII)  # secrets.token_urlsafe(32) makes 43
_OWN = ("request_id", "method", "path", "status", "milliseconds")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context() and "request_id" in g:
            line["request_id"] = g.request_id
        line.update({key: getattr(record, key) for key in _OWN if hasattr(record, key)})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _TOKEN.sub("<token>", _ENCODE(line))


def start_logging(level: str) -> None:
    # Nothing of these is written, and each costs a little on every line (logging's own advice).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    handler = QueueHandler(SimpleQueue())
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("waitress.queue").setLevel("ERROR")
    _write_lines_of(handler)
    if hasattr(os, "register_at_fork"):  # threads stay behind
        os.register_at_fork(after_in_child=partial(_write_lines_of, handler))


def _write_lines_of(handler: QueueHandler) -> None:
    """In one thread: many that wait for each other's line are slower than all they have to do."""
    handler.queue = SimpleQueue()
    writer = QueueListener(handler.queue, logging.StreamHandler())
    writer.start()
    atexit.register(writer.stop)  # which writes what is left
