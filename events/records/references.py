"""Records that point to each other by slug: what is written twice, what points nowhere."""

from collections.abc import Iterable

from events.records.files import Record


def repeated(records: Iterable[Record], key: str, what: str) -> list[str]:
    """The mistakes of records that share a value under `key`."""
    first: dict[object, Record] = {}
    mistakes = []
    for record in records:
        earlier = first.setdefault(record[key], record)
        if earlier is not record:
            message = f"{what}“{record[key]}”与第 {earlier.line} 行重复，请改用别的 {key}。"
            mistakes.append(record.mistake(message, key))
    return mistakes


def unknown(
    records: Iterable[Record], keys: tuple[str, ...], known: set[str], what: str
) -> list[str]:
    """The mistakes of records that point, under these keys, to a slug nobody has."""
    return [
        record.mistake(f"“{key}”指向的{what}“{record[key]}”不存在，请核对。", key)
        for record in records
        for key in keys
        if record.get(key) is not None and record[key] not in known
    ]
