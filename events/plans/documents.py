"""A file as it came from the office -> its text; what can't be read is refused in one sentence."""

from pathlib import Path

from events.errors import PlanUnreadable
from events.plans.notice.word_text import word_text

LARGEST_FILE = 5 * 1024 * 1024

_OTHER_FORMATS = {".doc", ".pdf", ".wps", ".ofd", ".rtf", ".odt", ".xls", ".xlsx", ".html", ".htm"}
_MARKS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "旧版 Word 或加密文档",
    b"%PDF": " PDF ",
    b"{\\rtf": " RTF ",
}
_ZIP = b"PK\x03\x04"
_SAVE_AS = "请另存为 .docx 或 .txt 后重试。"


def plan_text(path: Path) -> str:
    """The text of a .txt or .docx file; raises PlanUnreadable for anything else."""
    content = _content(path)
    suffix = path.suffix.lower()
    if kind := _other_format(suffix, content):
        raise PlanUnreadable(f"“{path.name}”是{kind}格式，读不了，{_SAVE_AS}")
    is_word = suffix == ".docx" or content.startswith(_ZIP)
    text = word_text(path.name, content) if is_word else _decoded(path.name, content)
    if not text.strip("\ufeff \t\r\n\u3000\xa0\v\f"):
        raise PlanUnreadable(f"“{path.name}”里没有文字，请确认文件内容后重试。")
    return text


def _other_format(suffix: str, content: bytes) -> str | None:
    """What the file says it is, or what its first bytes show whatever its name says."""
    if suffix in _OTHER_FORMATS:
        return f" {suffix} "
    return next((kind for mark, kind in _MARKS.items() if content.startswith(mark)), None)


def _content(path: Path) -> bytes:
    """At most LARGEST_FILE bytes, and never more than that in memory."""
    try:
        if path.is_dir():
            raise PlanUnreadable(f"“{path}”是文件夹，请指定一个 .docx 或 .txt 文件。")
        if not path.exists():
            raise PlanUnreadable(f"找不到文件“{path}”，请检查路径。")
        if not path.is_file():
            raise PlanUnreadable(f"“{path}”不是普通文件，请指定一个 .docx 或 .txt 文件。")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or "读取出错"
        raise PlanUnreadable(f"打不开文件“{path}”（{reason}），请检查权限和路径。") from error
    if not content:
        raise PlanUnreadable(f"“{path.name}”是空文件，请确认文件内容后重试。")
    if len(content) > LARGEST_FILE:
        raise PlanUnreadable(f"“{path.name}”超过 5 MB 的上限，请去掉图片或只保留正文后重试。")
    return content


def _decoded(name: str, content: bytes) -> str:
    """UTF-8, UTF-16 (with its mark, or plain to see) or GB18030; strictly, never mojibake."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_written_text(text):
            return text
    raise PlanUnreadable(
        f"“{name}”不是文本文件，或编码无法识别，请另存为 UTF-8 编码的 .txt 后重试。"
    )


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if content.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if b"\x00" in content[:4096] or b"\n\x00" in content or b"\x00\n" in content:
        return ("utf-16-le", "utf-16-be")
    return ("utf-8", "gb18030")


def _is_written_text(text: str) -> bool:
    """No controls but white space, no private or unassigned characters: decoding alone is no proof.

    GB18030 gives meaning to almost any bytes, so a wrong guess shows in what comes out.
    """
    strange = sum(
        1
        for char in text
        if (char < " " and char not in "\t\n\v\f\r\x1a")
        or "\x7f" <= char <= "\x9f"
        or "\ue000" <= char <= "\uf8ff"
        or char >= "\U000e0000"
        or char == "\ufffd"
    )
    return strange == 0 and _is_mostly_chinese_or_ascii(text)


def _is_mostly_chinese_or_ascii(text: str) -> bool:
    """A text in the wrong encoding scatters over scripts that no notice uses."""
    usual = sum(
        1
        for char in text
        if char < "\x7f"
        or "\u4e00" <= char <= "\u9fff"
        or "\u2000" <= char <= "\u30ff"
        or "\uff00" <= char <= "\uffef"
        or char in "\ufeff\xa0·×÷°±\x85"
    )
    return usual >= len(text) * 0.9
