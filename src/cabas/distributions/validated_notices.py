"""E13: what members are told once a distribution is validated, where their basket or balance is worth a mail."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from cabas.distributions.models import Basket, Distribution, OrderLine
from cabas.distributions.notices import OrderedLine, basket_lines, cagnotte_sentence
from cabas.groups.models import Adult
from cabas.mail.models import OutgoingMail
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.means import Means
from cabas.ui import formats
from cabas.ui.language import in_french

KIND = "E13"


@in_french
def basket_validated(baskets: Iterable[Basket], *, at: datetime) -> None:
    """E13: validated; told to those whose basket differs from their order, or whose balance is not zero.

    The balance told leaves later baskets out: these are not asked for yet; a cagnotte is told where it is below zero,
    for it is hardly ever at zero. The baskets, all of one distribution, must be fetched `with_amounts` and their
    household; the adults and lines of those that are told are fetched here, in two statements. Validated again, a
    household is told what is not what it was told last.
    """
    told = [basket for basket in baskets if _is_worth_telling(basket)]
    if not told:
        return
    prefetch_related_objects(told, Prefetch("membership__adults", Adult.objects.select_related("person")))
    lines = _lines_by_basket(told)
    for basket in told:
        basket.membership.group = basket.distribution.group
    letters = [_validated_letter(basket, lines[basket.pk]) for basket in told if basket.membership.people]
    before = _told_before(told)
    queue([letter for letter in letters if before.get(letter.membership.pk) != letter.body], at=at)


def _told_before(baskets: Sequence[Basket]) -> Mapping[int, str]:
    """What each of these households was told last of this distribution. One statement."""
    here, members = baskets[0].distribution, [basket.membership_id for basket in baskets]
    mails = OutgoingMail.objects.filter(membership__in=members, kind=KIND, queued_at__gte=here.starts_at)
    rows, said = mails.order_by("pk").values_list("membership", "body"), _closed(here)
    return {membership: body for membership, body in rows if said in body}


def _closed(distribution: Distribution) -> str:
    return _("la distribution du %(day)s est close.") % {"day": formats.day_long(distribution.day)}


def _lines_by_basket(baskets: Sequence[Basket]) -> Mapping[int, list[OrderedLine]]:
    """The lines of these baskets, of which each has some or none. One statement."""
    lines: dict[int, list[OrderedLine]] = defaultdict(list)
    ordered = OrderLine.objects.filter(basket__in=[basket.pk for basket in baskets]).order_by("pk")
    for basket, *line in ordered.values_list("basket", *OrderedLine._fields):
        lines[basket].append(OrderedLine._make(line))
    return lines


def _is_worth_telling(basket: Basket) -> bool:
    if basket.total != basket.ordered_total or basket.forgiven:
        return True
    return basket.balance < Money(0) if basket.means == Means.CAGNOTTE else bool(_balance(basket))


def _balance(basket: Basket) -> Money:
    return basket.balance + basket.later_total


def _validated_letter(basket: Basket, ordered: Sequence[OrderedLine]) -> Letter:
    lines = [
        _("Bonjour %(name)s,") % {"name": basket.membership.people[0].first_name},
        "",
        _closed(basket.distribution),
        "",
        *basket_lines(basket, ordered),
    ]
    if basket.forgiven:
        given_back = {"amount": formats.euros(basket.forgiven)}
        lines.append(_("Votre panier a été annulé\u202f: %(amount)s sont rendus à votre compte.") % given_back)
    is_cagnotte = basket.means == Means.CAGNOTTE
    lines += ["", cagnotte_sentence(basket.balance) if is_cagnotte else balance_sentence(_balance(basket))]
    return Letter(basket.membership, KIND, _validated_subject(basket, ordered), "\n".join(lines))


def _validated_subject(basket: Basket, ordered: Sequence[OrderedLine]) -> str:
    said = {
        "day": formats.ordinal(str(basket.distribution.day.day)),
        "total": formats.euros(basket.total),
        "ordered": formats.euros(basket.ordered_total),
    }
    if basket.forgiven:
        return _("Votre panier du %(day)s est annulé") % said
    if basket.total == basket.ordered_total:
        return _("Votre panier du %(day)s\u202f: %(total)s") % said
    subject = _("Votre panier du %(day)s\u202f: %(total)s au lieu de %(ordered)s") % said
    was_weighed = any(line.grams is not None for line in ordered)
    return subject + _(" après pesée") if was_weighed else subject


def balance_sentence(balance: Money) -> str:
    if balance > Money(0):
        return _("Vous avez un avoir de %(amount)s, utilisé pour votre prochaine commande.") % {
            "amount": formats.euros(balance)
        }
    if balance < Money(0):
        return _("Il reste %(amount)s à régler, au stand ou auprès de la trésorerie.") % {
            "amount": formats.euros(-balance)
        }
    return _("Votre compte est à jour\u202f: 0,00\u00a0€.")
