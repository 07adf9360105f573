"""E41: who has not renewed is told so, once at the renewal by itself, by hand as often as every 30 days."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cabas.clock import PARIS
from cabas.groups.models import Membership
from cabas.ledger.inserting import insert
from cabas.mail.queueing import Letter, queue
from cabas.membership_fees.asking import Fee, fee_of
from cabas.membership_fees.models import FeeReminder, FeeSettings, MembershipFee
from cabas.payments.means import BY_MEANS, Means
from cabas.payments.means_by_hand import means_by_hand
from cabas.payments.models import PaymentSettings
from cabas.payments.transfer_references import TransferReference
from cabas.payments.transfers import transfer_to_make
from cabas.ui.formats import day_long, euros
from cabas.ui.language import in_french

NOT_AGAIN_FOR = timedelta(days=30)
FIRST_HOUR = 8  # nobody is woken for a fee
LATE_MAX = timedelta(days=30)  # a renewal that was missed for longer is reminded by hand


@transaction.atomic
def remind(fee: Fee, *, members: Collection[int] | None = None, at: datetime) -> int:
    """Tell those of these households, or of all, who have not renewed and were not told for 30 days; gives how many.

    Six statements for any number.
    """
    FeeSettings.objects.select_for_update().get(pk=fee.settings.pk)  # two who press at once tell once
    told = FeeReminder.objects.filter(membership=OuterRef("pk"), sent_at__gt=at - NOT_AGAIN_FOR)
    renewed = MembershipFee.objects.standing().filter(membership=OuterRef("pk"), year=fee.period.year)
    waiting = Membership.objects.filter(~Exists(told), ~Exists(renewed), group=fee.settings.group_id).current()
    if members is not None:
        waiting = waiting.filter(pk__in=members)
    found = [each for each in waiting.with_people().select_related("group") if any(who.email for who in each.people)]
    settings = PaymentSettings.objects.select_related("group").filter(group=fee.settings.group_id).first()
    queue([_letter(fee, member, settings) for member in found], at=at)
    insert([_reminder(fee, member, at) for member in found])
    return len(found)


def remind_at_renewals(*, at: datetime) -> None:
    """What the worker does, each time it looks: each group's members once, when their memberships are renewed."""
    if at.astimezone(PARIS).hour < FIRST_HOUR:
        return
    today = at.astimezone(PARIS).date()
    for settings in FeeSettings.objects.filter(asked_on__isnull=False).select_related("group__book"):
        period = settings.period_of(today)
        is_now = settings.asked_on is not None and settings.asked_on < period.first >= today - LATE_MAX
        if is_now and (settings.reminded_year or 0) < period.year and (fee := fee_of(settings, period)):
            _remind_once(fee, at)


@transaction.atomic
def _remind_once(fee: Fee, at: datetime) -> None:
    remind(fee, at=at)
    FeeSettings.objects.filter(pk=fee.settings.pk).update(reminded_year=fee.period.year)


def _reminder(fee: Fee, member: Membership, at: datetime) -> FeeReminder:
    return FeeReminder(group=fee.settings.group, membership=member, year=fee.period.year, sent_at=at)


@in_french
def _letter(fee: Fee, member: Membership, settings: PaymentSettings | None) -> Letter:
    said = {"title": fee.title, "amount": euros(fee.amount), "last": day_long(fee.period.last)}
    text = [
        _("Bonjour %(name)s,") % {"name": member.people[0].first_name},
        "",
        _("votre adhésion est à renouveler\u202f: %(title)s, %(amount)s, valable jusqu’au %(last)s.") % said,
        *_how_to_pay(fee, member, settings),
        "",
        _("Vous avez déjà réglé, ou cette somme vous pose une difficulté\u202f? Répondez à ce message."),
    ]
    return Letter(
        member, "E41", _("Votre adhésion est à renouveler\u202f: %(title)s, %(amount)s") % said, "\n".join(text)
    )


def _how_to_pay(fee: Fee, member: Membership, settings: PaymentSettings | None) -> list[str]:
    """Nothing where payments are off: then the group has its own ways."""
    if settings is None or not settings.is_on:
        return []
    means = [one for one in means_by_hand(settings) if one != Means.TRANSFER]
    said: list[Any] = (
        [_("Vous pouvez la régler à une distribution, %(means)s.") % {"means": _any_of(means)}] if means else []
    )
    if Means.TRANSFER in means_by_hand(settings):
        transfer = transfer_to_make(settings, TransferReference(member.number), fee.amount)
        said += [_("Ou par virement\u202f: %(transfer)s.") % {"transfer": transfer.in_a_sentence}] if transfer else []
    return ["", *said]


def _any_of(means: Sequence[Means]) -> str:
    """« par chèque, en espèces ou par carte »."""
    words = [str(BY_MEANS[one]) for one in means]
    return (
        words[0]
        if len(words) == 1
        else _("%(first)s ou %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
    )
