"""YAML files as records that know their lines, so that a mistake can be shown where it stands."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

LARGEST_FILE = 5 * 1024 * 1024
DEEPEST = 20  # levels; ours have six

_BaseLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 7 x faster


class Record(dict[str, Any]):
    """A YAML mapping; `line` is where it starts, `lines` where each key stands (1-based).

    A key without a value (`aliases:`, or null) stands in `lines` only.
    """

    file: str
    line: int
    lines: dict[str, int]

    def mistake(self, message: str, key: str | None = None) -> str:
        return f"{self.file}:{self.lines.get(key or '', self.line)}：{message}"


class BadDate(str):
    """A value that looks like a date and is none, such as 2025-02-30."""


def read_file(path: Path) -> tuple[Record | None, list[str]]:
    """The top mapping of a YAML file, and the mistakes that kept it from being read."""
    try:
        text = _text(path)
        _check_depth(text)
        top = yaml.load(text, Loader=_loader(path.name))  # noqa: S506  a SafeLoader
    except _Unreadable as error:
        return None, [f"{path.name}:{error.line}：{error}"]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark is not None else 1
        return None, [f"{path.name}:{line}：YAML 写法有误（{error.problem}），请检查缩进和冒号。"]
    except (yaml.YAMLError, ValueError):  # ValueError: a tag such as !!int before a word
        return None, [f"{path.name}:1：文件里有不能出现的字符，请重新保存。"]
    if not isinstance(top, Record):
        return None, [f"{path.name}:1：文件应以“名称: ”开头的一组内容，现在不是。"]
    return top, []


class _Unreadable(Exception):
    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        text = content.decode("utf-8")
    except FileNotFoundError as error:
        raise _Unreadable("没有这个文件，请核对文件夹和文件名。") from error
    except OSError as error:
        raise _Unreadable(f"打不开（{error.strerror}），请核对路径和权限。") from error
    except UnicodeDecodeError as error:
        raise _Unreadable("文件不是 UTF-8 编码，请另存为 UTF-8。") from error
    if len(content) > LARGEST_FILE:
        raise _Unreadable("文件超过 5 MB 的上限，请核对是不是选错了文件。")
    return text


def _check_depth(text: str) -> None:
    """The fast loader calls itself for each level, without a limit: a deep file would kill us."""
    depth = 0
    for event in yaml.parse(text, Loader=_BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _Unreadable("一层套一层，套得太深，请检查括号和缩进。", line)


def _loader(file: str) -> type[yaml.SafeLoader]:
    class Loader(_BaseLoader):  # type: ignore[misc, valid-type]
        pass

    def record(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Record:
        found = Record()
        found.file, found.line, found.lines = file, node.start_mark.line + 1, {}
        for key_node, value_node in node.value:
            key = str(loader.construct_object(key_node, deep=True))
            line = key_node.start_mark.line + 1
            if key in found.lines:
                raise _Unreadable(f"“{key}”写了两次，请删去一个。", line)
            value = loader.construct_object(value_node, deep=True)
            if value is not None:
                found[key] = value
            found.lines[key] = line
        return found

    Loader.add_constructor("tag:yaml.org,2002:map", record)
    Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)
    return Loader


def _date(_loader: yaml.SafeLoader, node: yaml.ScalarNode) -> date | BadDate:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        return BadDate(node.value)
