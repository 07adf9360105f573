"""A vendor who fills crates reads how many of a product are full, and how many pieces come beside them."""

from django.utils.translation import ngettext

from cabas.ui.formats import number

CRATE_MAX = 1000


def crates(quantity: int, crate_size: int | None) -> tuple[int, int]:
    """Full crates, and what is left; without a size nothing is in crates."""
    return divmod(quantity, crate_size) if crate_size else (0, quantity)


def said_in_crates(quantity: int, crate_size: int | None) -> str:
    """« 3 caisses de 12 + 2 »; nothing for less than one crate."""
    full, left = crates(quantity, crate_size)
    if not full:
        return ""
    said = {"count": number(full), "size": number(crate_size or 0), "left": number(left)}
    if not left:
        return ngettext("%(count)s caisse de %(size)s", "%(count)s caisses de %(size)s", full) % said
    return ngettext("%(count)s caisse de %(size)s + %(left)s", "%(count)s caisses de %(size)s + %(left)s", full) % said
