"""E15: who owes is reminded by hand, after a look at whom and how much; at most once in 7 days, whoever asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.announcements.models import Reminder
from cabas.announcements.telling_once import button
from cabas.clock import PARIS
from cabas.distributions.models import Distribution
from cabas.groups.models import Group, Membership
from cabas.ledger.inserting import insert
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.transfer_references import TransferReference
from cabas.payments.transfers import transfer_to_make
from cabas.people.models import User
from cabas.treasury.ages import DebtAge
from cabas.treasury.filters import OWES, Filters
from cabas.treasury.overview import MemberBalance, balances_of, shown
from cabas.ui import formats
from cabas.ui.language import in_french

KIND = "E15"
AGAIN_AFTER = timedelta(days=7)


class NobodyToRemind(Exception):
    """None of them owes anything any more, has an address, and was not reminded within the week."""

    def __str__(self) -> str:
        return _(
            "Personne à relancer\u202f: ces membres ne doivent plus rien, n’ont pas d’adresse e-mail, "
            "ou ont été relancés il y a moins de 7 jours."
        )


@dataclass(frozen=True)
class Debtor:
    """Somebody who owes; `reminded_at`: within the week; `has_address`: of an adult."""

    member: MemberBalance
    reminded_at: datetime | None

    @property
    def has_address(self) -> bool:
        return any(person.email for person in self.member.people)

    @property
    def may_be_reminded(self) -> bool:
        return self.has_address and self.reminded_at is None


def debtors(group: Group, filters: Filters, *, at: datetime) -> list[Debtor]:
    """Those who owe, among those of the filter, the largest debt first. Seven statements at most."""
    owing = shown(balances_of(group, sought=filters.sought), filters.but(state=OWES), on=at.astimezone(PARIS).date())
    recent = _reminded(group, at)
    return [Debtor(member, recent.get(member.number)) for member in owing]


def _reminded(group: Group, at: datetime) -> dict[int, datetime]:
    """When, within the week, by the number of the member."""
    recent = Reminder.objects.filter(group=group, at__gt=at - AGAIN_AFTER)
    return dict(recent.values("membership__number").annotate(last=Max("at")).values_list("membership__number", "last"))


@transaction.atomic
@in_french
def remind(group: Group, numbers: Collection[int], *, key: UUID, by: User, at: datetime) -> list[Reminder]:
    """Write to those of these members who still owe. The same key again reminds nobody twice.

    Raises `NobodyToRemind`. A dozen statements, whatever the number of members.
    """
    Group.objects.select_for_update().get(pk=group.pk)  # locked first: two may press the button at once
    if before := list(Reminder.objects.filter(group=group, key=key)):
        return before
    owing = {each.member.number: each.member for each in debtors(group, Filters(), at=at) if each.may_be_reminded}
    meant = [owing[number] for number in sorted(set(numbers)) if number in owing]
    if not meant:
        raise NobodyToRemind
    households = _households(group, meant)
    queue(_letters(group, [(households[each.number], each) for each in meant], by, at), at=at, batch=key)
    reminders = [
        Reminder(group=group, membership=households[each.number], key=key, amount=each.owed, by=by, at=at)
        for each in meant
    ]
    insert(reminders)
    return reminders


def _households(group: Group, meant: Sequence[MemberBalance]) -> dict[int, Membership]:
    found = Membership.objects.filter(group=group, number__in=[each.number for each in meant]).with_people()
    for household in found:
        household.group = group
    return {household.number: household for household in found}


@in_french
def _letters(group: Group, meant: Sequence[tuple[Membership, MemberBalance]], by: User, at: datetime) -> list[Letter]:
    settings = PaymentSettings.objects.filter(group=group).select_related("group").first()
    next_one = Distribution.objects.filter(group=group).standing().to_come(at).first()
    see = button(_("Voir mon compte"), "distributions:account", group)
    found = []
    for household, member in meant:
        text = [
            _what_is_owed(group, member),
            *_how_to_pay(settings, household.number, member.owed, next_one),
            _("Si c’est déjà fait, ou si le moment est difficile, répondez simplement à ce message."),
            *see,
            _("%(name)s, pour la trésorerie") % {"name": by.full_name},
        ]
        subject = _("Votre solde\u202f: %(amount)s à régler") % {"amount": formats.euros(member.owed)}
        found += [
            Letter(household, KIND, subject, _for(person.first_name, text), only=person, reply_to=by.email or "")
            for person in household.people
        ]
    return found


def _for(first_name: str, text: Sequence[str]) -> str:
    return "\n\n".join([_("Bonjour %(name)s,") % {"name": first_name}, *text])


def _what_is_owed(group: Group, member: MemberBalance) -> str:
    said = {"group": group.name, "amount": formats.euros(member.owed)}
    owed = _("il reste %(amount)s à régler sur votre compte dans le groupe «\u202f%(group)s\u202f»") % said
    return owed + _since(member.age) + "."


def _since(age: DebtAge | None) -> str:
    if age is None:
        return ""
    day = {"day": formats.day_long(age.day)}
    return _(", depuis le %(day)s") % day if age.is_exact else _(", depuis avant le %(day)s") % day


def _how_to_pay(settings: PaymentSettings | None, number: int, owed: Money, next_one: Distribution | None) -> list[str]:
    """At the next distribution, and by a transfer where the group takes some."""
    ways = []
    if next_one:
        ways.append(_("Vous pourrez régler le %(day)s au stand.") % {"day": formats.day_long(next_one.day)})
    transfer = transfer_to_make(settings, TransferReference(number), owed) if settings else None
    if transfer:
        ways.append(_("Ou par virement\u202f: %(transfer)s.") % {"transfer": transfer.in_a_sentence})
    return [" ".join(ways)] if ways else []
