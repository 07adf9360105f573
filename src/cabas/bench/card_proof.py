"""What the provider was paid and what the books hold are the same: each payment once, on the account of who paid it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cabas.bench.card_group import SLUG
from cabas.distributions.models import Receipt
from cabas.groups.chart import Kind
from cabas.groups.models import Group
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.payments.online.models import OnlinePayment, State


def faults(members: Mapping[str, int], provider: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """`members`: who paid on each page; `provider`: what it says of each page. One sentence for each difference."""
    group = Group.objects.get(slug=SLUG)
    said = {(member, page, provider[page]["amount"]) for page, member in members.items() if page in provider}
    yield from (f"Payé sur {page}, que le prestataire ne connaît pas" for page in members.keys() - provider.keys())
    yield from (f"Payé chez le prestataire sur {page}, par personne" for page in provider.keys() - members.keys())
    yield from _differences("la page, le membre, le montant", said, _settled(group))
    kept = Counter((payment.membership.number, payment.amount.cents) for payment in _payments(group))
    yield from _differences("paiements d’un membre", Counter((who, cents) for who, _page, cents in said), kept)
    receipts = Counter(Receipt.objects.filter(group_id=group.pk).values_list("payment__membership__number", flat=True))
    yield from _differences("reçus d’un membre", Counter(who for who, _page, _cents in said), receipts)
    mails = Counter(OutgoingMail.objects.filter(group=group, kind="E14").values_list("membership__number", flat=True))
    yield from _differences("messages à un membre", Counter(who for who, _page, _cents in said), mails)
    yield from _balances(group)
    charges = sum(one["charges"] for one in provider.values())
    received = sum(cents for _who, _page, cents in said)
    held = [-group.account(kind).balance.cents for kind in (Kind.ONLINE_PROVIDER, Kind.PROVIDER_CHARGES)]
    if held != [received - charges, charges]:
        yield f"Chez le prestataire, et ses frais : {held} centimes, et non {[received - charges, charges]}"


def _settled(group: Group) -> set[tuple[int, str, int]]:
    found = OnlinePayment.objects.filter(group=group, state=State.PAID).select_related("membership")
    return {(one.membership.number, one.session_id, (one.received or Money(0)).cents) for one in found}


def _payments(group: Group) -> Iterator[Payment]:
    yield from Payment.objects.filter(group=group).select_related("membership")


def _balances(group: Group) -> Iterator[str]:
    for member in group.memberships.select_related("account"):
        if member.account.balance:
            yield f"Le compte du membre {member.number} n’est pas à zéro : {member.account.balance}"


def _differences(what: str, said: Any, kept: Any) -> Iterator[str]:
    """Either way: what should be there and is not, what is there and should not be. Of sets, or of counted things."""
    yield from (f"Manque ({what}) : {one}" for one in said - kept)
    yield from (f"En trop ({what}) : {one}" for one in kept - said)
