"""Pictures of activities, on their page and at their own address."""

import pytest
from flask.testing import FlaskClient

from tests.activities.activity_page import open_page
from tests.factories import (
    make_activity,
)

# Pictures


@pytest.fixture
def picture(client: FlaskClient) -> bytes:
    folder = client.application.config["SETTINGS"].data_dir / "pictures"
    folder.mkdir(parents=True)
    (folder / "moon-1.webp").write_bytes(b"RIFF a picture")
    (folder.parent / "secret.png").write_bytes(b"not for you")
    (folder / "Upper.png").write_bytes(b"not for you")
    (folder / "page.html").write_bytes(b"not for you")
    return b"RIFF a picture"


def test_a_picture_is_shown_with_its_words_and_kept_for_long(
    client: FlaskClient, db, picture: bytes
):
    activity = make_activity(picture="moon-1.webp", picture_alt="满月")

    [image] = open_page(client, activity).all("img")
    response = client.get(image.attributes["src"])

    assert image.attributes["alt"] == "满月"
    assert {"width", "height"} <= image.attributes.keys()
    assert response.data == picture
    assert response.mimetype == "image/webp"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        *("Upper.png", "page.html", "none.png", "..%2fsecret.png", "%2e%2e/secret.png"),
        *("moon-1.webp%00", ".webp", "a" * 81 + ".png", "moon-1.webp/"),
    ],
)
def test_only_pictures_under_plain_names_are_served(
    client: FlaskClient, db, picture: bytes, name: str
):
    response = client.get(f"/pictures/{name}")

    assert response.status_code == 404
    assert b"not for you" not in response.data
