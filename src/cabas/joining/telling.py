"""E18, E29 and E30: whoever asked is told what came of it, and those who keep the members that somebody did."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cabas.groups.models import Group, Membership, Role
from cabas.groups.rights import RIGHTS_OF, Right
from cabas.joining.following import link, token_of
from cabas.joining.models import JoiningRequest
from cabas.mail.queueing import Letter, queue
from cabas.mail.to_addresses import Note, queue_notes
from cabas.mail.to_roles import letters_to
from cabas.ui.language import in_french

E18, ALREADY, NEWCOMER = "E18", "E29", "E30"
KEEPERS = tuple(role for role in Role if Right.MANAGE_MEMBERS in RIGHTS_OF[role])


@in_french
def asked(request: JoiningRequest, *, at: datetime) -> None:
    """A request is on the list: they are told their place, the keepers of the members that they ask."""
    received(request, at=at)
    text = [
        _("%(name)s demande à rejoindre le groupe, et attend une réponse.") % {"name": request.full_name},
        *([_("«\u202f%(message)s\u202f»") % {"message": request.message}] if request.message else []),
        *_see(_("Voir les demandes"), link(request.group, "joining:requests")),
    ]
    subject = _("Nouvelle demande\u202f: %(name)s") % {"name": request.full_name}
    _tell_keepers(request.group, E18, subject, text, at)


@in_french
def received(request: JoiningRequest, *, at: datetime) -> None:
    """Where they are on the list."""
    text = [
        _("votre demande pour rejoindre «\u202f%(group)s\u202f» est sur la liste d’attente.")
        % {"group": request.group.name},
        _("Votre place\u202f: n°\u00a0%(place)s. Vous recevrez un message dès que le groupe aura répondu.")
        % {"place": request.place},
        *_see(_("Suivre ma demande"), link(request.group, "joining:followed", token=token_of(request))),
    ]
    _note(request.group, request.email, E18, _("Votre demande est sur la liste d’attente"), text, at)


@in_french
def joined(member: Membership, *, at: datetime) -> None:
    """Registrations are open: welcome at once, and the keepers of the members know."""
    number = {"number": member.number}
    _welcome(member, _("Bienvenue\u202f: vous êtes le membre n°\u00a0%(number)s") % number, [], at)
    text = [
        _("%(name)s a rejoint le groupe par sa page d’inscription\u202f: n°\u00a0%(number)s.")
        % (number | {"name": member.full_name}),
        *_see(_("Voir sa fiche"), link(member.group, "groups:member", number=member.number)),
    ]
    _tell_keepers(member.group, NEWCOMER, _("Nouveau membre\u202f: %(name)s") % {"name": member.full_name}, text, at)


@in_french
def accepted(member: Membership, word: str, *, at: datetime) -> None:
    """They are a member now."""
    _welcome(member, _("Votre demande est acceptée"), [word] if word else [], at)


@in_french
def refused(request: JoiningRequest, word: str, *, at: datetime) -> None:
    """They will not be, this time."""
    text = [
        _("«\u202f%(group)s\u202f» ne peut pas donner suite à votre demande.") % {"group": request.group.name},
        *([word] if word else []),
    ]
    _note(request.group, request.email, E18, _("Réponse à votre demande"), text, at)


@in_french
def already_member(group: Group, email: str, *, at: datetime) -> None:
    """Somebody asked to join with the address of a member."""
    text = [
        _(
            "quelqu’un, peut-être vous, a demandé à rejoindre «\u202f%(group)s\u202f» avec votre adresse. Vous en êtes "
            "déjà membre\u202f: connectez-vous avec cette adresse. Si ce n’était pas vous, il n’y a rien à faire."
        )
        % {"group": group.name},
        *_see(_("Ouvrir le groupe"), link(group, "dashboards:home")),
    ]
    _note(group, email, ALREADY, _("Vous êtes déjà membre"), text, at)


@in_french
def sign_in_first(group: Group, email: str, *, at: datetime) -> None:
    """Somebody asked to join with an address that Cabas knows: it is its owner who does, signed in."""
    text = [
        _(
            "quelqu’un, peut-être vous, a demandé à rejoindre «\u202f%(group)s\u202f» avec votre adresse, que Cabas "
            "connaît déjà. Pour le rejoindre, connectez-vous avec elle, puis touchez «\u202fRejoindre\u202f». Si ce "
            "n’était pas vous, il n’y a rien à faire."
        )
        % {"group": group.name},
        *_see(_("Rejoindre le groupe"), link(group, "joining:join")),
    ]
    _note(group, email, ALREADY, _("Connectez-vous pour rejoindre le groupe"), text, at)


def _welcome(member: Membership, subject: str, word: Sequence[str], at: datetime) -> None:
    text = [
        _("Bonjour %(name)s,") % {"name": member.people[0].first_name},
        _("vous êtes membre de «\u202f%(group)s\u202f», n°\u00a0%(number)s.")
        % {"group": member.group.name, "number": member.number},
        *word,
        _(
            "Pour entrer, donnez votre adresse e-mail à la page de connexion\u202f: un code vous y est envoyé, il "
            "n’y a pas de mot de passe à retenir."
        ),
        *_see(_("Ouvrir le groupe"), link(member.group, "dashboards:home")),
    ]
    queue([Letter(member, E18, subject, "\n\n".join(text))], at=at)


def _note(group: Group, email: str, kind: str, subject: str, text: Sequence[str], at: datetime) -> None:
    queue_notes([Note(group, email, kind, subject, "\n\n".join([_("Bonjour,"), *text]))], at=at)


def _tell_keepers(group: Group, kind: str, subject: str, text: Sequence[str], at: datetime) -> None:
    body = "\n\n".join([_("Bonjour,"), *text])
    queue(letters_to(group.pk, KEEPERS, kind, subject, body), at=at)


def _see(label: str, address: str) -> list[str]:
    return [f"{label}\u202f: {address}"] if address else []
