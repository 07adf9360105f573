"""Why an act on a basket is refused, each by its name, with the sentence that people read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.models import Basket, Distribution
from cabas.ui import formats


class OrdersClosed(Exception):
    """Members cannot order for this distribution now."""

    def __init__(self, distribution: Distribution) -> None:
        self.distribution = distribution

    def __str__(self) -> str:
        return _("Les commandes du %(day)s sont closes depuis %(closing)s.") % {
            "day": formats.day_long(self.distribution.day),
            "closing": formats.datetime_short(self.distribution.orders_close_at),
        }


@dataclass(frozen=True)
class ClosedLine:
    """A product of which nothing is ordered now, its catalog being closed: `ordered` is how many stay ordered."""

    product_id: int
    product_name: str
    ordered: int
    opens_at: datetime
    closes_at: datetime

    def said(self, at: datetime) -> str:
        if at < self.opens_at:
            said = {"product": self.product_name, "opening": formats.datetime_short(self.opens_at)}
            return _("%(product)s\u202f: les commandes ouvrent %(opening)s.") % said
        said = {"product": self.product_name, "closing": formats.datetime_short(self.closes_at)}
        return _("%(product)s\u202f: les commandes sont closes depuis %(closing)s.") % said


class CatalogClosed(Exception):
    """Some of what is wanted is of a catalog that is closed: what was ordered of it stays as it is."""

    def __init__(self, lines: Sequence[ClosedLine], at: datetime) -> None:
        self.lines, self.at = lines, at

    @property
    def sentences(self) -> list[str]:
        return [line.said(self.at) for line in self.lines]

    def __str__(self) -> str:
        return " ".join(self.sentences)


class ProductNotOffered(Exception):
    """The product is not in a catalog that takes part, or is not proposed any more."""

    def __str__(self) -> str:
        return _("Ce produit n’est pas proposé pour cette distribution.")


class NothingOrdered(Exception):
    """An empty basket of a household that has ordered nothing yet."""

    def __str__(self) -> str:
        return _("Votre panier est vide\u202f: il n’y a rien à commander.")


class BasketOfNothing(Exception):
    """A basket is opened for a household with at least one product."""

    def __str__(self) -> str:
        return _("Ce panier est vide\u202f: mettez-y au moins un produit. Rien n’a été enregistré.")


class HouseholdLeft(Exception):
    """Nothing is opened for a household that has left the group: it would owe what nobody asks of it."""

    def __str__(self) -> str:
        return _("Ce foyer a quitté le groupe\u202f: rien n’a été enregistré.")


class MeansNotAccepted(Exception):
    """The group does not accept this means of payment."""

    def __str__(self) -> str:
        return _("Choisissez comment vous réglerez, parmi les moyens proposés.")


class MeansNotTaken(Exception):
    """The same, said to whoever takes a payment or orders for a member."""

    def __str__(self) -> str:
        return _("Le groupe n’accepte pas ce moyen de paiement\u202f: choisissez-en un parmi ceux proposés.")


class StaleBasket(Exception):
    """The page shows an older version than what is saved: by the other adult, from another tab, or at the stand.

    `is_draft_stale`: the basket was changed after the draft was begun; what is saved is the basket, without the draft.
    """

    def __init__(
        self,
        shown: Mapping[int, int],
        saved: Mapping[int, int],
        basket: Basket | None,
        *,
        is_draft_stale: bool = False,
    ) -> None:
        self.shown, self.saved, self.basket, self.is_draft_stale = shown, saved, basket, is_draft_stale

    def __str__(self) -> str:
        return _("Ce panier a changé depuis l’ouverture de cette page. Rien n’a été enregistré.")


@dataclass(frozen=True)
class Shortage:
    product_id: int
    product_name: str
    wanted: int
    remaining: int

    def __str__(self) -> str:
        if not self.remaining:
            return _("%(product)s\u202f: il n’en reste plus.") % {"product": self.product_name}
        return ngettext(
            "%(product)s\u202f: il n’en reste que %(count)s.",
            "%(product)s\u202f: il n’en reste que %(count)s.",
            self.remaining,
        ) % {"product": self.product_name, "count": self.remaining}


class StockGone(Exception):
    """Some of what is wanted was taken meanwhile. The rest of the basket is kept, what remains of these too."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        self.shortages = shortages

    @property
    def sentences(self) -> list[str]:
        return [str(shortage) for shortage in self.shortages]

    def __str__(self) -> str:
        return " ".join(self.sentences)


class DistributionValidated(Exception):
    """A validated distribution is not changed: its validation is undone first."""

    def __str__(self) -> str:
        return _(
            "Cette distribution est validée\u202f: rien n’a été enregistré. "
            "Une personne à l’administration peut la dévalider."
        )


class DistributionCancelled(DistributionValidated):
    """Nor is one that was cancelled, and that for good."""

    def __str__(self) -> str:
        return _("Cette distribution est annulée\u202f: rien n’a été enregistré.")


class AlreadySettled(Exception):
    """Somebody took the payment of this basket already."""

    def __init__(self, basket: Basket, by: str, amount: str, at: str) -> None:
        self.basket, self.by, self.amount, self.at = basket, by, amount, at

    def __str__(self) -> str:
        return _("%(by)s a déjà encaissé %(amount)s pour ce panier à %(at)s. Rien n’a été enregistré deux fois.") % {
            "by": self.by,
            "amount": self.amount,
            "at": self.at,
        }


class ReceiptStands(Exception):
    """Money was received for this basket: it is not un-served before that is taken back."""

    def __str__(self) -> str:
        return _("Un paiement a été encaissé pour ce panier\u202f: annulez d’abord l’encaissement.")


class NotStarted(Exception):
    """What is said of the baskets after a distribution is not said before it has started."""

    def __str__(self) -> str:
        return _("Cette distribution n’a pas encore commencé\u202f: rien n’a été enregistré.")


class AbsenceStands(Exception):
    """The member was said absent: that is taken back before the basket is weighed or changed."""

    def __str__(self) -> str:
        return _("Ce panier est noté absent\u202f: annulez d’abord l’absence. Rien n’a été enregistré.")


class AlreadyServed(Exception):
    """Somebody handed the basket out meanwhile: its member is not absent."""

    def __str__(self) -> str:
        return _("Ce panier a été servi entre-temps. Rien n’a été enregistré.")


class AmountsChanged(Exception):
    """The page showed other baskets or another sum than what is now to be confirmed."""

    def __str__(self) -> str:
        return _(
            "Les paniers ont changé depuis l’ouverture de cette page. "
            "Rien n’a été enregistré\u202f: vérifiez les montants."
        )


class StandStillOpen(Exception):
    """All is not received together while baskets are being handed out one by one."""

    def __str__(self) -> str:
        return _(
            "Le stand sert encore les paniers\u202f: rien n’a été enregistré. "
            "«\u202fTout servi et reçu\u202f» revient à la fin de la distribution."
        )


class PassageSold(Exception):
    """What was sold to somebody without an account is paid: it is undone as a whole, and sold again."""

    def __str__(self) -> str:
        return _("Une vente de passage ne se change pas\u202f: annulez-la, puis vendez de nouveau.")


class NothingToTakeBack(Exception):
    """What is to be undone was not done here."""

    def __str__(self) -> str:
        return _("Il n’y a rien à annuler ici\u202f: rien n’a été enregistré.")
