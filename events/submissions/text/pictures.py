"""Pictures as they are kept: small, without what a camera writes into them, under a random name."""

import os
import struct
import tempfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import IO
from uuid import uuid4

from PIL import Image, ImageOps

from events.errors import EventsError

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_EDGE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
# What Pillow raises for files that are broken, or made to break it.
_BROKEN = (
    *(OSError, SyntaxError, ValueError, LookupError, EOFError, OverflowError, TypeError),
    *(struct.error, zlib.error, Image.DecompressionBombError),
)


class PictureRefused(EventsError):
    """The file isn't a picture that can be shown."""


def keep_picture(upload: IO[bytes], folder: Path) -> str:
    """Read a picture of whatever kind, write it to `folder` as WebP, return its name there.

    Raises PictureRefused; nothing is written then.
    """
    original = upload.read(MOST_BYTES + 1)
    if len(original) > MOST_BYTES:
        raise PictureRefused("图片文件超过 8 MB，请缩小以后再传；文字已经存好。")
    encoded = _encode(_read(original))
    name = f"{uuid4()}.webp"
    _write(encoded, folder / name)
    return name


def _read(original: bytes) -> Image.Image:
    try:
        image: Image.Image = Image.open(BytesIO(original), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise PictureRefused("图片超过 4000 万像素，请缩小以后再传；文字已经存好。")
        image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
        return ImageOps.exif_transpose(image)
    except _BROKEN as error:
        raise PictureRefused(
            "这个文件不是完整的 JPEG、PNG 或 WebP 图片，请换一个；文字已经存好。"
        ) from error


def _encode(image: Image.Image) -> bytes:
    """Only the points of the picture: a new image knows nothing of where it was taken."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    points = image.convert(mode)
    plain = Image.new(mode, points.size)
    plain.paste(points)
    encoded = BytesIO()
    plain.save(encoded, "WEBP", quality=82)
    return encoded.getvalue()


def _write(encoded: bytes, path: Path) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(encoded)
    os.replace(file.name, path)
