"""Messages that groups write again and again, ready to be changed; and those that a group keeps under a name."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cabas.announcements.models import MessageTemplate
from cabas.announcements.writing import Message
from cabas.groups.models import Group
from cabas.ui.language import in_french

KEPT_MAX = 40


@dataclass(frozen=True)
class ReadyText:
    """`code` is in the address of the page that opens it."""

    code: str
    name: Any
    subject: Any
    body: Any

    @property
    def message(self) -> Message:
        return Message(str(self.subject), str(self.body))


READY = (
    ReadyText(
        "rappel",
        _("Rappel avant la fermeture"),
        _("Il reste jusqu’au [fermeture] pour commander"),
        _(
            "Bonjour [prénom],\n\n"
            "les commandes pour le [distribution] ferment le [fermeture]. Si vous comptiez commander, "
            "c’est le moment.\n\n"
            "À bientôt,"
        ),
    ),
    ReadyText(
        "changement",
        _("Changement de lieu ou d’horaire"),
        _("Distribution du [distribution]\u202f: changement"),
        _(
            "Bonjour [prénom],\n\n"
            "attention, la distribution du [distribution] change\u202f: rendez-vous à … heures, à …\n\n"
            "Le reste est comme prévu\u202f: vos commandes et vos paiements sont gardés.\n\n"
            "À bientôt,"
        ),
    ),
    ReadyText(
        "benevoles",
        _("Besoin de bénévoles"),
        _("Il manque deux personnes le [distribution]"),
        _(
            "Bonjour [prénom],\n\n"
            "pour la distribution du [distribution], à [heure], [lieu], il nous manque deux personnes pour tenir le "
            "stand. C’est une heure, à plusieurs, et l’on vous explique tout sur place.\n\n"
            "Si vous pouvez venir, répondez simplement à ce message.\n\n"
            "Merci,"
        ),
    ),
    ReadyText(
        "connexion",
        _("Première connexion"),
        _("Votre compte vous attend"),
        _(
            "Bonjour [prénom],\n\n"
            "vous êtes membre de [groupe], et vous ne vous êtes pas encore connecté. Il suffit de donner votre adresse "
            "e-mail\u202f: un code vous est envoyé, sans mot de passe à retenir.\n\n"
            "Une question\u202f? Répondez à ce message.\n\n"
            "À bientôt,"
        ),
    ),
    ReadyText(
        "soldes",
        _("Votre solde"),
        _("Un mot sur votre solde"),
        _(
            "Bonjour [prénom],\n\n"
            "sur votre compte de [groupe], [solde]. Vous pourrez régler à la prochaine distribution, le "
            "[distribution].\n\n"
            "Si c’est déjà fait, ou si le moment est difficile, répondez simplement à ce message.\n\n"
            "Merci,"
        ),
    ),
    ReadyText(
        "assemblee",
        _("Assemblée générale"),
        _("Assemblée générale de [groupe]"),
        _(
            "Bonjour [prénom],\n\n"
            "l’assemblée générale de [groupe] aura lieu le … à … heures, à …\n\n"
            "À l’ordre du jour\u202f:\n\n"
            "- le bilan de l’année\n"
            "- les comptes\n"
            "- l’élection du bureau\n\n"
            "Un empêchement\u202f? Donnez votre pouvoir en répondant à ce message.\n\n"
            "À bientôt,"
        ),
    ),
)


class TooManyKept(Exception):
    """A list that nobody reads any more."""

    def __str__(self) -> str:
        return str(_("Le groupe garde déjà 40 modèles\u202f: retirez-en un d’abord."))


@in_french
def opened_text(group: Group, code: str) -> Message | None:
    """The text of this code, or the one that the group keeps under this number. One statement at most."""
    for ready in READY:
        if ready.code == code:
            return ready.message
    kept = MessageTemplate.objects.filter(group=group, pk=int(code[:18])).first() if code.isdecimal() else None
    return Message(kept.subject, kept.body) if kept else None


@transaction.atomic
def keep(group: Group, name: str, message: Message) -> None:
    """Under this name from now on, in place of what was there. Raises `TooManyKept`."""
    kept = MessageTemplate.objects.filter(group=group)
    if not kept.filter(name=name).exists() and kept.count() >= KEPT_MAX:
        raise TooManyKept
    text = {"subject": message.subject, "body": message.body}
    MessageTemplate.objects.update_or_create(group=group, name=name, defaults=text)


def drop(group: Group, number: int) -> MessageTemplate | None:
    """Returns what was kept, so that it may be kept again."""
    kept = MessageTemplate.objects.filter(group=group, pk=number).first()
    if kept:
        MessageTemplate.objects.filter(pk=number).delete()
    return kept
