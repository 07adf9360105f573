"""A paper of an evening says at its head which group and evening it is of, and bears a code that leads back there."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urljoin

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cabas.distributions.models import Distribution
from cabas.ui.formats import datetime_short, day_of_year, hour

CODES_KEPT = 2048
MASK = 3  # any of the eight is read; trying them all takes four times as long, and labels are hundreds


@dataclass(frozen=True)
class EveningHead:
    """What stands on every page. `code` leads to the stand; `printed`: when, and whether orders may still change it."""

    group: str
    title: str
    day: str
    where: str
    code: str
    printed: str


def head_of(distribution: Distribution, title: str, *, base: str, at: datetime) -> EveningHead:
    """`base` is the address of the installation (see `base_of`); the place is fetched with the distribution."""
    hours = f"{hour(distribution.starts_at)} – {hour(distribution.ends_at)}"
    printed = _("Imprimé le %(moment)s") % {"moment": datetime_short(at)}
    if distribution.is_open(at):
        printed = _("%(printed)s, commandes encore ouvertes") % {"printed": printed}
    return EveningHead(
        group=distribution.group.name,
        title=title,
        day=day_of_year(distribution.day),
        where=f"{hours}, {distribution.place.name}",
        code=str(code(stand_address(distribution, base))),
        printed=printed,
    )


def base_of(asked: str) -> str:
    """The address that the installation says it has, else the one at which it was `asked`."""
    return settings.PUBLIC_ADDRESS or asked


def stand_address(distribution: Distribution, base: str) -> str:
    """Where the stand of this evening is."""
    names = {"slug": distribution.group.slug, "number": distribution.number}
    return urljoin(base, reverse("stand:stand", kwargs=names))


def basket_address(distribution: Distribution, basket: int, base: str) -> str:
    """Where a basket is at the stand."""
    names = {"slug": distribution.group.slug, "number": distribution.number, "basket": basket}
    return urljoin(base, reverse("stand:basket", kwargs=names))


@lru_cache(maxsize=CODES_KEPT)
def code(address: str) -> SafeString:
    """A QR code of this address as SVG, for a page and for a PDF."""
    drawn = segno.make_qr(address, mask=MASK)
    svg = drawn.svg_inline(border=2, light="#fff", svgclass="qr-paper", lineclass=None, omitsize=True)
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" ', 1)
    return mark_safe(named)  # noqa: S308 # drawn here
