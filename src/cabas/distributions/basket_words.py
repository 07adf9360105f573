"""What is said of a basket in a list, in words: what is in it, what is to pay for it, where it is."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from cabas.distributions.basket_list import ListedBasket, ListedLine, Weighing
from cabas.distributions.models import Distribution
from cabas.payments.means import Means
from cabas.ui import formats


@dataclass(frozen=True)
class Words:
    """What is said of many baskets, translated once."""

    waiting: str  # where a basket is that was not handed out
    absent: str = field(default_factory=lambda: _("absent"))
    served: str = field(default_factory=lambda: _("servi"))
    paid: str = field(default_factory=lambda: _("réglé %(amount)s"))
    remainder: str = field(default_factory=lambda: _("reste %(amount)s"))
    credit_used: str = field(default_factory=lambda: _("avoir utilisé"))
    cagnotte: str = field(default_factory=lambda: _("cagnotte"))
    not_delivered: str = field(default_factory=lambda: _("(non livré)"))
    means: dict[str, str] = field(default_factory=lambda: {one.value: str(one.label).lower() for one in Means})

    def products(self, basket: ListedBasket) -> list[str]:
        """« Panier de légumes, 2 Pain, Tomme de brebis ≈ 240 g », cut after what waits for the scales."""
        parts, words = [], []
        for line in basket.lines:
            words.append(self.line(line))
            if line.weighing == Weighing.AWAITED:
                parts.append(", ".join(words))
                words = [""]
        return [*parts, ", ".join(words)]

    def line(self, line: ListedLine) -> str:
        """« 2 Pain », « Tomme de brebis ≈ 240 g »."""
        said = line.product if line.quantity == 1 else f"{line.quantity}{formats.NO_BREAK}{line.product}"
        match line.weighing:
            case Weighing.NOT_DELIVERED:
                return f"{said} {self.not_delivered}"
            case Weighing.AWAITED:
                return f"{said} {formats.about(formats.grams(line.said_grams))}"
            case Weighing.DONE:
                return f"{said} {formats.grams(line.said_grams)}"
        return said

    def to_pay(self, basket: ListedBasket) -> str:
        """What is still due for it, « réglé » with what was received, or nothing to say."""
        if basket.due:
            due = formats.euros(basket.due)
            due = formats.about(due) if basket.is_about else due
            return self.remainder % {"amount": due} if basket.paid else due
        if basket.paid:
            return self.paid % {"amount": formats.euros(basket.paid)}
        if basket.due is None or not basket.total:
            return ""
        return self.cagnotte if basket.means == Means.CAGNOTTE else self.credit_used

    def announced(self, basket: ListedBasket) -> str:
        """« chèque », as long as it is announced and something is due."""
        return self.means[basket.means] if basket.due and basket.is_announced and basket.means else ""

    def state(self, basket: ListedBasket) -> str:
        if basket.absent_at:
            return self.absent
        return self.served if basket.served_at else self.waiting


def words_of(distribution: Distribution, at: datetime) -> Words:
    """The words for the baskets of this distribution."""
    return Words(_("à servir") if distribution.has_started(at) else _("commandé"))
