"""The first page of a member: where the account stands, the next distribution, what is ordered for it, what follows."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.http import HttpResponse
from django.shortcuts import render

from cabas.clock import now
from cabas.distributions.choosing import Choice, Preview, choices
from cabas.distributions.models import Distribution
from cabas.distributions.standing import standing_of
from cabas.distributions.views._wording import moment_to_come, time_left, to_bring
from cabas.groups.access import GroupRequest, member_page
from cabas.payments.means import ICON_OF

SHOWN_MAX = 8
OWING = {"a-regler", "doit"}


@dataclass(frozen=True)
class Evening:
    """A distribution to come, as this household sees it."""

    distribution: Distribution
    choice: Choice
    at: datetime
    owes: bool

    @property
    def is_open(self) -> bool:
        return self.distribution.is_open(self.at)

    @property
    def is_planned(self) -> bool:
        return self.at < self.distribution.orders_open_at

    @property
    def has_unsaved_changes(self) -> bool:
        """Only while they can still be committed: at closing the committed order stands."""
        return self.is_open and self.choice.has_unsaved_changes

    @property
    def order(self) -> Preview | None:
        return self.choice.order() if self.choice.has_order else None

    @property
    def opens(self) -> str:
        return moment_to_come(self.distribution.orders_open_at, self.at)

    @property
    def closes(self) -> str:
        return moment_to_come(self.distribution.orders_close_at, self.at)

    @property
    def left(self) -> str:
        return time_left(self.distribution.orders_close_at - self.at)

    @property
    def elapsed(self) -> str:
        """The share of the ordering time that has passed, in percent, as SVG writes it."""
        opens, closes = self.distribution.orders_open_at, self.distribution.orders_close_at
        return f"{100 * min(1.0, max(0.0, (self.at - opens) / (closes - opens))):.1f}"

    @property
    def means_icon(self) -> str:
        basket = self.choice.basket
        return ICON_OF[basket.means] if basket and basket.is_announced and self.owes else "circle-check"

    @property
    def to_bring(self) -> str:
        """« Chèque à apporter jeudi » while the means stands and something is owed."""
        basket = self.choice.basket
        if not basket or not basket.is_announced or not self.owes:
            return ""
        return to_bring(basket.means, self.distribution.day, self.at)


@member_page
def home(request: GroupRequest) -> HttpResponse:
    at = now()
    coming = request.group.distributions.to_come(at).select_related("place")[:SHOWN_MAX]
    distributions = list(coming)
    chosen = choices(distributions, request.member)
    standing = standing_of(request.member, at=at)
    owes = standing.state in OWING
    evenings = [Evening(distribution, chosen[distribution.pk], at, owes) for distribution in distributions]
    context = {
        "standing": standing,
        "next": next(iter(evenings), None),
        "following": list(islice(evenings, 1, None)),
        "unsaved": [evening for evening in evenings if evening.has_unsaved_changes],
    }
    return render(request, "distributions/home.html", context)
