"""The sum that validating confirms, term by term, as it is drawn and said: the terms add up to the total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cabas.distributions.summing_up import Summary
from cabas.money import Money
from cabas.payments.means import Means

NOTHING = Money(0)
RECEIVED = {
    Means.CHEQUE: ("f-cheque", gettext_lazy("Chèques")),
    Means.CASH: ("f-especes", gettext_lazy("Espèces")),
    Means.TERMINAL: ("f-carte", gettext_lazy("Carte")),
    Means.TRANSFER: ("f-virement", gettext_lazy("Virements reçus")),
    Means.ONLINE: ("f-en-ligne", gettext_lazy("Cartes en ligne")),
}
BAR_WIDTH = 100


@dataclass(frozen=True)
class Part:
    """A term of the sum: its drawing (`swatch`), its words, its amount, and where it stands in the bar."""

    swatch: str
    words: str
    amount: Money
    x: str = ""
    width: str = ""


def parts_of(summary: Summary, received: Mapping[str, Money]) -> list[Part]:
    """The terms of the sum: they add up to the total. `received`, by means, is what `summary` received."""
    owing = ngettext("Reste dû, %(count)s membre", "Restent dus, %(count)s membres", summary.owing_count)
    over = ngettext("Avoir créé, %(count)s membre", "Avoirs créés, %(count)s membres", summary.overpaid_count)
    terms = [(swatch, str(words), received.get(means, NOTHING)) for means, (swatch, words) in RECEIVED.items()]
    terms += [
        ("f-promis", _awaited(summary), summary.awaited),
        ("f-doit", owing % {"count": summary.owing_count}, summary.owed),
        ("above", _("Avoirs utilisés"), summary.credit_used),
        ("above", _("Pris sur les cagnottes"), summary.from_cagnottes),
        ("f-ligne", _("Paniers annulés, à la charge du groupe"), summary.forgiven),
        ("f-ligne", _("Commandé avant la gestion des paiements"), summary.unbilled),
        ("", over % {"count": summary.overpaid_count}, -summary.overpaid),
    ]
    return _drawn([Part(*term) for term in terms if term[2]])


def _awaited(summary: Summary) -> str:
    """« Virement attendu, Odile Durand », or how many."""
    if len(summary.awaiting) == 1:
        return _("Virement attendu, %(member)s") % {"member": summary.awaiting[0].membership.name}
    return _("%(count)s virements attendus") % {"count": len(summary.awaiting)}


def _drawn(parts: Sequence[Part]) -> list[Part]:
    """Side by side in the bar, each as wide as its share; what is deducted is not drawn."""
    whole = sum(part.amount.cents for part in parts if part.amount > NOTHING) or 1
    drawn, x = [], 0.0
    for part in parts:
        width = max(0, part.amount.cents) * BAR_WIDTH / whole
        drawn.append(Part(part.swatch, part.words, part.amount, f"{x:.2f}", f"{width:.2f}"))
        x += width
    return drawn
