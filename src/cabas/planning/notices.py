"""E34, E35, E36: a distribution is postponed, or cancelled, or one of its producers does not come; money first.

Its farms are told of each too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.catalogs.models import Catalog
from cabas.clock import local_date
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.notices import cagnotte_sentence
from cabas.distributions.validated_notices import balance_sentence
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.cagnotte import group_has_cagnottes
from cabas.planning.farm_notices import farm_of, farms_of, tell_farms
from cabas.planning.models import Postponement
from cabas.planning.stakes import baskets_at_stake
from cabas.ui import formats
from cabas.ui.language import in_french

NOTHING = Money(0)


@dataclass(frozen=True)
class Lost:
    """A basket that was cancelled, with what it came to and what had been received for it before."""

    basket: Basket
    total: Money
    paid: Money


@dataclass(frozen=True)
class Lacking:
    """A basket of which some products will not come, and what they would have cost."""

    basket: Basket
    products: Sequence[str]
    amount: Money


@in_french
def tell_postponed(here: Distribution, was: Postponement, *, at: datetime) -> None:
    """E34 to each household that has ordered. Five statements for any number of them."""
    subject = _("La distribution du %(before)s est reportée au %(day)s") % {
        "before": formats.day_long(was.from_starts_at),
        "day": formats.day_long(here.day),
    }
    if here.day == local_date(was.from_starts_at):
        subject = _("La distribution du %(day)s change d’heure ou de lieu") % {"day": formats.day_long(here.day)}
    lines = [_why(was.why), _("Elle aura lieu le %(when)s.") % {"when": when_and_where(here)}, "", _until(here, at)]
    _tell_all(here, "E34", subject, [line for line in lines if line is not None], at)
    closing = _("Les commandes ferment le %(closing)s.") % {"closing": formats.datetime_short(here.orders_close_at)}
    tell_farms(here, farms_of(here), "E34", subject, [lines[1] or "", was.why, closing], at=at)


@in_french
def tell_put_back(here: Distribution, *, at: datetime) -> None:
    """E34: it takes place when it was first announced."""
    subject = _("La distribution du %(day)s a lieu comme prévu") % {"day": formats.day_long(here.day)}
    lines = [
        _("Le report annoncé est annulé\u202f: elle a lieu le %(when)s.") % {"when": when_and_where(here)},
        "",
        _until(here, at),
    ]
    _tell_all(here, "E34", subject, lines, at)
    tell_farms(here, farms_of(here), "E34", subject, lines[:1], at=at)


def _tell_all(here: Distribution, kind: str, subject: str, lines: Sequence[str], at: datetime) -> None:
    letters = []
    for basket in baskets_at_stake(here):
        basket.membership.group = here.group
        kept = _("Votre commande est gardée\u202f: %(total)s.") % {"total": formats.euros(basket.total)}
        text = "\n".join([hello(basket), "", *lines[:-2], kept, *lines[-2:]])
        letters.append(Letter(basket.membership, kind, subject, text))
    queue(letters, at=at)


@in_french
def tell_cancelled(here: Distribution, lost: Sequence[Lost], *, at: datetime) -> None:
    """E35 to each household that had ordered, with its balance as it now is."""
    subject = _("La distribution du %(day)s est annulée") % {"day": formats.day_long(here.day)}
    has_cagnottes = group_has_cagnottes(here.group_id)
    letters = []
    for each in lost:
        lines = [hello(each.basket), "", *_cancelled_lines(here, each), "", balance_now(each.basket, has_cagnottes)]
        letters.append(Letter(each.basket.membership, "E35", subject, "\n".join(lines)))
    queue(letters, at=at)
    told = [here.cancelled_why, _("N’apportez rien ce jour-là : les commandes sont annulées.")]
    tell_farms(here, farms_of(here), "E35", subject, told, at=at)


def _cancelled_lines(here: Distribution, each: Lost) -> list[str]:
    told = _("La distribution du %(day)s n’aura pas lieu. Votre commande de %(total)s est annulée.") % {
        "day": formats.day_long(here.day),
        "total": formats.euros(each.total),
    }
    lines = [told] + ([here.cancelled_why] if here.cancelled_why else [])
    if each.paid:
        kept = _("Ce que vous aviez payé pour elle, %(paid)s, reste sur votre compte.")
        return [*lines, kept % {"paid": formats.euros(each.paid)}]
    return [*lines, _("Vous n’avez rien à payer pour elle.")]


@in_french
def tell_withdrawn(here: Distribution, catalog: Catalog, lacking: Sequence[Lacking], *, at: datetime) -> None:
    """E36 to each household that had ordered of this catalog, with its balance as it now is."""
    said = {"catalog": catalog.name, "day": formats.day_long(here.day)}
    subject = _("«\u202f%(catalog)s\u202f» ne viendra pas le %(day)s") % said
    has_cagnottes = group_has_cagnottes(here.group_id)
    letters = []
    for each in lacking:
        gone = ngettext(
            "Vous ne recevrez pas ce produit, et ne le payez pas (%(amount)s)\u202f:",
            "Vous ne recevrez pas ces produits, et ne les payez pas (%(amount)s)\u202f:",
            len(each.products),
        ) % {"amount": formats.euros(each.amount)}
        products = [f"- {product}" for product in each.products]
        total = _("Votre panier vient à %(total)s.") % {"total": formats.euros(each.basket.total)}
        lines = [hello(each.basket), "", gone, *products, "", total, balance_now(each.basket, has_cagnottes)]
        letters.append(Letter(each.basket.membership, "E36", subject, "\n".join(lines)))
    queue(letters, at=at)
    told = _("« %(catalog)s » ne participe plus à cette distribution : rien n’est à apporter.") % said
    tell_farms(here, farm_of(catalog), "E36", subject, [told], at=at)


def when_and_where(here: Distribution) -> str:
    return _("%(day)s, %(start)s – %(end)s, %(place)s") % {
        "day": formats.day_long(here.day),
        "start": formats.hour(here.starts_at),
        "end": formats.hour(here.ends_at),
        "place": here.place.name,
    }


def _until(here: Distribution, at: datetime) -> str:
    if here.is_open(at):
        closing = {"closing": formats.datetime_short(here.orders_close_at)}
        return _("Si la date ne vous convient pas, changez ou annulez votre commande jusqu’au %(closing)s.") % closing
    return _("Si la date ne vous convient pas, écrivez à la coordination du groupe.")


def _why(why: str) -> str | None:
    return why or None


def hello(basket: Basket) -> str:
    return _("Bonjour %(name)s,") % {"name": basket.membership.people[0].first_name}


def balance_now(basket: Basket, has_cagnottes: bool) -> str:
    """As E13 says it: later baskets are not asked for yet; a cagnotte is told as it is."""
    return cagnotte_sentence(basket.balance) if has_cagnottes else balance_sentence(basket.balance + basket.later_total)
