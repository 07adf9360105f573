"""The ways out of a balance as cards of one page, and what comes of the one that was sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.groups.models import Membership
from cabas.households.forms import SettleForm
from cabas.households.receivers import NobodyOfThisName
from cabas.households.settling import BalanceMoved, NotThisWay, Settlement, Way, settle, ways_of
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.payments.giving import GivenToThemselves
from cabas.payments.means_by_hand import means_by_hand
from cabas.payments.reasons import ReasonMissing
from cabas.treasury.finding import NobodyFound, SeveralFound
from cabas.ui.formats import euros
from cabas.ui.toasts import toast

UNFIT = 422
REFUSALS = (
    BalanceMoved,
    GivenToThemselves,
    LedgerRefusal,
    NobodyFound,
    NobodyOfThisName,
    NotThisWay,
    ReasonMissing,
    SeveralFound,
)


@dataclass(frozen=True)
class Out:
    """One way out: its words, its form, and what its button says."""

    title: str
    form: SettleForm
    button: str

    @property
    def is_open(self) -> bool:
        return self.form.is_bound


def outs(member: Membership, balance: Money, allowed: Sequence[Way], sent: SettleForm | None = None) -> list[Out]:
    """Each way out of this balance that is allowed; the one that was refused as it was sent.

    The household is fetched with the settings of its group.
    """
    ways = [way for way in ways_of(balance) if way in allowed]
    means = means_by_hand(getattr(member.group, "payment_settings", None))
    return [
        Out(
            title,
            sent if sent is not None and sent.shown_way == way else _proposed(way, balance, means),
            button % {"amount": euros(abs(balance))},
        )
        for way in ways
        for title, button in [_words()[way]]
    ]


def sent_way(request: GroupRequest, member: Membership, allowed: Sequence[Way]) -> SettleForm | None:
    """The form that was posted; None where no way out was."""
    said = request.POST.get("way", "")
    if said not in [way.value for way in allowed]:
        return None
    means = means_by_hand(getattr(member.group, "payment_settings", None))
    return SettleForm(request.POST, way=Way(said), means=means)


def settled(request: GroupRequest, member: Membership, form: SettleForm, find: Callable[[str], Membership]) -> int:
    """Do what was sent: 0 where it is done, else the status of the refusal, which the form says."""
    if not form.is_valid():
        return UNFIT
    said: dict[str, Any] = form.cleaned_data
    try:
        receiver = find(said["receiver"]) if form.shown_way == Way.TO_MEMBER else None
        more = {"means": said.get("means", ""), "receiver": receiver, "reason": said.get("reason", "")}
        chosen = Settlement(form.shown_way, Money(said["balance"]), **more)
        settle(member, chosen, key=said["key"], by=request.user, at=now())
    except REFUSALS as refusal:
        member.account.refresh_from_db(fields=["balance"])
        form.renew(member.account.balance)
        return form.refuse(refusal)
    toast(request, _("C’est enregistré\u202f: le solde est à 0. Il reste à confirmer le départ."))
    return 0


def _proposed(way: Way, balance: Money, means: Sequence[Any]) -> SettleForm:
    return SettleForm(initial={"way": way.value, "balance": balance.cents}, way=way, means=means)


def _words() -> dict[Way, tuple[str, str]]:
    return {
        Way.PAYMENT: (_("Le paiement est reçu"), _("Recevoir %(amount)s")),
        Way.ABANDONED: (_("Le groupe abandonne cette dette"), _("Abandonner %(amount)s")),
        Way.REFUND: (_("Le groupe rembourse"), _("Rembourser %(amount)s")),
        Way.TO_MEMBER: (_("Un don à un autre membre"), _("Donner %(amount)s à ce membre")),
        Way.TO_GROUP: (_("Un don au groupe"), _("Donner %(amount)s au groupe")),
    }
