"""A distribution is deleted only while nobody has ordered anything for it: what was posted keeps its evening."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.drafts import drop_drafts
from cabas.distributions.models import Distribution, Draft
from cabas.distributions.planning import locked


class HasOrders(Exception):
    """Something is ordered for this distribution."""

    def __init__(self, basket_count: int) -> None:
        self.basket_count = basket_count

    def __str__(self) -> str:
        return ngettext(
            "%(count)s panier est commandé pour cette distribution\u202f: elle ne se supprime pas. "
            "Changez plutôt son jour.",
            "%(count)s paniers sont commandés pour cette distribution\u202f: elle ne se supprime pas. "
            "Changez plutôt son jour.",
            self.basket_count,
        ) % {"count": self.basket_count}


class HasHistory(Exception):
    """Nothing is ordered any more, but baskets were, or it was validated once: the accounts tell of it."""

    def __str__(self) -> str:
        return _(
            "Des paniers ont été commandés puis vidés, ou cette distribution a été validée\u202f: les comptes en "
            "gardent la trace, elle ne se supprime pas. Changez plutôt son jour."
        )


@transaction.atomic
def call_off(distribution: Distribution) -> None:
    """Delete a distribution, with the catalogs that take part and the drafts of its members.

    Raises `HasOrders`, `HasHistory`, `DistributionValidated`.
    """
    here = locked(distribution)
    require_no_history(here)
    drop_drafts(Draft.objects.filter(distribution=here))
    here.delete()


def require_no_history(distribution: Distribution) -> None:
    """May it be deleted? Raises `HasOrders`, `HasHistory`."""
    if ordered := distribution.baskets.not_empty().count():
        raise HasOrders(ordered)
    if distribution.baskets.exists() or distribution.validations.exists():
        raise HasHistory
