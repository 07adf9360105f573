"""What is shown of one account around its history: where the member stands, since when, and what was announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.distributions.standing import Standing, standing
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.means import Means
from cabas.prepared import prepared
from cabas.treasury.ages import DebtAge, debt_age
from cabas.ui.formats import day_short, euros

OWES = "doit"
NOTHING = Money(0)
ANNOUNCED: dict[str, Any] = {
    Means.CHEQUE: gettext_lazy("chèque annoncé"),
    Means.CASH: gettext_lazy("espèces annoncées"),
    Means.TRANSFER: gettext_lazy("virement annoncé"),
    Means.TERMINAL: gettext_lazy("carte annoncée"),
    Means.ONLINE: gettext_lazy("carte en ligne à payer"),
}


@dataclass(frozen=True)
class Position:
    """Where a member stands now. `announced` are their baskets whose means still stands."""

    at: datetime
    balance: Money
    standing: Standing
    announced: Sequence[Basket]
    has_cagnotte: bool
    age: DebtAge | None = None

    @property
    def proposed(self) -> Money:
        """What a payment would be: what is owed; where nothing is, what was announced."""
        return self.standing.amount if self.balance < NOTHING else NOTHING

    @property
    def avoir(self) -> Money:
        return max(NOTHING, self.balance)

    @property
    def owes(self) -> bool:
        return self.standing.state == OWES

    @property
    def announced_lines(self) -> list[str]:
        """« Commande du jeu. 26 nov. : 18,60 €, espèces annoncées »: what is due of each, never its total."""
        return [_announced_line(basket) for basket in self.announced if not due(basket).is_zero]

    @property
    def since(self) -> str:
        """« depuis le jeu. 12 nov. »; nothing where nobody owes."""
        if self.age is None:
            return ""
        said = _("depuis le %(day)s") if self.age.is_exact else _("depuis avant le %(day)s")
        return said % {"day": day_short(self.age.day)}

    def after(self, effect: Money) -> Standing:
        """Where the member would stand after this much more, or less, on the account."""
        return standing(self.balance + effect, self.announced, has_cagnotte=self.has_cagnotte, at=self.at)


def position_of(member: Membership, *, at: datetime, with_age: bool = False) -> Position:
    """The position of a member whose account was just read, with the settings of its group.

    One statement; with the age of a debt, one or two more.
    """
    announced = _announced(member.pk)
    balance = member.account.balance
    has_cagnotte = has_cagnottes(getattr(member.group, "payment_settings", None))
    here = standing(balance, announced, has_cagnotte=has_cagnotte, at=at)
    age = debt_age(member.account_id) if with_age and here.state == OWES else None
    return Position(at, balance, here, announced, has_cagnotte, age)


@prepared
def _announced(member: int) -> "QuerySet[Basket]":
    baskets = Basket.objects.filter(membership=member).announced().with_amounts()
    return baskets.select_related("distribution").order_by("distribution__starts_at")


def _announced_line(basket: Basket) -> str:
    return _("Commande du %(day)s\u202f: %(due)s, %(announced)s") % {
        "day": day_short(basket.distribution.day),
        "due": euros(due(basket).due),
        "announced": ANNOUNCED.get(basket.means, _("annoncé")),
    }
