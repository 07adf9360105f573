"""Each payment received has a receipt, whose number never changes: the year it was written, and its operation's number.

A payment that was taken back keeps its receipt, which says so.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.models import Basket, OrderLine
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.papers.heads import Head, head_of
from cabas.payments.explaining import title_of
from cabas.payments.means import BY_MEANS
from cabas.payments.models import Payment
from cabas.payments.reasons import worded
from cabas.ui.elision import of
from cabas.ui.formats import about, day_of_year, euros, grams, hour

WITH = (
    "transaction__reversed_by",
    "replaces__transaction",
    "replaced_by__transaction",
    "returned",
    "recorded_by",
    "receipt__basket__distribution",
    "online__checkout__basket__distribution",
)


@dataclass(frozen=True)
class Fact:
    """A line of a receipt: « Reçu le », « jeudi 26 novembre 2026 »."""

    label: str
    value: str


@dataclass(frozen=True)
class Item:
    """A line of the basket that was paid: « 1 × Tomme de brebis, 220 g »."""

    label: str
    amount: Money


@dataclass(frozen=True)
class ReceiptPaper:
    """What a receipt says. `cancelled`: when and why the payment was taken back; nothing while it stands.

    `basket`: for which the money came, with its `items` as they are now; nothing where it came to the account.
    """

    payment: Payment
    head: Head
    number: str
    sentence: str
    facts: list[Fact]
    cancelled: str
    basket: Basket | None
    items: list[Item]

    @property
    def title(self) -> str:
        return _("Reçu n° %(number)s") % {"number": self.number}

    @property
    def file_name(self) -> str:
        """Without its extension."""
        return f"recu-{self.number}"


def receipt_of(member: Membership, operation: int) -> ReceiptPaper:
    """The receipt of the payment that is this operation of the group. Raises `Payment.DoesNotExist`. Three statements.

    The member must be fetched `with_people`, with its group.
    """
    payments = Payment.objects.filter(membership=member, transaction__number=operation)
    payment = payments.select_related(*WITH).get()
    basket = _basket(payment)
    return ReceiptPaper(
        payment=payment,
        head=head_of(member),
        number=number_of(payment),
        sentence=_sentence(payment, member),
        facts=_facts(payment, basket),
        cancelled=_cancelled(payment),
        basket=basket,
        items=[_item(line) for line in basket.lines.all() if line.quantity] if basket else [],
    )


def number_of(payment: Payment) -> str:
    """« 2026-0412 »: neither the year of writing nor the number of an operation ever changes."""
    return f"{local_date(payment.recorded_at).year}-{payment.transaction.number:04d}"


def _sentence(payment: Payment, member: Membership) -> str:
    return _("Reçu %(of_name)s, %(by_means)s") % {
        "of_name": of(member.full_name or member.name),
        "by_means": BY_MEANS[payment.means],
    }


def _facts(payment: Payment, basket: Basket | None) -> list[Fact]:
    facts = [
        Fact(_("Reçu le"), day_of_year(payment.received_on)),
        Fact(_("Moyen"), title_of(payment)),
        Fact(_("Montant"), euros(payment.amount)),
        Fact(_("Pour"), _purpose(basket)),
    ]
    if payment.note:
        facts.append(Fact(_("Note"), payment.note))
    facts.append(Fact(_("Enregistré"), _recorded(payment)))
    facts.append(Fact(_("Opération"), _("n° %(number)s du journal") % {"number": payment.transaction.number}))
    if payment.replaces is not None:
        facts.append(Fact(_("Remplace"), _("le reçu n° %(number)s") % {"number": number_of(payment.replaces)}))
    return facts


def _basket(payment: Payment) -> Basket | None:
    """For which basket the money came, at the stand or on the provider's page."""
    receipt = getattr(payment, "receipt", None)
    if receipt is None:
        receipt = getattr(getattr(payment, "online", None), "checkout", None)
    basket: Basket | None = getattr(receipt, "basket", None)
    return basket


def _item(line: OrderLine) -> Item:
    label = f"{line.quantity} × {line.product_name}"
    if line.is_missing:
        return Item(_("%(item)s (non livré)") % {"item": label}, line.total)
    if line.is_weighed:
        weight = grams(line.estimated_grams) if line.grams is None else grams(line.grams)
        label = f"{label}, {about(weight) if line.is_unweighed else weight}"
    return Item(label, line.total)


def _purpose(basket: Basket | None) -> str:
    if basket is None:
        return _("le compte du membre dans le groupe")
    said = {"number": basket.number, "day": day_of_year(basket.distribution.day)}
    return _("panier n° %(number)s de la distribution du %(day)s") % said


def _recorded(payment: Payment) -> str:
    said = {"day": day_of_year(local_date(payment.recorded_at)), "hour": hour(payment.recorded_at)}
    when = _("le %(day)s à %(hour)s") % said
    if payment.recorded_by is None:
        return when
    return _("par %(name)s, %(when)s") % {"name": payment.recorded_by.full_name, "when": when}


def _cancelled(payment: Payment) -> str:
    transaction = payment.transaction
    if not transaction.is_reversed:
        return ""
    undoing = transaction.reversed_by
    why = _("rejeté par la banque") if getattr(payment, "returned", None) else worded(undoing.memo)
    words = [_("Ce paiement a été annulé le %(day)s") % {"day": day_of_year(local_date(undoing.recorded_at))}]
    if why:
        words.append(f"\u202f: {why}")
    if (again := getattr(payment, "replaced_by", None)) is not None:
        words.append(_(". Le reçu n° %(number)s le remplace") % {"number": number_of(again)})
    return "".join(words) + "."
