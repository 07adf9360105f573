"""E42: a producer comes another day, with what was ordered; each household is told once, and the farm."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.models import Basket, Distribution
from cabas.distributions.transfers_told import reference_of
from cabas.mail.queueing import Letter, queue
from cabas.payments.cagnotte import group_has_cagnottes
from cabas.payments.means import Means
from cabas.planning.farm_notices import farm_of, farms_of, tell_farms
from cabas.planning.models import TakenOut
from cabas.planning.moving_lines import Moved
from cabas.planning.notices import balance_now, hello, when_and_where
from cabas.ui import formats
from cabas.ui.language import in_french

KIND = "E42"
KIND_OF: dict[str, str] = {TakenOut.Kind.CANCELLED: "E35", TakenOut.Kind.WITHDRAWN: "E36", TakenOut.Kind.SHIFTED: KIND}


@in_french
def tell_shifted(taken: TakenOut, found: Sequence[Moved], *, at: datetime) -> None:
    """To each household, with both baskets as they now are and the balance of its account."""
    here, there, catalog = taken.distribution, taken.target, taken.catalog
    assert there is not None
    assert catalog is not None
    said = {"catalog": catalog.name, "before": formats.day_long(here.day), "day": formats.day_long(there.day)}
    subject = _("«\u202f%(catalog)s\u202f» vient le %(day)s, pas le %(before)s") % said
    has_cagnottes = group_has_cagnottes(here.group_id)
    letters = []
    for each in found:
        each.target.membership.group = here.group
        lines = [hello(each.source), "", *_lines(each, taken), "", _totals(each.source), _totals(each.target)]
        lines += [balance_now(each.target, has_cagnottes), *_transfer(each.target), "", _until(there, at)]
        letters.append(Letter(each.target.membership, KIND, subject, "\n".join(lines)))
    queue(letters, at=at)
    told = _("Ce qui était commandé pour le %(before)s est à apporter le %(when)s.")
    when = {"before": said["before"], "when": when_and_where(there)}
    tell_farms(here, farm_of(catalog), KIND, subject, [told % when, taken.why], at=at)


def _lines(each: Moved, taken: TakenOut) -> list[str]:
    assert taken.target is not None
    moved = ngettext(
        "Vous recevrez ce produit le %(when)s\u202f:", "Vous recevrez ces produits le %(when)s\u202f:", len(each.lines)
    ) % {"when": when_and_where(taken.target)}
    return [*([taken.why, ""] if taken.why else []), moved, *[f"- {line.product_name}" for line in each.lines]]


def _totals(basket: Basket) -> str:
    said = {"day": formats.day_long(basket.distribution.day), "total": formats.euros(basket.total)}
    if not basket.total:
        return _("Votre panier du %(day)s est vide.") % said
    return _("Votre panier du %(day)s vient à %(total)s.") % said


def _transfer(basket: Basket) -> list[str]:
    """What is due by transfer has the reference of the other evening."""
    if basket.means != Means.TRANSFER or not basket.told_amount:
        return []
    said = {"amount": formats.euros(basket.told_amount), "reference": reference_of(basket)}
    return [_("À virer\u202f: %(amount)s, avec la référence %(reference)s.") % said]


def _until(there: Distribution, at: datetime) -> str:
    if there.orders_close_at <= at:
        return _("Si la date ne vous convient pas, écrivez à la coordination du groupe.")
    if there.orders_open_at > at:
        return _("Si la date ne vous convient pas, changez votre commande du %(opening)s au %(closing)s.") % {
            "opening": formats.datetime_short(there.orders_open_at),
            "closing": formats.datetime_short(there.orders_close_at),
        }
    closing = {"closing": formats.datetime_short(there.orders_close_at)}
    return _("Si la date ne vous convient pas, changez ou annulez votre commande jusqu’au %(closing)s.") % closing


@in_french
def tell_restored(taken: TakenOut, baskets: Sequence[Basket], *, at: datetime) -> None:
    """E35, E36 or E42 again: what was cancelled, withdrawn or shifted takes place as it was first announced."""
    here, catalog = taken.distribution, taken.catalog
    said = {"day": formats.day_long(here.day), "when": when_and_where(here), "catalog": catalog.name if catalog else ""}
    if catalog is None:
        subject = _("La distribution du %(day)s a lieu") % said
        fact = _("L’annulation est annulée\u202f: la distribution a lieu le %(when)s.") % said
    else:
        subject = _("«\u202f%(catalog)s\u202f» vient finalement le %(day)s") % said
        fact = _("«\u202f%(catalog)s\u202f» vient comme prévu le %(when)s.") % said
    kind = KIND_OF[taken.kind]
    has_cagnottes = group_has_cagnottes(here.group_id)
    letters = []
    for basket in baskets:
        if basket.distribution_id == here.pk:
            order = _("Votre commande est rétablie\u202f: %(total)s.") % {"total": formats.euros(basket.total)}
            lines = [hello(basket), "", fact, order, "", balance_now(basket, has_cagnottes)]
            letters.append(Letter(basket.membership, kind, subject, "\n".join(lines)))
    queue(letters, at=at)
    tell_farms(here, farms_of(here) if catalog is None else farm_of(catalog), kind, subject, [fact], at=at)
