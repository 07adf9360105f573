"""What members are told by mail about their basket: the fact is in the subject, so that opening is optional."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.distributions.models import Basket, Distribution, OrderLine
from cabas.distributions.transfers_told import reference_of
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.low_cagnotte import letter_if_low
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.payments.transfers import transfer_to_make
from cabas.people.models import User
from cabas.ui import formats
from cabas.ui.language import in_french

TO_BRING = {
    Means.CHEQUE: gettext_lazy("chèque à apporter"),
    Means.CASH: gettext_lazy("espèces à apporter"),
    Means.TRANSFER: gettext_lazy("virement à faire"),
    Means.TERMINAL: gettext_lazy("carte au stand"),
    Means.ONLINE: gettext_lazy("carte en ligne"),
}


class OrderedLine(NamedTuple):
    """What is told of a line: there are thousands of these in an evening."""

    product_name: str
    quantity: int
    grams: int | None
    total: Money


@in_french
def order_committed(
    basket: Basket,
    lines: Sequence[OrderLine],
    to_pay: Money,
    settings: PaymentSettings | None,
    *,
    taken: Money,
    left: Money,
    by: User | None = None,
    at: datetime,
) -> None:
    """E3: the order is committed or changed; `to_pay` is what remains once the credit of the account is used. E4 where
    a transfer is to be made of it.

    `taken`: what that took from the account, on which `left` is; told too where it leaves a cagnotte low. `by`: who
    ordered for the household, nobody where it ordered itself. The basket's household should be fetched `with_people`:
    their statements come on top otherwise.
    """
    day = f"{formats.weekday(basket.distribution.day)} {formats.ordinal(str(basket.distribution.day.day))}"
    if not any(line.quantity for line in lines):
        subject = _("Votre commande du %(day)s est annulée") % {"day": day}
    elif _is_transfer(basket, to_pay):
        said = {"amount": formats.euros(to_pay), "reference": reference_of(basket)}
        subject = _("Virement à faire\u202f: %(amount)s, référence %(reference)s") % said
    else:
        subject = _("Votre commande du %(day)s\u202f: %(total)s, %(means)s") % {
            "day": day,
            "total": formats.euros(basket.total),
            "means": _paying(basket, to_pay),
        }
    text = _order_text(basket, lines, to_pay, settings, left, by, at)
    letters = [Letter(basket.membership, "E4" if _is_transfer(basket, to_pay) else "E3", subject, text)]
    low = letter_if_low(basket.membership, settings, left + taken, left) if settings else None
    queue([*letters, low] if low else letters, at=at)


def _is_transfer(basket: Basket, to_pay: Money) -> bool:
    return basket.means == Means.TRANSFER and bool(to_pay)


def _paying(basket: Basket, to_pay: Money) -> str:
    if basket.means == Means.CAGNOTTE:
        return _("payée par votre cagnotte")
    if not basket.is_debited:
        return _("à retirer au stand")
    return _to_bring(basket) if to_pay else _("rien à payer")


def _to_bring(basket: Basket) -> str:
    return str(TO_BRING[Means(basket.means)]) if basket.means else _("à régler au stand")


def cagnotte_sentence(left: Money) -> str:
    """A cagnotte is told as it is, later orders paid."""
    if left < Money(0):
        return _("Votre cagnotte est passée sous zéro : vous devez %(owed)s au groupe.") % {
            "owed": formats.euros(-left)
        }
    return _("Il reste %(left)s sur votre cagnotte.") % {"left": formats.euros(left)}


def _order_text(
    basket: Basket,
    lines: Sequence[OrderLine],
    to_pay: Money,
    settings: PaymentSettings | None,
    left: Money,
    by: User | None,
    at: datetime,
) -> str:
    text = [
        _("Bonjour %(name)s,") % {"name": basket.membership.people[0].first_name},
        "",
        *([_("%(name)s a enregistré cette commande pour vous.") % {"name": by.full_name}, ""] if by else []),
        _when_and_where(basket.distribution),
        "",
        *basket_lines(basket, lines),
        "",
    ]
    if basket.means == Means.CAGNOTTE:
        text.append(cagnotte_sentence(left))
    elif basket.means and settings:
        text.append(_how_to_pay(basket, to_pay, settings))
    elif to_pay:
        text.append(_("Vous réglerez %(amount)s au stand.") % {"amount": formats.euros(to_pay)})
    if any(line.is_unweighed for line in lines):
        text.append(_("Des produits seront pesés\u202f: le montant définitif sera celui de la pesée."))
    text.append(_until_when(basket.distribution, at))
    return "\n".join(text)


def _until_when(distribution: Distribution, at: datetime) -> str:
    if at >= distribution.orders_close_at:
        return _("Les commandes sont closes\u202f: pour un changement, écrivez à la coordination du groupe.")
    closing = {"closing": formats.datetime_short(distribution.orders_close_at)}
    return _("Vous pouvez changer votre commande jusqu’au %(closing)s.") % closing


def _when_and_where(distribution: Distribution) -> str:
    return _("%(day)s, %(start)s – %(end)s, %(place)s.") % {
        "day": formats.day_long(distribution.day).capitalize(),
        "start": formats.hour(distribution.starts_at),
        "end": formats.hour(distribution.ends_at),
        "place": distribution.place.name,
    }


def _how_to_pay(basket: Basket, to_pay: Money, settings: PaymentSettings) -> str:
    name = basket.membership.group.name
    said = {
        "amount": formats.euros(to_pay),
        "payee": settings.cheque_payee or name,
        "transfer": _transfer(basket, to_pay, settings),
    }
    sentences = {
        Means.CHEQUE: _("Apportez un chèque de %(amount)s à l’ordre de %(payee)s."),
        Means.CASH: _("Apportez %(amount)s en espèces."),
        Means.TRANSFER: _("Virement à faire\u202f: %(transfer)s."),
        Means.TERMINAL: _("Vous paierez %(amount)s par carte, au stand."),
        Means.ONLINE: _("À payer par carte en ligne, avant la clôture\u202f: %(amount)s, depuis votre commande."),
    }
    return (
        sentences[Means(basket.means)] % said if to_pay else _("Rien à payer\u202f: votre avoir couvre cette commande.")
    )


def _transfer(basket: Basket, to_pay: Money, settings: PaymentSettings) -> str:
    transfer = transfer_to_make(settings, reference_of(basket), to_pay)
    return transfer.in_a_sentence if transfer else formats.euros(to_pay)


def basket_lines(basket: Basket, lines: Iterable[OrderLine | OrderedLine]) -> list[str]:
    ordered = [
        f"- {line.quantity} × {line.product_name}\u202f: {formats.euros(line.total)}" for line in lines if line.quantity
    ]
    return [*ordered, _("Total\u202f: %(total)s") % {"total": formats.euros(basket.total)}]
