"""What a list is called is said anew from its code and what it is about, so that each reads it in their language."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from cabas.ui.formats import day_long

EVERYBODY, OWES, NEVER, TEAM = "tous", "doivent", "jamais-connectes", "equipe"
ORDERED, NOT_ORDERED, HELPS, CATALOG = "commande", "sans-commande", "benevoles", "catalogue"


def said(code: str, about: str = "") -> str:
    """« Ont commandé pour le jeudi 26 novembre ». `about`: a day as 2026-11-26, or the name of a catalog."""
    kind = code.partition(":")[0]
    if kind in OF_A_DAY:
        return OF_A_DAY[kind](day_long(date.fromisoformat(about)) if about else "…")
    if kind == CATALOG:
        return _("Ont commandé chez %(catalog)s depuis un an") % {"catalog": about or "…"}
    return _plain()[kind]


def _plain() -> dict[str, str]:
    return {
        EVERYBODY: _("Tous les membres"),
        OWES: _("Doivent de l’argent"),
        NEVER: _("Ne se sont jamais connectés"),
        TEAM: _("L’équipe"),
    }


OF_A_DAY: dict[str, Callable[[str], str]] = {
    ORDERED: lambda day: _("Ont commandé pour le %(day)s") % {"day": day},
    NOT_ORDERED: lambda day: _("N’ont pas commandé pour le %(day)s") % {"day": day},
    HELPS: lambda day: _("Bénévoles du %(day)s") % {"day": day},
}
