"""A provider's keys are tried when they are entered, kept sealed, never shown again; without them nobody pays online.

Keys that were sealed by another installation are lost: they are asked for again, and the means is not offered.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.payments.models import PaymentSettings
from cabas.payments.online.interface import Keys, Provider, ProviderAway, ProviderRefusal
from cabas.payments.online.models import OnlinePayment, ProviderKeys, State
from cabas.payments.online.providers import NoSuchProvider, offer_of
from cabas.payments.online.sealing import KeyLost, seal, unseal
from cabas.people.models import User

KEPT_THERE = timedelta(days=30)  # Stripe keeps its notices so long


class NoKeys(Exception):
    """The group has no keys that open anything here."""

    def __str__(self) -> str:
        return _("Le paiement en ligne n’est pas réglé pour ce groupe\u202f: choisissez un autre moyen.")


def enter(group: Group, provider: str, keys: Keys, *, by: User, at: datetime) -> ProviderKeys:
    """Try these keys, and keep them in place of the former ones.

    Payments that the provider did not know with the former ones are asked for again. Raises `NoSuchProvider`, and
    `KeysRefused`, `ProviderRefusal`, `ProviderAway`: then the former ones stay.
    """
    offer_of(provider, group).at(keys).try_keys()
    since = _looked_at_until(group)
    with transaction.atomic():
        kept, _is_new = ProviderKeys.objects.update_or_create(
            group=group,
            defaults={
                "provider": provider,
                "sealed_secret": seal(keys.secret),
                "sealed_webhook_secret": seal(keys.webhook_secret),
                "entered_at": at,
                "entered_by": by,
                "tried_at": at,
                "notices_until": since,
            },
        )
        OnlinePayment.objects.filter(group=group, state=State.ODD, received__isnull=True).update(state=State.OPEN)
        PaymentSettings.objects.filter(group=group).update(has_online_keys=True)
    return kept


def _looked_at_until(group: Group) -> datetime:
    """What happened while there were no keys, or keys that opened nothing, is seen too, by the provider’s clock."""
    kept = ProviderKeys.objects.filter(group=group).first()
    if kept is not None:
        return kept.notices_until
    had_some = OnlinePayment.objects.filter(group=group).exists()
    return timezone.now() - KEPT_THERE if had_some else timezone.now()


def try_again(group: Group, *, at: datetime) -> None:
    """Ask the provider whether it still knows the keys. Raises `NoKeys`, `KeysRefused`, `ProviderAway`."""
    provider_of(group).try_keys()
    ProviderKeys.objects.filter(group=group).update(tried_at=at)


def remove(group: Group) -> None:
    """Nobody pays online any more in this group: its open pages are closed first, if the provider answers.

    What was paid and not heard of is found when keys of the same account are entered again.
    """
    with suppress(NoKeys, ProviderAway, ProviderRefusal):
        provider = provider_of(group)
        for session in OnlinePayment.objects.filter(group=group).pending().values_list("session_id", flat=True):
            if session:
                provider.close(session)
    with transaction.atomic():
        _forget(group)


def _forget(group: Group) -> None:
    ProviderKeys.objects.filter(group=group).delete()
    PaymentSettings.objects.filter(group=group).update(has_online_keys=False)


def provider_of(group: Group) -> Provider:
    """The group at its provider. Raises `NoKeys`; where the keys are lost, the means is not offered from then on."""
    kept = ProviderKeys.objects.filter(group=group).first()
    if kept is None:
        raise NoKeys
    try:
        keys = Keys(unseal(kept.sealed_secret), unseal(kept.sealed_webhook_secret))
        return offer_of(kept.provider, group).at(keys)
    except (KeyLost, NoSuchProvider):
        PaymentSettings.objects.filter(group=group).update(has_online_keys=False)
        raise NoKeys from None


def are_readable(kept: ProviderKeys, group: Group) -> bool:
    """Do they open with this installation's key, at a provider that is still there?"""
    try:
        unseal(kept.sealed_secret)
        offer_of(kept.provider, group)
    except (KeyLost, NoSuchProvider):
        return False
    return True
