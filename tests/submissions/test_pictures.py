"""Pictures: re-made from their points, so that nothing else of the file gets in."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from events.submissions.models import Submission
from events.submissions.text.pictures import PictureRefused, keep_picture
from tests.pages.reading import PageText, text_of
from tests.submissions.filling import TEXT, fresh, path, save


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(orientation: int = 1) -> bytes:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = "SecretCamera"
    found.get_ifd(0x8825)[2] = (29.0, 33.0, 7.0)
    return found.tobytes()


def kept(file: bytes, folder: Path) -> tuple[Path, Image.Image]:
    stored = folder / keep_picture(BytesIO(file), folder)
    return stored, Image.open(stored)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_webp_of_the_same_shape(tmp_path: Path, kind: str):
    stored, image = kept(picture(kind), tmp_path)

    assert (stored.suffix, image.format, image.size) == (".webp", "WEBP", (40, 20))
    assert [path.name for path in tmp_path.iterdir()] == [stored.name]


def test_a_large_picture_is_made_smaller_a_small_one_stays(tmp_path: Path):
    assert kept(picture(size=(3200, 800)), tmp_path)[1].size == (1600, 400)
    assert kept(picture(size=(8, 8)), tmp_path)[1].size == (8, 8)


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright(tmp_path: Path):
    original = picture(exif=exif(orientation=6))  # to be turned a quarter to the right
    assert b"SecretCamera" in original

    stored, image = kept(original, tmp_path)

    assert b"SecretCamera" not in stored.read_bytes()
    assert (dict(image.getexif()), "exif" in image.info) == ({}, False)
    assert image.size == (20, 40)
    top, bottom = (image.convert("RGB").getpixel((10, y)) for y in (5, 35))
    assert (top[0] > 200, bottom[2] > 200) == (True, True)


def test_what_is_hidden_in_a_file_does_not_come_along(tmp_path: Path):
    hidden = b"<script>alert(1)</script>PK\x03\x04"

    stored, _image = kept(picture() + hidden, tmp_path)

    assert b"script" not in stored.read_bytes()
    assert b"PK\x03\x04" not in stored.read_bytes()


def test_what_can_be_seen_through_stays_so(tmp_path: Path):
    file = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(file, "PNG")

    assert kept(file.getvalue(), tmp_path)[1].convert("RGBA").getpixel((5, 5))[3] == 0


def png_of(width: int, height: int) -> bytes:
    """Says it is that large and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


REFUSED = {
    "nothing": b"",
    "text": b"not a picture",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "gif-that-says-jpeg": b"GIF89a" + picture(),
    "truncated-jpeg": picture(size=(400, 400))[:700],
    "truncated-png": picture("PNG", size=(400, 400))[:60],
    "truncated-webp": picture("WEBP", size=(400, 400))[:40],
    "bomb": png_of(60_000, 60_000),
    "large": png_of(8_000, 6_000),
    "too-heavy": picture() + b"\0" * (8 * 1024 * 1024),
}


@pytest.mark.parametrize("file", REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused_with_a_sentence_and_nothing_written(tmp_path: Path, file: bytes):
    with pytest.raises(PictureRefused, match=r"^(图片|这个文件).*，请.*；文字已经存好。$"):
        keep_picture(BytesIO(file), tmp_path)

    assert list(tmp_path.iterdir()) == []


# On the page


def upload(file: bytes, name: str = "a.jpg") -> dict[str, Any]:
    return {"picture_file": (BytesIO(file), name)}


def test_a_picture_is_shown_once_it_is_there_and_needs_words(lin: FlaskClient, draft: Submission):
    without = save(lin, draft, "text", TEXT, **upload(picture()))

    wrong = [text_of(span) for span in PageText(without.text).all("span", class_="wrong")]
    assert wrong == ["请用一句话说出图片里有什么，给看不见图片的人听。"]
    [shown] = PageText(without.text).all("img")
    assert shown.attributes["src"] == f"/pictures/{fresh(draft).draft['text']['picture']}"
    answer = lin.get(shown.attributes["src"])
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")

    said = save(lin, draft, "text", TEXT | {"picture_alt": "一只白鹇"})
    assert said.status_code == 303
    assert fresh(draft).draft["text"]["picture"]


def test_a_file_that_is_no_picture_does_not_lose_the_text(lin: FlaskClient, draft: Submission):
    answer = save(lin, draft, "text", TEXT | {"description": "改好的介绍"}, **upload(b"x"))

    assert answer.status_code == 422
    assert "这个文件不是完整的 JPEG、PNG 或 WebP 图片" in answer.text
    assert fresh(draft).draft["text"]["description"] == "改好的介绍"
    left = save(lin, draft, "text", TEXT, leave="1", **upload(b"x"))
    assert left.status_code == 422


def test_a_picture_can_be_replaced_and_removed(lin: FlaskClient, draft: Submission):
    named = TEXT | {"picture_alt": "一只白鹇"}
    save(lin, draft, "text", named, **upload(picture()))
    first = fresh(draft).draft["text"]["picture"]

    save(lin, draft, "text", named, **upload(picture("PNG")))
    second = fresh(draft).draft["text"]["picture"]
    assert len({first, second, ""}) == 3

    save(lin, draft, "text", named, remove_picture="1")
    assert fresh(draft).draft["text"]["picture"] == ""
    assert PageText(lin.get(path(draft, "text")).text).all("img") == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00.jpg", "图片.jpg", "x" * 300])
def test_what_the_file_was_called_does_not_matter(lin: FlaskClient, draft: Submission, name: str):
    save(lin, draft, "text", TEXT | {"picture_alt": "一只白鹇"}, **upload(picture(), name))

    stored = fresh(draft).draft["text"]["picture"]
    assert len(stored) == 41
    assert lin.get(f"/pictures/{stored}").status_code == 200
