"""What was cancelled, withdrawn or shifted is put back as one set, where nothing stands in the way.

Baskets have again what they had, what was announced is announced again, each account is debited by one change of each
basket. Nothing comes back in part: what keeps one household from its order keeps the whole, and is said.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog
from cabas.distributions.amending import Amendment, Edit, taken_back
from cabas.distributions.amending_together import amend_all
from cabas.distributions.drafts import drop_drafts
from cabas.distributions.models import Basket, BasketChange, Distribution, Draft, Participation
from cabas.distributions.planning import DayTaken
from cabas.distributions.refusals import NothingToTakeBack
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.cagnotte import has_cagnottes, missing
from cabas.payments.low_cagnotte import tell_all_if_low
from cabas.payments.models import PaymentSettings
from cabas.people.models import User
from cabas.planning.keeping import PROMISE, edits_back, is_as_left, put_promise_back, take_part_again, with_all
from cabas.planning.models import TakenOut
from cabas.planning.obstacles import (
    InTheWay,
    MoneyGone,
    require_money_there,
    require_on_offer,
    require_paid_as_much,
    require_stock,
    require_there,
)
from cabas.planning.shift_notices import tell_restored
from cabas.planning.stakes import BasketsHandedOut, require_unvalidated
from cabas.ui.formats import day_long

NOTHING = Money(0)


class EveningPast(InTheWay):
    """Nobody collects what comes back for an evening that is over."""

    def __init__(self, here: Distribution) -> None:
        self.here = here

    def __str__(self) -> str:
        said = {"day": day_long(self.here.day)}
        return _("La distribution du %(day)s est passée\u202f: rien ne se rétablit.") % said


class BasketsMoved(InTheWay):
    """Baskets were ordered, changed or announced otherwise since."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def __str__(self) -> str:
        return _(
            "Des paniers ont changé depuis (%(names)s)\u202f: l’ensemble ne se rétablit plus. Changez plutôt ces "
            "paniers un à un."
        ) % {"names": ", ".join(self.names)}


class CatalogIsBack(InTheWay):
    """The catalog takes part again: members may have ordered of it."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __str__(self) -> str:
        return _(
            "«\u202f%(catalog)s\u202f» participe de nouveau à cette distribution\u202f: décochez-le d’abord en la "
            "modifiant, ou commandez de nouveau pour les foyers."
        ) % {"catalog": self.catalog.name}


def latest(distribution: Distribution, catalog: int | None = None, *, is_back: bool = False) -> TakenOut | None:
    """What was taken out of it last, or of the catalog of this number; not put back, or put back. One statement."""
    found = TakenOut.objects.filter(distribution=distribution, undone_at__isnull=not is_back)
    found = found.filter(catalog=None) if catalog is None else found.filter(catalog__number=catalog)
    return found.select_related("distribution__group__book", "distribution__place", "catalog__vendor", "target").last()


def catalogs_gone(distribution: Distribution) -> list[TakenOut]:
    """The catalogs that left it and may come back, each by what took it out last. One statement."""
    found = TakenOut.objects.filter(distribution=distribution, catalog__isnull=False, undone_at=None)
    gone = found.exclude(catalog__participations__distribution=distribution).select_related("catalog", "target")
    return list({each.catalog_id: each for each in gone}.values())


def may_come_back(taken: TakenOut, *, at: datetime) -> list[tuple[Basket, list[Edit]]]:
    """Each basket with what brings it back. Raises what stands in the way: `InTheWay`, `NothingToTakeBack`, `DayTaken`,
    `DistributionValidated`, `BasketsHandedOut`."""
    here = _standing(taken, at)
    baskets = {basket.pk: basket for basket in with_all(each["basket"] for each in taken.baskets)}
    pairs = [(baskets[each["basket"]], each) for each in taken.baskets]
    _require_as_left(pairs)
    require_there(basket for basket, _each in pairs)
    require_money_there([basket for basket, _each in pairs], taken.after_number)
    coming = [(basket, edits_back(basket, each)) for basket, each in pairs]
    wanted = [
        edit
        for basket, edits in coming
        for edit in edits
        if basket.distribution_id == here.pk and edit.quantity and not edit.is_missing
    ]
    require_on_offer(edit.line for edit in wanted)
    require_stock(here, [(edit.line, edit.quantity or 0) for edit in wanted])
    return coming


def restore(taken: TakenOut, *, key: str, by: User, at: datetime) -> Distribution:
    """Put it back. The same key puts back once. Raises what `may_come_back` raises, and the ledger's `KeyReused`.

    The number of statements does not depend on that of the baskets.
    """

    def perform(book: Book) -> dict[str, Any]:
        fresh = TakenOut.objects.select_related(
            "distribution__group", "distribution__place", "catalog__vendor", "target"
        ).get(pk=taken.pk)
        coming = may_come_back(fresh, at=at)
        _restore(fresh, coming, book, key=key, by=by, at=at)
        return {"distribution": fresh.distribution_id}

    book = taken.distribution.group.book
    done = once(book, key=key, kind="restore", asked={"taken": taken.pk}, by=by.pk, at=at, perform=perform)
    return Distribution.objects.get(pk=done.result["distribution"])


def _standing(taken: TakenOut, at: datetime) -> Distribution:
    """The evening to which it comes back, free and to come. One statement."""
    if taken.undone_at:
        raise NothingToTakeBack
    evenings = {each.pk: each for each in _as_they_are(taken)}
    catalog = taken.catalog
    here: Distribution = evenings[taken.distribution_id]
    if here.starts_at <= at:
        raise EveningPast(here)
    if catalog is None:
        _require_free_day(here)
    else:
        for each in evenings.values():
            require_unvalidated(each)
            if each.is_handed_out:
                raise BasketsHandedOut
        if evenings[here.pk].takes_part:
            raise CatalogIsBack(catalog)
    return here


def _require_free_day(here: Any) -> None:
    if not here.is_cancelled:
        raise NothingToTakeBack
    if here.is_place_taken:
        raise DayTaken(here.place.name, here.starts_at)


def _as_they_are(taken: TakenOut) -> Any:
    """The distribution, and the one to which its catalog was shifted."""
    evenings = Distribution.objects.filter(pk__in=[taken.distribution_id, taken.target_id]).with_validation()
    here = OuterRef("pk")
    handed_out = Q(served_at__isnull=False) | Q(absent_at__isnull=False)
    others = Distribution.objects.standing().filter(group=taken.group_id, place=OuterRef("place"), day=OuterRef("day"))
    return evenings.annotate(
        is_handed_out=Exists(Basket.objects.filter(handed_out, distribution=here)),
        takes_part=Exists(Participation.objects.filter(distribution=here, catalog=taken.catalog_id)),
        is_place_taken=Exists(others.exclude(pk=here)),
    ).select_related("place", "group")


def _require_as_left(pairs: Sequence[tuple[Basket, dict[str, Any]]]) -> None:
    require_paid_as_much((basket, each["after"]["paid"]) for basket, each in pairs)
    moved = {basket.membership.name for basket, each in pairs if not is_as_left(basket, each)}
    if moved:
        raise BasketsMoved(sorted(moved))


def _restore(
    taken: TakenOut, coming: Sequence[tuple[Basket, list[Edit]]], book: Book, *, key: str, by: User, at: datetime
) -> None:
    here = taken.distribution
    for basket, _edits in coming:
        basket.membership.group = here.group
    done = amend_all(book, coming, kind=BasketChange.Kind.RESTORED, by=by, at=at, key=key, tells_low=False)
    baskets = [basket for basket, _edits in coming]
    _tell_balances(here, baskets, done, at)
    kept = {each["basket"]: each for each in taken.baskets}
    for basket in baskets:
        put_promise_back(basket, kept[basket.pk])
    Basket.objects.bulk_update(baskets, PROMISE)
    drop_drafts(Draft.objects.filter(distribution=here))
    if taken.catalog is None:
        here.cancelled_at, here.cancelled_why = None, ""
        here.save(update_fields=["cancelled_at", "cancelled_why"])
    else:
        take_part_again(here, taken.catalog, taken.hours)
    taken.undone_at = at
    taken.save(update_fields=["undone_at"])
    tell_restored(taken, baskets, at=at)


def _taken(done: Sequence[Amendment]) -> dict[int, Money]:
    """What was taken from each account, by household: two baskets of one household have one account."""
    cents: Counter[int] = Counter()
    for each in done:
        cents[each.basket.membership_id] -= taken_back(each).cents
    return {household: Money(amount) for household, amount in cents.items()}


def _tell_balances(here: Distribution, baskets: Sequence[Basket], done: Sequence[Amendment], at: datetime) -> None:
    """Bring them up to date; a cagnotte that was spent elsewhere since does not pay twice. Raises `MoneyGone`."""
    taken, own = _taken(done), {each.basket.pk: taken_back(each) for each in done}
    before = {basket.membership_id: basket.balance - own.get(basket.pk, NOTHING) for basket in baskets}
    people = {basket.membership_id: basket.membership for basket in baskets}
    settings = PaymentSettings.objects.filter(group=here.group_id).first()
    if settings is not None and has_cagnottes(settings):
        short = [pk for pk, more in taken.items() if missing(settings, before[pk], more)]
        if short:
            raise MoneyGone([people[pk].name for pk in short])
    for basket in baskets:
        basket.balance = before[basket.membership_id] - taken.get(basket.membership_id, NOTHING)
    tell_all_if_low(here.group, [(people[pk], more) for pk, more in taken.items()], at=at)
