"""The member whose account is opened, as the treasury needs it, in one statement; also somebody who has left."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from cabas.groups.access import GroupRequest
from cabas.groups.models import Adult, Membership
from cabas.payments.means import WRITTEN_BY_HAND, Means
from cabas.payments.means_by_hand import means_by_hand
from cabas.payments.models import Payment
from cabas.people.models import User
from cabas.prepared import prepared


@dataclass(frozen=True)
class Opened:
    """A household with its account just read; `means` are those that the treasury may choose, `last_means` first used
    last by this member."""

    member: Membership
    people: list[User]
    last_means: str = ""
    means: list[Means] = field(default_factory=list)

    @property
    def name(self) -> str:
        """« Camille Moreau »: the first adult, as lists show the household."""
        return self.people[0].full_name if self.people else self.member.name

    @property
    def full_name(self) -> str:
        """« Camille Moreau et Alex Moreau »."""
        return " et ".join(person.full_name for person in self.people) or self.name


def opened_or_404(request: GroupRequest, number: int) -> Opened:
    """The member of this number in the group of the request. Raises Http404 for any other."""
    adults: list[Any] = [*_adults(request.group.pk, number)]  # annotated
    if not adults:
        return _of_nobody(request.group.pk, number)
    member = adults[0].membership
    last_means = adults[0].last_means or ""
    return Opened(member, [adult.person for adult in adults], last_means, _means(member, last_means))


def _of_nobody(group: int, number: int) -> Opened:
    """A household whose people are all in another one now. Raises Http404."""
    household = Membership.objects.select_related("account", "group__book", "group__payment_settings")
    member = get_object_or_404(household, group=group, number=number)
    return Opened(member, [], "", _means(member, ""))


@prepared
def _adults(group: int, number: int) -> "QuerySet[Adult]":
    """Each with everything about the household."""
    by_hand = Payment.objects.live().filter(membership=OuterRef("membership"), means__in=WRITTEN_BY_HAND)
    last = by_hand.order_by("-pk").values("means")[:1]
    adults = Adult.objects.filter(group=group, membership__number=number).annotate(last_means=Subquery(last))
    household = ("membership__account", "membership__group__book", "membership__group__payment_settings")
    return adults.select_related("person", *household).order_by("position")


def _means(member: Membership, last: str) -> list[Means]:
    """What the group takes, and what this member used last: it may still be written."""
    return means_by_hand(getattr(member.group, "payment_settings", None), last)
