"""Codes before the camera of a real browser."""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browsers import FLAGS, chromium
from tests.signups.checkin.devices import enter, here, status

Device = Callable[..., Page]


def film(path: Path, text: str) -> None:
    """What Chromium takes for its camera: a picture of the code, in grey."""
    file = io.BytesIO()
    segno.make_qr(text, error="m").save(file, kind="png", scale=10, border=4)
    picture = Image.new("L", (640, 480), 200)
    code = Image.open(file).convert("L")
    picture.paste(code, ((640 - code.width) // 2, (480 - code.height) // 2))
    frame = b"FRAME\n" + picture.tobytes() + b"\x80" * (640 * 480 // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420\n" + frame * 10)


@pytest.fixture
def seeing(browser: Browser, tmp_path: Path) -> Iterator[Callable[[str], Browser]]:
    """`seeing(text)` is a browser whose camera sees that code."""
    engines = []

    def launch(text: str) -> Browser:
        film(tmp_path / "code.y4m", text)
        camera = [
            *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
            f"--use-file-for-fake-video-capture={tmp_path / 'code.y4m'}",
        ]
        engines.append(
            browser.browser_type.launch(
                executable_path=chromium(), args=[*FLAGS, *camera],
                chromium_sandbox=os.geteuid() != 0,
            )
        )  # fmt: skip
        return engines[-1]

    yield launch
    for one in engines:
        one.close()


def scan(door: Page, answer: str) -> None:
    door.get_by_role("button", name="用摄像头扫码").click()
    expect(door.locator("[data-verdict]")).to_contain_text(answer, timeout=15_000)


def test_code_before_the_camera_lets_in_also_without_network(
    device: Device, seeing: Callable[[str], Browser], numbers: list[str]
):
    door = device(seeing(f"KEPULI:{numbers[0]}"))
    asked: list[str] = []
    door.on("request", lambda request: asked.append(request.url))
    door.context.set_offline(True)

    scan(door, "王芳 · 1 位成人、1 个孩子")
    door.get_by_role("button", name="用摄像头扫码").click()
    door.context.set_offline(False)

    expect(status(door)).to_contain_text("0 条等待发送")
    assert here() == {numbers[0]}
    expect(door.locator("video")).to_be_hidden()
    has_its_own = door.evaluate("'BarcodeDetector' in self")
    assert any("jsQR" in url for url in asked) != has_its_own


def test_code_of_something_else_lets_nobody_in(
    device: Device, seeing: Callable[[str], Browser], numbers: list[str]
):
    door = device(seeing("https://example.org/"))

    scan(door, "这个二维码不是本站的凭证")

    assert here() == set()


def test_browser_that_may_not_use_a_camera_says_to_type(device: Device, numbers: list[str]):
    door = device()  # has none

    scan(door, "用不了摄像头，请输入编号")

    enter(door, numbers[0], "请进")


def test_decoder_is_the_file_whose_checksum_is_kept():
    folder = Path(__file__).parents[3] / "static/vendor/jsqr-1.4.0"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        checksum, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum
