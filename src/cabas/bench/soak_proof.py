"""What the volunteers were answered and what the books hold are the same: no act lost, none doubled."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cabas.bench.soak_group import SLUG
from cabas.distributions.models import Basket, OrderLine, Receipt
from cabas.groups.models import Group
from cabas.ledger.models import Act
from cabas.money import Money

ORDERED = "order for"
Noted = Mapping[str, Any]


def faults(visits: Sequence[Mapping[str, Any]], noted: Sequence[Noted]) -> Iterator[str]:
    """`visits`: what was to be done, each basket once; `noted`: what was answered. One sentence for each difference."""
    group = Group.objects.get(slug=SLUG)
    yield from _refusals(visits, noted)
    yield from _acts(group, noted)
    yield from _baskets(group, visits)


def _refusals(visits: Sequence[Mapping[str, Any]], noted: Sequence[Noted]) -> Iterator[str]:
    """Only a basket that two asked for may be refused, once, to the one who came second."""
    refused = Counter(one["basket"] for one in noted if one["outcome"] == "refused")
    for visit in visits:
        expected = int(visit["is_contested"])
        if refused[visit["basket"]] != expected:
            yield f"Panier {visit['basket']} : {refused[visit['basket']]} refus, attendu {expected}"
    names = {one["refusal"] for one in noted if one["outcome"] == "refused"} - {"AlreadySettled"}
    yield from (f"Refus inattendu : {name}" for name in sorted(names))
    others = {one["outcome"] for one in noted} - {"done", "refused"}
    yield from (f"Réponse inattendue : {outcome}" for outcome in sorted(others))


def _acts(group: Group, noted: Sequence[Noted]) -> Iterator[str]:
    """Each act that was answered is in the book under its key; there is none besides."""
    kept = set(Act.objects.filter(book=group.book_id).exclude(kind=ORDERED).values_list("key", flat=True))
    done = [one["key"] for one in noted if one["outcome"] == "done"]
    yield from (f"Acte perdu : {key}" for key in set(done) - kept)
    yield from (f"Acte que personne n’a fait : {key}" for key in kept - set(done))


def _baskets(group: Group, visits: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What was received for each, its weight, who is served, and what is left on the account."""
    received: dict[int, Counter[tuple[str, int]]] = defaultdict(Counter)
    for receipt in Receipt.objects.live().filter(group=group).select_related("payment", "basket"):
        received[receipt.basket.number][receipt.payment.means, receipt.payment.amount.cents] += 1
    grams = dict(OrderLine.objects.filter(group=group, is_weighed=True).values_list("basket__number", "grams"))
    baskets = Basket.objects.filter(group=group).with_amounts().select_related("membership__account")
    found = {basket.number: basket for basket in baskets}
    for visit in visits:
        number, basket = visit["basket"], found[visit["basket"]]
        paid = Counter((means, cents) for means, cents in visit["paid"])
        if received[number] != paid:
            yield f"Panier {number} : reçu {dict(received[number])}, attendu {dict(paid)}"
        if grams[number] != visit["grams"]:
            yield f"Panier {number} : {grams[number]} g, attendu {visit['grams']} g"
        if basket.served_at is None:
            yield f"Panier {number} : pas servi"
        balance = Money(sum(cents for _means, cents in visit["paid"])) - basket.total
        if basket.membership.account.balance != balance:
            yield f"Panier {number} : solde {basket.membership.account.balance}, attendu {balance}"
