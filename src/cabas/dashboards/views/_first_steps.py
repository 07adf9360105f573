"""While a group has had no distribution, whoever may act there is shown what to do first, each step a page."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cabas.groups.access import GroupRequest
from cabas.groups.rights import Right

STEPS = (
    ("groups:member_new", _("Ajouter des membres"), "user-round-plus", Right.MANAGE_MEMBERS),
    ("groups:member_import", _("Importer la liste des membres"), "upload", Right.MANAGE_MEMBERS),
    ("groups:roles", _("Donner des droits"), "key-round", Right.GIVE_ROLES),
    ("distributions:payment_settings", _("Choisir les moyens de paiement"), "wallet-cards", Right.SET_PAYMENTS),
    ("catalogs:vendor_new", _("Ajouter un producteur et ses produits"), "tractor", Right.MANAGE_CATALOGS),
    ("distributions:new_distribution", _("Planifier la première distribution"), "calendar-plus", Right.PLAN),
)


@dataclass(frozen=True)
class Step:
    label: Any
    url: str
    icon: str


def first_steps(request: GroupRequest) -> list[Step]:
    """The steps that this person may take; none once there has been a distribution."""
    open_to_me = [(view, label, icon) for view, label, icon, right in STEPS if right in request.rights]
    if not open_to_me or request.group.distributions.exists():
        return []
    return [Step(label, reverse(view, kwargs={"slug": request.group.slug}), icon) for view, label, icon in open_to_me]
