"""E5: when its last catalog closes, each vendor is sent its order, once; again where a reopening changed it.

It goes to the e-mail of the vendor and to the people linked to it, as a PDF and as a workbook, made when it leaves.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.catalogs.models import Vendor
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.totals import VendorTotal
from cabas.ledger.locking import lock
from cabas.mail.attaching import paper, papers
from cabas.mail.to_addresses import Note, queue_notes
from cabas.people.models import User
from cabas.producers.deliveries import Delivery, delivery
from cabas.producers.models import OrderSent, Producer
from cabas.producers.order_files import NothingOrdered, file_name
from cabas.ui.formats import about, datetime_short, day_long, euros, hour
from cabas.ui.language import in_french

SENT_UNTIL = timedelta(hours=12)  # after the start nobody can bring more


class NoAddress(Exception):
    """The vendor has no e-mail, and nobody is linked to it."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor = vendor

    def __str__(self) -> str:
        return _(
            "%(vendor)s n’a pas d’adresse e-mail\u202f: ajoutez-en une à sa fiche, ou invitez une personne de la ferme."
        ) % {"vendor": self.vendor.name}


def quantities_of(order: VendorTotal) -> dict[str, int]:
    """How many of each product: what one compares to know whether an order changed."""
    counted: dict[str, int] = {}
    for product in order.products:
        counted[str(product.product)] = counted.get(str(product.product), 0) + product.quantity + product.missing
    return counted


@transaction.atomic
def send_order(vendor: Vendor, distribution: Distribution, *, by: User | None, at: datetime) -> OrderSent:
    """Send it now, whatever was sent before. Raises `NothingOrdered`, `NoAddress`."""
    lock(vendor.group.book_id)
    here = delivery(vendor, distribution, at=at)
    if here is None or here.order is None:
        raise NothingOrdered
    return _send(vendor, here, last_sent(vendor, distribution), by=by, at=at)


@transaction.atomic
def send_once(vendor: Vendor, distribution: Distribution, *, at: datetime) -> OrderSent | None:
    """At its closing, where it was not sent for that one or is no more what was sent. None where nothing leaves."""
    lock(vendor.group.book_id)  # two workers: the second one finds that it was sent
    here = delivery(vendor, distribution, at=at)
    if here is None or here.is_provisional or here.distribution.is_cancelled:
        return None
    before = last_sent(vendor, distribution)
    final = None if before is None or before.is_provisional else before
    if final is not None and final.closed_at == here.closes_at:
        return None
    quantities = quantities_of(here.order) if here.order else {}
    if final is not None and final.quantities == quantities:
        OrderSent.objects.filter(pk=final.pk).update(closed_at=here.closes_at)
        return None
    if here.order is None or not addresses_of(vendor):
        return None
    return _send(vendor, here, before, by=None, at=at)


def last_sent(vendor: Vendor, distribution: Distribution) -> OrderSent | None:
    """The newest that was sent to this vendor for this evening."""
    return OrderSent.objects.filter(vendor=vendor, distribution=distribution).order_by("-pk").first()


def addresses_of(vendor: Vendor) -> list[tuple[str, User | None]]:
    """Where its orders go: its own e-mail, and those of its people; each once."""
    return addresses_of_all([vendor])[vendor.pk]


def addresses_of_all(vendors: Sequence[Vendor]) -> dict[int, list[tuple[str, User | None]]]:
    """The same of several, by their id. One statement."""
    linked = Producer.objects.filter(vendor__in=vendors, person__email__isnull=False).select_related("person")
    found: dict[int, dict[str, User | None]] = {
        vendor.pk: {vendor.email.lower(): None} if vendor.email else {} for vendor in vendors
    }
    for each in linked.order_by("pk"):
        found[each.vendor_id][(each.person.email or "").lower()] = each.person
    return {vendor: list(addresses.items()) for vendor, addresses in found.items()}


def closed_orders(at: datetime) -> list[tuple[Vendor, Distribution]]:
    """Each vendor whose order may have to leave: closed, and its evening not long begun. One statement."""
    closed: Any = Participation.objects.with_hours()  # annotated
    closed = closed.filter(
        closes__lte=at, distribution__starts_at__gt=at - SENT_UNTIL, distribution__cancelled_at__isnull=True
    )
    found: dict[tuple[int, int], tuple[Vendor, Distribution]] = {}
    for each in closed.select_related("catalog__vendor__group", "distribution__group").order_by("pk"):
        found[each.distribution_id, each.catalog.vendor_id] = each.catalog.vendor, each.distribution
    return list(found.values())


def _send(vendor: Vendor, here: Delivery, before: OrderSent | None, *, by: User | None, at: datetime) -> OrderSent:
    addresses = addresses_of(vendor)
    if not addresses:
        raise NoAddress(vendor)
    assert here.order is not None
    quantities = quantities_of(here.order)
    is_changed = before is not None and before.quantities != quantities
    queue_notes(_notes(vendor, here, addresses, before if is_changed else None, at), at=at)
    return OrderSent.objects.create(
        group=vendor.group,
        distribution=here.distribution,
        vendor=vendor,
        closed_at=here.closes_at,
        is_provisional=here.is_provisional,
        quantities=quantities,
        total=here.order.share,
        addresses=[address for address, _person in addresses],
        by=by,
        at=at,
    )


@in_french
def _notes(
    vendor: Vendor,
    here: Delivery,
    addresses: Sequence[tuple[str, User | None]],
    changed_since: OrderSent | None,
    at: datetime,
) -> list[Note]:
    said = _said(vendor, here)
    subject = _("%(farm)s\u202f: à livrer %(day)s (%(baskets)s, %(total)s)") % said
    if changed_since is not None:
        subject = _("Commande modifiée, %(subject)s") % {"subject": subject}
    about_it: dict[str, Any] = {"vendor": vendor.pk, "distribution": here.distribution.pk}
    name = file_name(vendor, here.distribution)
    attached = papers(
        paper("vendor order", f"{name}.pdf", **about_it), paper("vendor order sheet", f"{name}.xlsx", **about_it)
    )
    body = "\n\n".join(_body(vendor, here, said, changed_since, at))
    group = here.distribution.group
    return [Note(group, address, "E5", subject, body, person, attached) for address, person in addresses]


def _said(vendor: Vendor, here: Delivery) -> dict[str, str]:
    assert here.order is not None
    count = here.order.basket_count
    total = euros(here.order.share)
    return {
        "farm": vendor.name,
        "day": day_long(here.distribution.day),
        "baskets": ngettext("%(count)s panier", "%(count)s paniers", count) % {"count": count},
        "total": about(total) if here.order.is_about else total,
        "start": hour(here.distribution.starts_at),
        "place": here.distribution.place.name,
    }


def _body(
    vendor: Vendor, here: Delivery, said: dict[str, str], changed_since: OrderSent | None, at: datetime
) -> list[str]:
    assert here.order is not None
    lines = [_("Bonjour,")]
    if changed_since is not None:
        sent = {"moment": datetime_short(changed_since.at), "total": euros(changed_since.total)}
        lines.append(
            _("La commande a changé depuis notre envoi du %(moment)s (%(total)s)\u202f: celle-ci la remplace.") % sent
        )
    if here.is_provisional:
        lines.append(
            _("Les commandes sont encore ouvertes jusqu’au %(moment)s\u202f: ceci est provisoire.")
            % {"moment": datetime_short(here.closes_at)}
        )
    lines.append(_("À livrer %(day)s, %(start)s, %(place)s\u202f: %(baskets)s, %(total)s.") % said)
    lines.append("\n".join(f"- {_of(product)}" for product in here.order.products if product.quantity))
    lines.append(_("Le bon de commande est joint, en PDF et en classeur."))
    if settings.PUBLIC_ADDRESS and Producer.objects.filter(vendor=vendor).exists():
        path = reverse("producers:farm", kwargs={"slug": here.distribution.group.slug, "number": vendor.number})
        link = settings.PUBLIC_ADDRESS.rstrip("/") + path
        lines.append(_("Voir ma ferme\u202f: %(link)s") % {"link": link})
    return lines


def _of(product: Any) -> str:
    unit = f" ({product.unit})" if product.unit else ""
    return f"{product.quantity} × {product.name}{unit}"
