"""A photo is kept upright, small, in three widths, and says nothing of where, when or with what it was taken.

Its files stand in the data folder under a name that nobody can guess: who has a page that shows it may see it.
"""

import io
import re
import secrets
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import pi_heif  # type: ignore[import-untyped]
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from cabas.catalogs.models import Product

BYTES_MAX = 15 * 1024 * 1024
PIXELS_MAX = 60_000_000  # what a phone of today takes, and no more than a small server can hold
WIDTHS = (160, 400, 1000)  # a row of the shop on a phone, a card on a screen, the photo by itself
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY = 74
KEPT_FOR = timedelta(days=1)  # a photo that no product shows any more
KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)

pi_heif.register_heif_opener()


class PhotoRefused(Exception):
    """What was sent is no photo that can be shown."""


class PhotoTooBig(PhotoRefused):
    """More bytes or pixels than a photo has."""

    def __str__(self) -> str:
        return _(
            "Cette photo est trop grande\u202f: 15 Mo et 60 millions de pixels au plus. Réduisez-la, ou prenez-en une."
        )


class NotAPhoto(PhotoRefused):
    """The content is of another kind, whatever its name says."""

    def __str__(self) -> str:
        return _("Ce fichier n’est pas une photo. Choisissez une image JPEG, PNG, WebP ou HEIC.")


class PhotoDamaged(PhotoRefused):
    """It begins as a photo, and cannot be read to its end."""

    def __str__(self) -> str:
        return _(
            "Cette photo ne se lit pas jusqu’au bout\u202f: elle a peut-être été mal copiée. Envoyez-la de nouveau."
        )


@dataclass(frozen=True)
class Photo:
    """Read, upright, without anything but its pixels."""

    image: Image.Image


def read_photo(file: IO[bytes]) -> Photo:
    """Raises `PhotoTooBig`, `NotAPhoto`, `PhotoDamaged`."""
    content = file.read(BYTES_MAX + 1)
    if len(content) > BYTES_MAX:
        raise PhotoTooBig
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is the stricter one
            image = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as bomb:
        raise PhotoTooBig from bomb
    except (UnidentifiedImageError, OSError, ValueError) as unknown:
        raise NotAPhoto from unknown
    if image.width * image.height > PIXELS_MAX:
        raise PhotoTooBig
    try:
        return Photo(_pixels(image))
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as broken:
        raise PhotoDamaged from broken


def _pixels(image: Image.Image) -> Image.Image:
    """As large as it will be shown and no larger, in plain colours on white; a new image, so that nothing follows."""
    image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))  # a JPEG is read small at once
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((WIDTHS[-1], WIDTHS[-1]))
    coloured = _in_plain_colours(upright)
    plain = Image.new("RGB", coloured.size, "white")
    plain.paste(coloured, mask=coloured.getchannel("A") if coloured.mode == "RGBA" else None)
    return plain


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """RGBA where some of it is transparent, else RGB; the colours of a wide screen as others see them."""
    has_holes = image.has_transparency_data
    profile = image.info.get("icc_profile")
    if profile and not has_holes and image.mode == "RGB":
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            seen = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
            image = seen if seen is not None else image
        except ImageCms.PyCMSError:
            pass  # a profile that means nothing changes nothing
    return image.convert("RGBA" if has_holes else "RGB")


def keep_photo(product: Product, photo: Photo, key: str = "") -> None:
    """Write its files and show it on this product, which is not saved; under a name that nobody guesses, or `key`."""
    key = key or secrets.token_hex(16)
    folder = _folder(key)
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        smaller = photo.image.copy()
        smaller.thumbnail((width, width * 2), Image.Resampling.LANCZOS)
        smaller.save(folder / f"{width}.webp", "WEBP", quality=QUALITY, method=5)
    product.photo, product.photo_width, product.photo_height = key, *photo.image.size


def remove_photo(product: Product) -> None:
    """Show none on this product, which is not saved here; a copy of the product keeps it."""
    product.photo, product.photo_width, product.photo_height = "", 0, 0


def photo_file(key: str, width: int) -> Path | None:
    """Where the photo of this name is kept in this width. None where there is none."""
    if not KEY.fullmatch(key) or width not in WIDTHS:
        return None
    file = _folder(key) / f"{width}.webp"
    return file if file.is_file() else None


def sweep(at: datetime) -> int:
    """Take away the files that no product shows any more, a day later. Gives how many photos are gone."""
    old = [folder for folder in _folders() if folder.stat().st_mtime < (at - KEPT_FOR).timestamp()]
    shown = set(Product.objects.filter(photo__in=[folder.name for folder in old]).values_list("photo", flat=True))
    gone = [folder for folder in old if folder.name not in shown]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone)


def _folders() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT) / "photos"
    return (folder for folder in root.iterdir() if KEY.fullmatch(folder.name)) if root.is_dir() else iter(())


def _folder(key: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "photos" / key
