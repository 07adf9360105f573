"""Every kind of mail has a code, says what it is about, and belongs to one level of what a person wants to read.

What concerns money and the sign-in cannot be turned off: it is sent to everybody, at once.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """What somebody wants to receive, from all to the least."""

    ALL = "all", _("Tout")
    ESSENTIAL = "essential", _("L’essentiel")
    MONEY = "money", _("Rien, sauf ce qui concerne l’argent")


ORDER = (Level.MONEY, Level.ESSENTIAL, Level.ALL)


@dataclass(frozen=True)
class Kind:
    """`level`: the least at which somebody receives it; `MONEY`: everybody does.

    `waits`: not urgent, it may leave in the evening with the others of its day. `is_list`: written to many alike, it
    carries what the law and mail readers want of a list (a link that stops it, RFC 8058).
    """

    what: Any
    level: Level
    waits: bool = False
    is_list: bool = False


ALWAYS = Level.MONEY
KINDS: dict[str, Kind] = {
    "E1": Kind(_("Les commandes sont ouvertes"), Level.ALL, waits=True, is_list=True),
    "E2": Kind(_("Les commandes ferment bientôt, et vous n’avez rien commandé"), Level.ALL, is_list=True),
    "E3": Kind(_("Votre commande est enregistrée ou changée"), ALWAYS),
    "E4": Kind(_("Un virement est à faire"), ALWAYS),
    "E5": Kind(_("Ce qu’une ferme apporte à une distribution"), ALWAYS),
    "E6": Kind(_("La veille de la distribution, votre panier"), Level.ESSENTIAL),
    "E7": Kind(_("Vous tenez le stand"), ALWAYS),
    "E8": Kind(_("Une distribution est à valider"), Level.ESSENTIAL, waits=True),
    "E9": Kind(_("Une distribution n’est toujours pas validée"), Level.ESSENTIAL, waits=True),
    "E10": Kind(_("Les commandes seront bientôt bloquées"), ALWAYS),
    "E11": Kind(_("Les commandes sont bloquées"), ALWAYS),
    "E12": Kind(_("Une distribution s’est validée d’elle-même"), Level.ESSENTIAL, waits=True),
    "E13": Kind(_("Votre panier a coûté autre chose que commandé"), ALWAYS),
    "E14": Kind(_("Un paiement est reçu"), ALWAYS),
    "E15": Kind(_("Votre solde est à régler"), ALWAYS),
    "E16": Kind(_("Votre cagnotte est basse"), ALWAYS),
    "E17": Kind(_("Vous êtes invité dans un groupe"), ALWAYS),
    "E18": Kind(_("Une demande d’adhésion, et sa réponse"), ALWAYS),
    "E19": Kind(_("Votre code de connexion"), ALWAYS),
    "E20": Kind(_("Ce que la trésorerie a à faire, le lundi"), Level.ESSENTIAL, waits=True),
    "E21": Kind(_("Votre année"), Level.ALL, waits=True, is_list=True),
    "E22": Kind(_("Un paiement par carte n’a pas abouti"), ALWAYS),
    "E23": Kind(_("Un paiement par carte est remboursé"), ALWAYS),
    "E24": Kind(_("Votre chèque est revenu impayé"), ALWAYS),
    "E26": Kind(_("Une banque conteste un paiement par carte"), ALWAYS),
    "E27": Kind(_("Un reçu"), ALWAYS),
    "E28": Kind(_("Un relevé de compte"), ALWAYS),
    "E29": Kind(_("Quelqu’un demande à rejoindre un groupe avec votre adresse"), ALWAYS),
    "E30": Kind(_("Quelqu’un a rejoint le groupe"), Level.ESSENTIAL, waits=True),
    "E31": Kind(_("Une adresse e-mail ou un foyer change"), ALWAYS),
    "E32": Kind(_("Vous avez quitté un groupe"), ALWAYS),
    "E33": Kind(_("Une ferme est invitée à tenir son catalogue"), ALWAYS),
    "E34": Kind(_("Une distribution est reportée"), ALWAYS),
    "E35": Kind(_("Une distribution est annulée"), ALWAYS),
    "E36": Kind(_("Un produit de votre commande ne viendra pas"), ALWAYS),
    "E37": Kind(_("Un message du groupe"), Level.ESSENTIAL, waits=True, is_list=True),
    "E37 test": Kind(_("L’essai d’un message"), ALWAYS),
    "E38": Kind(_("Les messages du jour, réunis en un seul"), Level.ESSENTIAL, is_list=True),
    "E39": Kind(_("Il manque des bénévoles"), Level.ALL, waits=True, is_list=True),
    "E40": Kind(_("Vous êtes bénévole d’une distribution"), Level.ESSENTIAL),
    "E41": Kind(_("Votre cotisation"), ALWAYS),
    "E42": Kind(_("Un producteur vient un autre jour"), ALWAYS),
}
_UNKNOWN = Kind("", ALWAYS)


def kind_of(code: str) -> Kind:
    """What is known of this code; what nobody wrote down is sent to everybody."""
    return KINDS.get(code, _UNKNOWN)


def is_wanted(code: str, level: str) -> bool:
    """Does somebody of this level receive this kind?"""
    return ORDER.index(kind_of(code).level) <= ORDER.index(Level(level))


def level_without(code: str) -> Level:
    """The level that stops this kind, and as little else as it can; for what cannot be stopped, the least."""
    place = ORDER.index(kind_of(code).level)
    return ORDER[max(0, place - 1)]
