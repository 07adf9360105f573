"""The audit proves baskets against their lines, their changes and the ledger, and names what is damaged."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import forgive_absent, look_again
from cabas.distributions.models import Basket, BasketChange, OrderLine, Receipt, Validation
from cabas.distributions.serving import serve, take_payment, undo_receipt
from cabas.distributions.validation import undo_validation, validate
from cabas.ledger.models import Entry, Transaction
from cabas.money import Money
from cabas.payments import auditing as payments_auditing
from cabas.payments.models import Payment
from tests.cast import THURSDAY_EVENING, Cast, add_distribution, cast, key

pytestmark = pytest.mark.django_db

ALICES = "Groupe vallon, distribution n° 1, panier n° 1\u202f: "
BOBS = "Groupe vallon, distribution n° 1, panier n° 2\u202f: "
VALIDATION = "Groupe vallon, validation de la distribution n° 1\u202f: "


@pytest.fixture
def play() -> Cast:
    """Alice ordered 24,00 (panier n° 1, opération n° 1), Bob 16,20 (panier n° 2, opération n° 2)."""
    play = cast()
    play.order(play.alice, {play.vegetables: 1, play.cheese: 2})
    play.order(play.bob, {play.bread: 3}, means="cash")
    return play


@pytest.fixture
def paid(play: Cast) -> Cast:
    """Both paid: operations 3 and 4."""
    for basket in Basket.objects.order_by("number"):
        take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return play


@pytest.fixture
def forgiven(play: Cast) -> Cast:
    """Bob did not come: operation 3 forgives him 16,20."""
    forgive_absent(of(play.bob), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return play


@pytest.fixture
def validated(paid: Cast) -> Cast:
    """Operation 5 takes 40,20 out of the orders in progress."""
    confirm(paid)
    return paid


def confirm(play: Cast) -> Validation:
    return validate(play.distribution, keeps_estimates=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)


def of(member: object) -> Basket:
    return Basket.objects.get(membership=member)


def said(play: Cast) -> list[str]:
    return [str(fault) for fault in audit_group(play.group)]


def test_a_story_from_order_to_undone_validation_has_no_fault(paid: Cast) -> None:
    validation = confirm(paid)
    assert said(paid) == []
    undo_validation(validation, why="erreur de poids", key=key(), by=paid.nadia, at=THURSDAY_EVENING)
    assert said(paid) == []
    for receipt in Receipt.objects.all():
        undo_receipt(receipt, key=key(), by=paid.nadia, at=THURSDAY_EVENING)
    assert said(paid) == []
    assert list(payments_auditing.audit_all()) == []


def test_a_forgiven_basket_and_its_taking_back_have_no_fault(forgiven: Cast) -> None:
    assert said(forgiven) == []
    look_again(of(forgiven.bob), key=key(), by=forgiven.nadia, at=THURSDAY_EVENING)
    assert said(forgiven) == []


def test_two_distributions_or_one_take_the_same_number_of_statements(validated: Cast) -> None:
    one = statements(validated)
    second = validated.distribution.starts_at.replace(day=28)
    validated.distribution = add_distribution(validated.group, second, [validated.catalog])
    for member in (validated.alice, validated.bob):
        basket = validated.order(member, {validated.bread: 1})
        take_payment(basket, "cash", key=key(), by=validated.nadia, at=second)
    validate(validated.distribution, key=key(), by=validated.nadia, at=second)
    assert statements(validated) == one


def statements(play: Cast) -> int:
    """How many it takes to find no fault."""
    with CaptureQueriesContext(connection) as queries:
        assert said(play) == []
    return len(queries)


def test_a_damaged_total_of_a_basket_is_named(play: Cast) -> None:
    Basket.objects.filter(membership=play.alice).update(total=Money.of("23.00"))
    codes = [fault.code for fault in audit_group(play.group)]
    assert codes == ["basket total", "basket changes", "orders in progress"]


def test_a_damaged_total_of_a_line_is_named(play: Cast) -> None:
    OrderLine.objects.filter(basket__membership=play.bob).update(total=Money.of("16.21"))
    assert said(play) == [
        f"{BOBS}le total est 16,20\u00a0€, ses lignes font 16,21\u00a0€.",
        f"{BOBS}la ligne «\u202fPain\u202f» est à 16,21\u00a0€, son prix donne 16,20\u00a0€.",
    ]


def test_a_line_that_says_another_quantity_than_it_costs_is_named(play: Cast) -> None:
    OrderLine.objects.filter(basket__membership=play.bob).update(quantity=4)
    assert said(play) == [f"{BOBS}la ligne «\u202fPain\u202f» est à 16,20\u00a0€, son prix donne 21,60\u00a0€."]


def test_a_line_counted_for_another_evening_is_named(play: Cast) -> None:
    other = add_distribution(play.group, play.distribution.starts_at.replace(day=28), [play.catalog])
    OrderLine.objects.filter(basket__membership=play.bob).update(distribution=other)
    assert said(play) == [f"{BOBS}la ligne «\u202fPain\u202f» est comptée dans une autre distribution."]


def test_a_deleted_change_is_named(play: Cast) -> None:
    BasketChange.objects.filter(basket__membership=play.bob).delete()
    assert said(play) == [
        f"{BOBS}le total est 16,20\u00a0€, ses opérations font 0,00\u00a0€.",
        "Groupe vallon, opération n° 2\u202f: rien n’explique −16,20\u00a0€ au compte 41100002.",
    ]


def test_a_deleted_taking_back_is_named(forgiven: Cast) -> None:
    look_again(of(forgiven.bob), key=key(), by=forgiven.nadia, at=THURSDAY_EVENING)
    BasketChange.objects.latest("pk").delete()
    assert said(forgiven) == [
        f"{BOBS}il est annulé pour 16,20\u00a0€, et personne n’est dit absent.",
        "Groupe vallon, opération n° 4\u202f: rien n’explique −16,20\u00a0€ au compte 41100002.",
    ]


def test_a_basket_moved_to_another_household_is_named(play: Cast) -> None:
    nadias = play.nadia.households.get(membership__group=play.group).membership
    Basket.objects.filter(membership=play.bob).update(membership=nadias)
    assert said(play) == [
        f"{BOBS}le changement de −16,20\u00a0€ n’est pas dans le compte du membre.",
        "Groupe vallon, opération n° 2\u202f: rien n’explique −16,20\u00a0€ au compte 41100002.",
    ]


def swap_transactions(first: BasketChange, second: BasketChange) -> None:
    one, other = first.transaction_id, second.transaction_id
    for change, transaction in ((first, None), (second, one), (first, other)):
        BasketChange.objects.filter(pk=change.pk).update(transaction=transaction)


def test_swapped_transactions_of_two_changes_are_named(play: Cast) -> None:
    swap_transactions(*BasketChange.objects.all())
    assert said(play) == [
        f"{ALICES}le changement de −24,00\u00a0€ n’est pas dans le compte du membre.",
        f"{BOBS}le changement de −16,20\u00a0€ n’est pas dans le compte du membre.",
        "Groupe vallon, opération n° 1\u202f: rien n’explique −24,00\u00a0€ au compte 41100001.",
        "Groupe vallon, opération n° 2\u202f: rien n’explique −16,20\u00a0€ au compte 41100002.",
    ]


def test_a_change_of_nothing_that_takes_a_transaction_is_named(play: Cast) -> None:
    change = BasketChange.objects.get(basket__membership=play.bob)
    BasketChange.objects.filter(pk=change.pk).update(transaction=None)
    change.pk, change.amount = None, Money(0)
    change.save()
    assert said(play) == [
        f"{BOBS}le changement de {amount}\u00a0€ n’est pas dans le compte du membre." for amount in ("−16,20", "0,00")
    ]


def test_a_basket_forgiven_in_part_is_named(forgiven: Cast) -> None:
    BasketChange.objects.filter(kind="forgiven").update(amount=Money.of("16.00"))
    assert said(forgiven)[0] == f"{BOBS}il est annulé pour 16,00\u00a0€, il coûte 16,20\u00a0€."


def test_a_basket_forgiven_to_nobody_absent_is_named(forgiven: Cast) -> None:
    Basket.objects.filter(membership=forgiven.bob).update(absent_at=None)
    assert said(forgiven) == [f"{BOBS}il est annulé pour 16,20\u00a0€, et personne n’est dit absent."]


def test_a_receipt_of_a_basket_that_was_not_served_is_named(paid: Cast) -> None:
    Basket.objects.filter(membership=paid.bob).update(served_at=None)
    assert said(paid) == [f"{BOBS}16,20\u00a0€ sont encaissés, et il n’est pas dit remis."]


def test_a_receipt_of_another_member_is_named(paid: Cast) -> None:
    Receipt.objects.filter(basket__membership=paid.bob).update(basket=of(paid.alice))
    assert said(paid) == [f"{ALICES}un encaissement est celui d’un autre membre."]


def test_a_deleted_receipt_is_named(paid: Cast) -> None:
    Receipt.objects.filter(basket__membership=paid.bob).delete()
    assert said(paid) == ["Groupe vallon, opération n° 4\u202f: le panier que payaient 16,20\u00a0€ n’est plus dit."]


def test_a_deleted_payment_is_named(paid: Cast) -> None:
    Receipt.objects.filter(basket__membership=paid.bob).delete()
    Payment.objects.filter(membership=paid.bob).delete()
    assert said(paid) == ["Groupe vallon, opération n° 4\u202f: rien n’explique 16,20\u00a0€ au compte 41100002."]


DAMAGES_OF_VALIDATION: dict[str, tuple[Callable[[Cast], object], list[str]]] = {
    "another total": (
        lambda _: Validation.objects.update(total=Money.of("40.00")),
        [f"{VALIDATION}son total est 40,00\u00a0€, son opération retire 40,20\u00a0€ des commandes en cours."],
    ),
    "another transaction": (
        lambda play: Validation.objects.update(transaction=Transaction.objects.get(number=1)),
        [
            f"{VALIDATION}son total est 40,20\u00a0€, son opération retire −24,00\u00a0€ des commandes en cours.",
            f"{VALIDATION}le compte 40100001 y reçoit 0,00\u00a0€, les lignes font 40,20\u00a0€.",
            "Groupe vallon, opération n° 5\u202f: elle valide une distribution, mais aucune ne la dit.",
        ],
    ),
    "no transaction": (
        lambda _: Validation.objects.update(transaction=None),
        [
            f"{VALIDATION}son total est 40,20\u00a0€, et elle n’a pas d’opération.",
            f"{VALIDATION}le compte 40100001 y reçoit 0,00\u00a0€, les lignes font 40,20\u00a0€.",
            "Groupe vallon, opération n° 5\u202f: elle valide une distribution, mais aucune ne la dit.",
        ],
    ),
    "another count": (
        lambda _: Validation.objects.update(basket_count=F("basket_count") + 1),
        [f"{VALIDATION}elle compte 3 panier(s), la distribution en a 2."],
    ),
    "undone, and its transaction stands": (
        lambda _: Validation.objects.update(undone_at=THURSDAY_EVENING),
        [
            "Groupe vallon\u202f: les commandes en cours sont à 0,00\u00a0€, les paniers font 40,20\u00a0€.",
            f"{VALIDATION}elle est défaite, et son opération n’est pas annulée.",
        ],
    ),
}


@pytest.mark.parametrize("name", DAMAGES_OF_VALIDATION)
def test_a_damaged_validation_is_named(validated: Cast, name: str) -> None:
    damage, sentences = DAMAGES_OF_VALIDATION[name]
    damage(validated)
    assert said(validated) == sentences


def test_a_validation_that_stands_while_its_transaction_is_reversed_is_named(validated: Cast) -> None:
    validation = Validation.objects.get()
    undo_validation(validation, why="erreur", key=key(), by=validated.nadia, at=THURSDAY_EVENING)
    Validation.objects.update(undone_at=None)
    assert said(validated) == [
        "Groupe vallon\u202f: les commandes en cours sont à 40,20\u00a0€, les paniers font 0,00\u00a0€.",
        f"{VALIDATION}elle tient, et son opération est annulée.",
    ]


def test_a_deleted_validation_is_named(validated: Cast) -> None:
    Validation.objects.all().delete()
    assert said(validated)[-1] == (
        "Groupe vallon, opération n° 5\u202f: elle valide une distribution, mais aucune ne la dit."
    )


def test_a_vendor_who_was_owed_something_else_is_named(validated: Cast) -> None:
    from cabas.catalogs.vendors import add_catalog, add_vendor

    other = add_catalog(add_vendor(validated.group, "Chez Rose"), "Chez Rose")
    validated.bread.catalog = other
    validated.bread.save()
    assert said(validated) == [
        f"{VALIDATION}le compte 40100001 y reçoit 40,20\u00a0€, les lignes font 24,00\u00a0€.",
        f"{VALIDATION}le compte 40100002 y reçoit 0,00\u00a0€, les lignes font 16,20\u00a0€.",
    ]


def test_each_entry_of_a_member_is_seen_whatever_its_transaction_says(paid: Cast) -> None:
    assert Entry.objects.filter(account__kind="member").count() == 4
    BasketChange.objects.all().delete()
    Receipt.objects.all().delete()
    Payment.objects.all().delete()
    assert [fault.number for fault in audit_group(paid.group) if fault.code == "cause"] == [1, 2, 3, 4]


def test_more_left_owed_than_a_basket_ever_cost_is_named(play: Cast) -> None:
    serve(of(play.bob), is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert said(play) == []
    Basket.objects.filter(membership=play.bob).update(left_amount=Money.of("16.21"))
    assert said(play) == [f"{BOBS}16,21\xa0€ en sont laissés dus, il en a été débité 16,20\xa0€."]
