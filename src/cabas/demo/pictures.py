"""A few products of the demonstration have a photo, drawn here: the others keep the drawing of their shelf."""

import hashlib
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFilter

from cabas.catalogs.models import Product
from cabas.catalogs.photos import WIDTHS, Photo, keep_photo, photo_file

SIZE = (1000, 750)
Draw = ImageDraw.ImageDraw


def give_photos(products: Mapping[str, Product]) -> None:
    """Those of these words get theirs. Drawn once for an installation: the demonstration is often built again."""
    shown = []
    for word, draw in DRAWN.items():
        product, key = products[word], hashlib.md5(f"cabas demonstration {word}".encode()).hexdigest()  # noqa: S324
        if photo_file(key, WIDTHS[-1]):
            product.photo, product.photo_width, product.photo_height = key, *SIZE
        else:
            keep_photo(product, Photo(_picture(draw)), key=key)
        shown.append(product)
    Product.objects.bulk_update(shown, ["photo", "photo_width", "photo_height"])


def _picture(draw: Callable[[Draw], None]) -> Image.Image:
    """On a wooden table, a little soft, as light falls."""
    image = Image.new("RGB", SIZE, "#d9b78c")
    pen = ImageDraw.Draw(image)
    for plank in range(0, SIZE[1], 125):
        pen.rectangle((0, plank, SIZE[0], plank + 4), fill="#b98f60")
        pen.rectangle((0, plank + 40, SIZE[0], plank + 42), fill="#cfa97c")
    shadow = Image.new("L", SIZE, 0)
    ImageDraw.Draw(shadow).ellipse((180, 480, 860, 700), fill=110)
    image.paste("#5d4326", mask=shadow.filter(ImageFilter.GaussianBlur(28)))
    draw(ImageDraw.Draw(image))
    return image.filter(ImageFilter.GaussianBlur(1.6))


def _carrots(pen: Draw) -> None:
    for left, lean in ((280, -60), (400, -20), (520, 20), (640, 60)):
        for leaf in (-50, -20, 15, 50):
            pen.line((left + 50, 230, left + 50 + leaf + lean // 2, 70), fill="#3f7d3a", width=16)
        pen.polygon(((left, 230), (left + 100, 230), (left + 50 + lean, 660)), fill="#e07b28")
        pen.ellipse((left, 195, left + 100, 265), fill="#e07b28")
        for notch in (300, 370, 450):
            pen.line((left + 20, notch, left + 48, notch + 6), fill="#b95c17", width=6)
    pen.rounded_rectangle((300, 215, 740, 250), 16, fill="#8a6a45")


def _bread(pen: Draw) -> None:
    pen.ellipse((150, 250, 850, 650), fill="#8d5425")
    pen.ellipse((170, 235, 830, 610), fill="#b9722f")
    for left in (290, 420, 550, 680):
        pen.line((left, 300, left - 70, 540), fill="#f0d4a4", width=30)
        pen.line((left + 14, 305, left - 56, 540), fill="#8d5425", width=8)


def _apples(pen: Draw) -> None:
    for left, top, skin in ((170, 290, "#c8912c"), (580, 300, "#b5612a"), (370, 350, "#cfa036")):
        pen.ellipse((left, top, left + 290, top + 290), fill=skin)
        pen.ellipse((left + 50, top + 50, left + 120, top + 130), fill="#ead08a")
        pen.line((left + 145, top + 30, left + 165, top - 40), fill="#5d4326", width=12)
        pen.ellipse((left + 160, top - 50, left + 240, top - 10), fill="#4d8a3f")


def _eggs(pen: Draw) -> None:
    pen.rounded_rectangle((150, 430, 850, 640), 40, fill="#9aa0a3")
    for row, top in enumerate((270, 350)):
        for column in range(3):
            left = 190 + column * 215 + row * 20
            pen.ellipse((left, top, left + 170, top + 220), fill="#dfa777" if (row + column) % 2 else "#efc9a3")
            pen.ellipse((left + 40, top + 35, left + 80, top + 85), fill="#f8e3cd")
    pen.rounded_rectangle((150, 510, 850, 650), 40, fill="#868d91")


def _honey(pen: Draw) -> None:
    pen.rounded_rectangle((340, 200, 660, 660), 60, fill="#d18f1b")
    pen.rounded_rectangle((365, 250, 430, 620), 30, fill="#eab64f")
    pen.rounded_rectangle((330, 130, 670, 225), 24, fill="#f1ead8")
    pen.rounded_rectangle((395, 370, 640, 540), 14, fill="#f8f2e2")
    pen.regular_polygon((517, 455, 56), 6, fill="#e0a52f")


DRAWN: dict[str, Callable[[Draw], None]] = {
    "carottes": _carrots,
    "pain": _bread,
    "pommes": _apples,
    "oeufs": _eggs,
    "miel": _honey,
}
