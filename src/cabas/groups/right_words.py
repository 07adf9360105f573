"""Who may what, in words: a line for each thing that is done in a group, a column for each role, the same for all."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Role
from cabas.groups.rights import RIGHTS_OF, Right

RIGHT_WORDS = {
    Right.PLAN: _("Préparer les distributions"),
    Right.ORDER_FOR_MEMBERS: _("Saisir le panier d’un membre"),
    Right.SERVE: _("Servir et encaisser au stand"),
    Right.GIVE_PASSES: _("Donner le lien du stand à un bénévole du jour"),
    Right.VALIDATE: _("Valider une distribution"),
    Right.UNDO_VALIDATION: _("Revenir sur une validation"),
    Right.READ_ACCOUNTS: _("Voir les soldes et les comptes"),
    Right.KEEP_ACCOUNTS: _("Enregistrer paiements, remboursements et corrections"),
    Right.MANAGE_MEMBERS: _("Tenir la liste des membres"),
    Right.MANAGE_CATALOGS: _("Tenir tous les catalogues"),
    Right.KEEP_SOME_CATALOGS: _("Tenir certains catalogues, voir ce qui en est commandé"),
    Right.DELIVER: _("Voir ce que sa ferme livre, et ce qui lui est payé"),
    Right.READ_MAIL: _("Lire les e-mails envoyés"),
    Right.WRITE_MESSAGES: _("Écrire aux membres"),
    Right.SET_PAYMENTS: _("Choisir les moyens de paiement"),
    Right.GIVE_ROLES: _("Donner des droits"),
    Right.SET_GROUP: _("Régler le groupe\u202f: sa page, ses inscriptions, ses lieux"),
}

# Those who hold no role of a group: the pass of a day volunteer opens one stand, a host looks after the installation.
DAY_VOLUNTEER, HOST = _("bénévole du jour"), _("hôte")
CREATE_GROUPS = _("Créer et suspendre des groupes")
ORDER = _("Commander, voir son compte")
MEMBER = _("membre")

# What of a wider right a narrower one is part of: said once, where it is wider.
INCLUDED = {Right.KEEP_SOME_CATALOGS: Right.MANAGE_CATALOGS}


@dataclass(frozen=True)
class RightsTable:
    """`columns`: the roles; `rows`: the words of a right, and for each role its name and whether it opens it."""

    columns: list[Any]
    rows: list[tuple[Any, list[tuple[Any, bool]]]]


def rights_table() -> RightsTable:
    """Every right of every role, members, day volunteers and hosts beside."""
    columns: list[tuple[Any, Collection[Right]]] = [
        (MEMBER, ()),
        *((role.label, RIGHTS_OF[role]) for role in Role),
        (DAY_VOLUNTEER, (Right.SERVE,)),
        (HOST, ()),
    ]
    labels = [label for label, _rights in columns]
    rows = [(ORDER, [(label, label == MEMBER) for label in labels])]
    rows += [
        (words, [(label, _may(right, rights)) for label, rights in columns]) for right, words in RIGHT_WORDS.items()
    ]
    rows.append((CREATE_GROUPS, [(label, label == HOST) for label in labels]))
    return RightsTable(labels, rows)


def _may(right: Right, rights: Collection[Right]) -> bool:
    return right in rights or INCLUDED.get(right) in rights
