"""What stands in brackets in a message is filled in for each reader: « [prénom] », « [solde] », « [distribution] »."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.announcements.audiences import Recipient
from cabas.announcements.telling_once import closing_said
from cabas.distributions.models import Distribution
from cabas.groups.models import Group
from cabas.payments.cagnotte import group_has_cagnottes
from cabas.payments.telling import stands_at
from cabas.ui import formats

BRACKETS = re.compile(r"\[([^\[\]\n]{1,40})\]")
FIRST_NAME, NAME, GROUP, BALANCE = "prénom", "nom", "groupe", "solde"
DAY, PLACE, HOUR, CLOSING = "distribution", "lieu", "heure", "fermeture"
OF_A_DISTRIBUTION = (DAY, PLACE, HOUR, CLOSING)
MEANINGS: dict[str, Any] = {
    FIRST_NAME: gettext_lazy("le prénom de la personne"),
    NAME: gettext_lazy("son prénom et son nom"),
    BALANCE: gettext_lazy("« il reste 12,50 € à régler », « votre solde est à jour »…"),
    DAY: gettext_lazy("le jour de la distribution dont parle la liste, sinon de la prochaine"),
    HOUR: gettext_lazy("son heure"),
    PLACE: gettext_lazy("son lieu"),
    CLOSING: gettext_lazy("quand ses commandes ferment"),
    GROUP: gettext_lazy("le nom du groupe"),
}


class PlaceholderUnknown(ValueError):
    """Something in brackets that Cabas cannot fill in."""

    def __init__(self, word: str) -> None:
        self.word = word

    def __str__(self) -> str:
        return _(
            "Je ne sais pas remplacer « [%(word)s] »\u202f: choisissez dans la liste, ou écrivez-le sans crochets."
        ) % {"word": self.word}


class NoDistribution(ValueError):
    """A message speaks of a distribution, and none is to come."""

    def __str__(self) -> str:
        return _(
            "Aucune distribution n’est prévue\u202f: retirez « [distribution] », « [heure] », « [lieu] » et "
            "« [fermeture] », ou choisissez une liste qui parle d’une distribution."
        )


def words_in(*texts: str) -> set[str]:
    """What stands in brackets there. Raises `PlaceholderUnknown`."""
    words = {word.strip().lower() for text in texts for word in BRACKETS.findall(text)}
    for word in sorted(words - MEANINGS.keys()):
        raise PlaceholderUnknown(word)
    return words


@dataclass(frozen=True)
class Filling:
    """What is known to fill in, the same for all readers; whose balance is asked, from their account."""

    group: Group
    shared: Mapping[str, str]
    has_cagnotte: bool = False

    def filled(self, text: str, reader: Recipient) -> str:
        own: dict[str, Callable[[], str]] = {
            FIRST_NAME: lambda: reader.person.first_name,
            NAME: lambda: reader.person.full_name,
            BALANCE: lambda: stands_at(reader.membership.account.balance, has_cagnotte=self.has_cagnotte),
        }

        def said(found: re.Match[str]) -> str:
            word = found[1].strip().lower()
            return own[word]() if word in own else self.shared[word]

        return BRACKETS.sub(said, text)


def filling(group: Group, texts: Iterable[str], distribution: Distribution | None, *, at: datetime) -> Filling:
    """Raises `PlaceholderUnknown`, `NoDistribution`. Two statements at most."""
    words = words_in(*texts)
    shared = {GROUP: group.name}
    if words.intersection(OF_A_DISTRIBUTION):
        shared |= _of_distribution(distribution or _next(group, at))
    return Filling(group, shared, has_cagnotte=BALANCE in words and group_has_cagnottes(group.pk))


def _next(group: Group, at: datetime) -> Distribution:
    to_come = Distribution.objects.filter(group=group).standing().to_come(at).select_related("place")
    if (found := to_come.first()) is None:
        raise NoDistribution
    return found


def _of_distribution(distribution: Distribution) -> dict[str, str]:
    return {
        DAY: formats.day_long(distribution.day),
        PLACE: distribution.place.name,
        HOUR: formats.hour(distribution.starts_at),
        CLOSING: closing_said(distribution),
    }
