"""A provider's keys are tried when they are entered, kept sealed, never shown again; without them nobody pays online.

Keys that were sealed by another installation are lost: they are asked for again, and the means is not offered.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.payments.models import PaymentSettings
from cabas.payments.online.interface import Keys, Provider
from cabas.payments.online.models import ProviderKeys
from cabas.payments.online.providers import NoSuchProvider, offer_of
from cabas.payments.online.sealing import KeyLost, seal, unseal
from cabas.people.models import User


class NoKeys(Exception):
    """The group has no keys that open anything here."""

    def __str__(self) -> str:
        return _("Le paiement en ligne n’est pas réglé pour ce groupe\u202f: choisissez un autre moyen.")


def enter(group: Group, provider: str, keys: Keys, *, by: User, at: datetime) -> ProviderKeys:
    """Try these keys, and keep them in place of the former ones.

    Raises `NoSuchProvider`, and `KeysRefused`, `ProviderRefusal`, `ProviderAway`: then the former ones stay.
    """
    offer_of(provider).at(keys).try_keys()
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
                "notices_until": timezone.now(),  # by the provider's clock
            },
        )
        PaymentSettings.objects.filter(group=group).update(has_online_keys=True)
    return kept


def try_again(group: Group, *, at: datetime) -> None:
    """Ask the provider whether it still knows the keys. Raises `NoKeys`, `KeysRefused`, `ProviderAway`."""
    provider_of(group).try_keys()
    ProviderKeys.objects.filter(group=group).update(tried_at=at)


@transaction.atomic
def remove(group: Group) -> None:
    """Nobody pays online any more in this group; what was begun can no longer be followed."""
    ProviderKeys.objects.filter(group=group).delete()
    PaymentSettings.objects.filter(group=group).update(has_online_keys=False)


def provider_of(group: Group) -> Provider:
    """The group at its provider. Raises `NoKeys`; where the keys are lost, the means is not offered from then on."""
    kept = ProviderKeys.objects.filter(group=group).first()
    if kept is None:
        raise NoKeys
    try:
        keys = Keys(unseal(kept.sealed_secret), unseal(kept.sealed_webhook_secret))
        return offer_of(kept.provider).at(keys)
    except (KeyLost, NoSuchProvider):
        PaymentSettings.objects.filter(group=group).update(has_online_keys=False)
        raise NoKeys from None


def are_readable(kept: ProviderKeys) -> bool:
    """Do they open with this installation's key, at a provider that is still there?"""
    try:
        unseal(kept.sealed_secret)
        offer_of(kept.provider)
    except (KeyLost, NoSuchProvider):
        return False
    return True
