"""A photo is upright, small, and tells nothing of where it was taken; what is no photo is refused by name."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from cabas.catalogs import photos
from cabas.catalogs.photos import (
    NotAPhoto,
    PhotoDamaged,
    PhotoTooBig,
    keep_photo,
    photo_file,
    read_photo,
    remove_photo,
    sweep,
)
from tests.cast import TUESDAY, cast
from tests.sheets.building import FILES

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
TURNED = 6  # the camera was held upright: to be turned by a quarter


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def picture(kind: str = "JPEG", size: tuple[int, int] = (1600, 1200), mode: str = "RGB", **more: Any) -> io.BytesIO:
    """Its left half is red, its right half blue."""
    image = Image.new(mode, size, (200, 0, 0) if mode == "RGB" else (200, 0, 0, 0))
    image.paste((0, 0, 200) if mode == "RGB" else (0, 0, 200, 255), (size[0] // 2, 0, *size))
    content = io.BytesIO()
    image.save(content, kind, **more)
    content.seek(0)
    return content


def tagged() -> io.BytesIO:
    """As a telephone takes it: where, with what, and how it was held."""
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "Telephone", TURNED
    exif[GPS] = {1: "N", 2: (48.0, 11.0, 3.5), 3: "W", 4: (1.0, 38.0, 44.0)}
    return picture(exif=exif, comment=b"chez Alice")


@pytest.mark.django_db
def test_the_position_and_all_that_the_camera_wrote_are_gone_and_the_photo_is_upright() -> None:
    sent = tagged()
    assert dict(Image.open(sent).getexif().get_ifd(GPS))[2] == (48.0, 11.0, 3.5)  # it is there before
    bread = cast().bread
    keep_photo(bread, read_photo(tagged()))
    bread.save()
    for width, size in ((160, (160, 213)), (400, (400, 533)), (1000, (750, 1000))):
        file = photo_file(bread.photo, width)
        assert file is not None
        content = file.read_bytes()
        kept = Image.open(io.BytesIO(content))
        assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", size, {})
        assert set(kept.info) <= {"loop", "background", "timestamp", "duration"}
        assert [word for word in (b"EXIF", b"XMP", b"GPS", b"Telephone", b"Alice") if word in content] == []
        top, bottom = kept.getpixel((size[0] // 2, 5)), kept.getpixel((size[0] // 2, size[1] - 5))
        assert (top[0] > 150, bottom[2] > 150) == (True, True)  # the left was turned to the top
        assert len(content) < 60_000
    assert (bread.photo_width, bread.photo_height) == (750, 1000)


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        (picture("PNG", mode="RGBA"), (1000, 750)),
        (picture("WEBP"), (1000, 750)),
        (picture("JPEG", (60, 40)), (60, 40)),  # a small one is not blown up
    ],
)
def test_the_usual_kinds_are_read(sent: io.BytesIO, size: tuple[int, int]) -> None:
    assert read_photo(sent).image.size == size


def test_holes_are_filled_with_white() -> None:
    assert read_photo(picture("PNG", mode="RGBA")).image.getpixel((5, 5)) == (255, 255, 255)


def test_those_of_an_iphone_are_read() -> None:
    sent = (FILES / "photo.heic").read_bytes()
    assert b"Telephone" in sent
    image = read_photo(io.BytesIO(sent)).image
    left, right = image.getpixel((5, 5)), image.getpixel((315, 5))
    assert (image.size, dict(image.getexif()), left[0] > 150, right[2] > 150) == ((320, 240), {}, True, True)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<svg onload='alert(1)'/>", NotAPhoto),
        (b"%PDF-1.7", NotAPhoto),
        (b"", NotAPhoto),
        (picture("GIF").getvalue(), NotAPhoto),
        (picture().getvalue()[:5000], PhotoDamaged),
        (b"x" * (photos.BYTES_MAX + 1), PhotoTooBig),
        (picture("PNG", (photos.PIXELS_MAX // 1000 + 1, 1000)).getvalue(), PhotoTooBig),
    ],
)
def test_what_is_no_photo_is_refused_by_name(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_photo(io.BytesIO(content))


@pytest.mark.django_db
def test_a_photo_has_an_address_that_nobody_guesses_and_is_asked_for_once(django_assert_num_queries: Any) -> None:
    bread = cast().bread
    keep_photo(bread, read_photo(picture()))
    bread.save()
    assert len(bread.photo) == 32
    with django_assert_num_queries(0):
        answer = Client().get(reverse("product_photo", args=[bread.photo, 400]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert not answer.cookies
    for key, width in (("0" * 32, 400), (bread.photo, 999)):
        assert Client().get(f"/photos/{key}-{width}.webp").status_code == 404


@pytest.mark.django_db
def test_what_no_product_shows_any_more_is_gone_after_a_day() -> None:
    play = cast()
    keep_photo(play.bread, read_photo(picture()))
    play.cheese.photo = play.bread.photo  # a copy of the product shows the same
    play.bread.save(), play.cheese.save()
    first = play.bread.photo
    folder = photo_file(first, 400).parent  # type: ignore[union-attr]
    os.utime(folder, (TUESDAY.timestamp(), TUESDAY.timestamp()))
    later = TUESDAY + timedelta(days=2)
    remove_photo(play.bread)
    play.bread.save()
    assert (sweep(later), photo_file(first, 400) is not None) == (0, True)
    remove_photo(play.cheese)
    play.cheese.save()
    assert sweep(TUESDAY + timedelta(hours=1)) == 0
    assert (sweep(later), photo_file(first, 400)) == (1, None)
