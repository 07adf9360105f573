"""E21: in January each household is told its year: how many baskets, for how much, from whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.announcements.models import Told
from cabas.announcements.telling_once import button, households, once
from cabas.clock import PARIS
from cabas.distributions.models import Basket, OrderLine
from cabas.groups.models import Group
from cabas.mail.queueing import Letter
from cabas.money import Money
from cabas.ui import formats
from cabas.ui.language import in_french

KIND = "E21"
JANUARY, LAST_DAY, FROM = 1, 15, 9
VENDORS_SHOWN = 3
NOTHING = Money(0)


@in_french
def tell_the_year(group: Group, *, at: datetime) -> int:
    """Returns how many mails were queued. No statement but in the first days of a year, after 9 h."""
    here = at.astimezone(PARIS)
    if here.month != JANUARY or here.day > LAST_DAY or here.hour < FROM:
        return 0
    year = here.year - 1
    if Told.objects.filter(group=group, kind=KIND, about=str(year)).exists():
        return 0
    return once(group, KIND, [year], lambda _new: _letters(group, year), at)


def _letters(group: Group, year: int) -> Iterable[Letter]:
    baskets = Basket.objects.filter(group=group, distribution__day__year=year, total__gt=NOTHING)
    years = {
        member: (count, total)
        for member, count, total in baskets.values("membership")
        .annotate(count=Count("pk"), spent=Sum("total"))
        .values_list("membership", "count", "spent")
    }
    vendors = _vendors(group, year)
    for household in households(group):
        if household.pk in years:
            count, total = years[household.pk]
            said = {"year": year, "count": count, "total": formats.euros(total)}
            subject = ngettext(
                "Votre année %(year)s\u202f: %(count)s panier, %(total)s",
                "Votre année %(year)s\u202f: %(count)s paniers, %(total)s",
                count,
            )
            yield Letter(household, KIND, subject % said, _body(group, year, vendors[household.pk]))


def _body(group: Group, year: int, vendors: Mapping[str, Money]) -> str:
    most = sorted(vendors.items(), key=lambda each: (-each[1].cents, each[0]))[:VENDORS_SHOWN]
    rows = "\n".join(f"- {name}\u202f: {formats.euros(amount)}" for name, amount in most)
    see = button(_("Voir mon relevé de l’année"), "papers:statement", group)
    thanks = _("merci pour cette année. Voici de qui vous avez le plus mangé en %(year)s\u202f:") % {"year": year}
    return "\n\n".join([_("Bonjour,"), thanks, *([rows] if rows else []), *see])


def _vendors(group: Group, year: int) -> Mapping[int, Mapping[str, Money]]:
    """What each household bought of each vendor, by the household's id. One statement."""
    lines = OrderLine.objects.filter(group=group, distribution__day__year=year, total__gt=NOTHING)
    found: dict[int, dict[str, Money]] = defaultdict(dict)
    of_vendors = lines.values("basket__membership", "product__catalog__vendor__name").annotate(spent=Sum("total"))
    for member, name, spent in of_vendors.values_list("basket__membership", "product__catalog__vendor__name", "spent"):
        found[member][name] = spent
    return found
