"""What is known of a person, table by table; an archive holds each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from cabas.distributions.explaining import explained
from cabas.distributions.models import OrderLine
from cabas.groups.models import Group, Membership, RoleHolder
from cabas.joining.models import JoiningRequest
from cabas.ledger.models import Transaction
from cabas.mail.models import MailPreference, OutgoingMail
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.people.models import User
from cabas.stand.models import DayPass
from cabas.volunteering.models import Duty

Cell = str | int | Money | date | datetime | None


@dataclass(frozen=True)
class Part:
    """A table of the archive."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def parts(person: User) -> list[Part]:
    """Every table, also those without a row: that nothing is known is an answer too."""
    theirs = Q(adults__person=person) | Q(merged_into__adults__person=person)
    households = Membership.objects.filter(theirs).distinct().select_related("account", "group__book", "merged_into")
    members = list(households.with_people().order_by("group__name", "number"))
    return [
        _details(person),
        _households(members),
        _roles(person),
        _orders(members),
        _operations(members),
        _payments(members),
        _mails(person),
        _requests(person, members),
        _duties(person),
        _recorded(person),
    ]


def _yes(said: bool) -> str:
    return _("oui") if said else _("non")


def _details(person: User) -> Part:
    rows: list[tuple[Cell, Cell]] = [
        (_("Prénom"), person.first_name),
        (_("Nom"), person.last_name),
        (_("E-mail"), person.email),
        (_("Téléphone"), person.phone),
        (_("Entrée dans Cabas"), person.joined_at),
        (_("Dernière connexion"), person.last_login),
        (_("A un mot de passe"), _yes(person.has_usable_password())),
        (_("Tient l’installation"), _yes(person.is_host)),
        *[
            (_("E-mails reçus du groupe «\u202f%(group)s\u202f»") % {"group": one.group.name}, one.get_level_display())
            for one in MailPreference.objects.filter(person=person).select_related("group")
        ],
    ]
    return Part(_("coordonnees"), (_("Ce que c’est"), _("Valeur")), rows)


def _households(members: Sequence[Membership]) -> Part:
    headings = (
        _("Groupe"),
        _("N°"),
        _("Foyer"),
        _("Depuis"),
        _("Parti le"),
        _("Réuni au n°"),
        _("Adresse"),
        _("Solde"),
    )
    rows = [
        (
            one.group.name,
            one.number,
            one.full_name,
            one.joined_on,
            one.left_on,
            one.merged_into.number if one.merged_into else None,
            " ".join(part for part in (one.address1, one.address2, one.postcode, one.city) if part),
            one.account.balance,
        )
        for one in members
    ]
    return Part(_("foyers"), headings, rows)


def _roles(person: User) -> Part:
    held = RoleHolder.objects.filter(person=person).select_related("group").order_by("group__name", "pk")
    rows = [(one.group.name, one.get_role_display(), one.about, one.given_at) for one in held]
    passes = DayPass.objects.filter(person=person).select_related("group", "distribution").order_by("pk")
    rows += [(one.group.name, _("lien du stand"), one.distribution.day.isoformat(), one.made_at) for one in passes]
    return Part(_("droits"), (_("Groupe"), _("Droit"), _("De quoi"), _("Donné le")), rows)


def _orders(members: Sequence[Membership]) -> Part:
    lines = OrderLine.objects.filter(basket__membership__in=members).order_by("distribution__starts_at", "pk")
    fetched = lines.select_related("group", "basket__distribution")
    headings: tuple[str, ...] = (
        _("Groupe"),
        _("Distribution"),
        _("Panier"),
        _("Commandé le"),
        _("Produit"),
        _("Unité"),
        _("Quantité"),
    )
    headings += (_("Grammes"), _("Prix"), _("Manquant"), _("Total"), _("Servi le"))
    rows = [
        (
            line.group.name,
            line.basket.distribution.day,
            line.basket.number,
            line.basket.committed_at,
            line.product_name,
            line.unit,
            line.quantity,
            line.grams,
            line.price,
            _yes(line.is_missing),
            line.total,
            line.basket.served_at,
        )
        for line in fetched
    ]
    return Part(_("commandes"), headings, rows)


def _operations(members: Sequence[Membership]) -> Part:
    headings: tuple[str, ...] = (
        _("Groupe"),
        _("N° de membre"),
        _("Opération"),
        _("Date"),
        _("Ce que c’est"),
        _("Précisions"),
    )
    headings += (_("Montant"), _("Solde après"))
    rows = [
        (
            member.group.name,
            member.number,
            line.number,
            line.day,
            line.cause.title,
            ", ".join(line.cause.details),
            line.amount,
            line.balance_after,
        )
        for member in members
        for line in reversed(explained(member, limit=None))
    ]
    return Part(_("compte"), headings, rows)


def _payments(members: Sequence[Membership]) -> Part:
    paid = Payment.objects.filter(membership__in=members).select_related("group", "transaction__reversed_by")
    headings = (_("Groupe"), _("Reçu le"), _("Moyen"), _("Référence"), _("Note"), _("Montant"), _("Annulé"))
    rows = [
        (
            one.group.name,
            one.received_on,
            one.get_means_display(),
            one.reference,
            one.note,
            one.amount,
            _yes(one.transaction.is_reversed),
        )
        for one in paid.order_by("received_on", "pk")
    ]
    return Part(_("paiements"), headings, rows)


def _mails(person: User) -> Part:
    theirs = Q(person=person) | (Q(to=person.email) if person.email else Q())
    mails = OutgoingMail.objects.filter(theirs).select_related("group").order_by("pk")
    headings = (_("Groupe"), _("Écrit le"), _("Parti le"), _("À"), _("Objet"), _("Texte"))
    rows = [
        (one.group.name if one.group else "", one.queued_at, one.sent_at, one.to, one.subject, one.body)
        for one in mails
    ]
    return Part(_("courriels"), headings, rows)


def _requests(person: User, members: Sequence[Membership]) -> Part:
    theirs = Q(membership__in=members) | (Q(email=person.email) if person.email else Q())
    asked = JoiningRequest.objects.filter(theirs).select_related("group").order_by("pk")
    rows = [(one.group.name, one.asked_at, one.message, one.get_answer_display(), one.answered_at) for one in asked]
    headings = (_("Groupe"), _("Demandé le"), _("Message"), _("Réponse"), _("Répondu le"))
    return Part(_("demandes d’adhésion"), headings, rows)


def _duties(person: User) -> Part:
    duties = Duty.objects.filter(person=person).select_related("group", "distribution", "role").order_by("pk")
    rows = [(one.group.name, one.distribution.day, one.role.name, one.signed_up_at) for one in duties]
    return Part(_("bénévolat"), (_("Groupe"), _("Distribution"), _("Rôle"), _("Inscription")), rows)


def _recorded(person: User) -> Part:
    """What this person wrote in the books: that they did, not about whom."""
    written = Transaction.objects.filter(recorded_by=person.pk).order_by("book", "number").iterator()
    names = dict(
        Group.objects.filter(Q(memberships__adults__person=person) | Q(role_holders__person=person)).values_list(
            "book", "name"
        )
    )
    rows: Iterator[tuple[Cell, ...]] = (
        (names.get(one.book_id, ""), one.number, one.occurred_on, one.recorded_at, one.kind) for one in written
    )
    headings = (_("Groupe"), _("Opération"), _("Date"), _("Enregistrée le"), _("Nature"))
    return Part(_("écritures enregistrées"), headings, list(rows))
