"""Templates and addresses, compiled once for the thousands of applications that the tests make.

That takes three quarters of the time of a test otherwise, and gives the same each time.
"""

from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """In the memory of one process; a template that has changed has another checksum."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code


def compile_once() -> None:
    """For all applications of this process from now on."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Templates()}
    compile_builder, builders = Rule._compile_builder, dict[Any, Any]()

    def remembered(self: Rule, append_unknown: bool = True) -> Any:
        """What builds an address from values knows nothing of its application."""
        key = self.rule, repr(self.defaults), tuple(self._trace), append_unknown
        if key not in builders:
            builders[key] = compile_builder(self, append_unknown)
        return builders[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]
