"""Every icon of Cabas is named here; the sprite `ui/icons.svg` holds these and no other.

Run `python -m cabas.ui.icons` after adding a name.
"""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"

_LIST = """
    apple archive arrow-down arrow-left arrow-right arrow-up ban banknote bell bell-ring book-open building-2
    calculator calendar calendar-check calendar-clock calendar-days calendar-plus carrot chart-column check
    check-check chevron-down chevron-left chevron-right chevron-up circle circle-alert circle-check circle-dashed
    circle-minus circle-plus circle-question-mark circle-user-round circle-x clipboard-check clipboard-list
    clipboard-paste clock clock-alert cloud-check cloud-off coins contact copy corner-down-left credit-card
    croissant dot download ellipsis euro external-link eye eye-off file-down file-spreadsheet file-text flag
    funnel gift globe hand-coins hand-heart handshake hash heart-handshake history hourglass house id-card
    image image-plus import inbox info key-round landmark languages layers layout-list leaf link list list-checks
    list-filter list-plus loader-circle lock lock-open log-in log-out mail mail-check mail-open map-pin menu
    message-circle milk minus moon notebook-pen octagon-alert package package-check package-open package-x
    pause pencil percent phone piggy-bank play plus printer qr-code receipt receipt-euro receipt-text
    refresh-cw rotate-ccw save scale search send settings settings-2 share-2 shield-check shopping-bag
    shopping-basket shopping-cart signature sliders-horizontal smartphone sprout square-check square-pen star
    store sun table tag ticket-check timer toggle-right tractor trash-2 triangle-alert truck undo-2 upload
    user-minus user-plus user-round user-round-check user-round-plus user-round-x user-x users-round utensils
    vault wallet wallet-cards warehouse wheat wifi wifi-off x
"""
NAMES = frozenset(_LIST.split())

_FOOD_LIST = "brioche carottes chevre courge miel oeufs pain panier poireaux pommes poulet tomme yaourt"
FOOD = frozenset(_FOOD_LIST.split())


class UnknownIcon(LookupError):
    """The icon is not in `cabas.ui.icons.NAMES`."""


def require_known(name: str) -> None:
    """Refuse an icon that the sprite does not hold, so that no page shows an empty square."""
    if name not in NAMES:
        raise UnknownIcon(f"« {name} »: add it to cabas.ui.icons.NAMES and run `python -m cabas.ui.icons`.")


def require_drawn(name: str) -> None:
    """Refuse a food that `ui/food.svg` does not draw."""
    if name not in FOOD:
        raise UnknownIcon(f"« {name} » is not drawn in ui/food.svg.")


@lru_cache(maxsize=512)
def drawn(name: str, is_large: bool = False) -> SafeString:
    """The icon as a page shows it, decorative, always beside a word; kept, because a list shows it on each row."""
    require_known(name)
    classes = "i i-24" if is_large else "i"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, static("ui/icons.svg"), name
    )


@lru_cache(maxsize=64)
def food_drawn(name: str) -> SafeString:
    """The cut-paper drawing of a food, decorative; kept like an icon."""
    require_drawn(name)
    sprite = static("ui/food.svg")
    return format_html(
        '<svg class="illo" viewBox="0 0 96 96" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name
    )


def _symbol(archive: ZipFile, name: str) -> str:
    drawing = archive.read(f"{name}.svg").decode()
    shapes = ElementTree.fromstring(drawing)  # noqa: S314 (a file of the installed wheel)
    body = "".join(_shape(shape) for shape in shapes)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'


def _shape(shape: ElementTree.Element) -> str:
    tag = shape.tag.removeprefix("{http://www.w3.org/2000/svg}")
    attributes = "".join(f' {name}="{value}"' for name, value in shape.attrib.items())
    return f"<{tag}{attributes}/>"


def sprite() -> str:
    """The sprite as the lucide wheel draws it, one symbol a line."""
    with (files("lucide") / "lucide.zip").open("rb") as wheel_file, ZipFile(wheel_file) as archive:
        symbols = "\n".join(_symbol(archive, name) for name in sorted(NAMES))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


if __name__ == "__main__":
    SPRITE.write_text(sprite())
