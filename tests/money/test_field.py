"""A column of money is cents below and Money above, on both engines."""

import pytest
from django.core import serializers
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from django.db.models import F, Sum, Value
from django.db.models.functions import Coalesce

from cabas.ledger.books import open_accounts, open_book
from cabas.ledger.models import Account, Entry
from cabas.ledger.posting import credit, debit, post
from cabas.money import Money, MoneyField, NotMoney
from tests.ledger.small_book import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Account:
    book = open_book()
    alice, orders = open_accounts(book, [("member", "alice"), ("orders", "orders")])
    for cents in (2340, 50):
        post(book, "order", [debit(alice, Money(cents)), credit(orders, Money(cents))], by=None, at=AT)
    return Account.objects.get(pk=alice.pk)


def test_it_reads_as_money_and_is_stored_as_cents(alice: Account) -> None:
    assert alice.balance == Money(-2390)
    with connection.cursor() as cursor:
        cursor.execute("SELECT balance FROM ledger_account WHERE id = %s", [alice.pk])
        assert cursor.fetchone() == (-2390,)


def test_it_filters(alice: Account) -> None:
    debtors = Account.objects.filter(balance__lt=Money.zero)
    assert list(debtors) == [alice]
    assert list(Account.objects.filter(balance__in=[Money(-2390)])) == [alice]
    assert list(Account.objects.filter(balance__range=(Money(-3000), Money(-1)))) == [alice]


def test_a_sum_is_money_or_none(alice: Account) -> None:
    assert alice.entries.aggregate(total=Sum("amount"))["total"] == Money(-2390)
    assert Entry.objects.none().aggregate(total=Sum("amount"))["total"] is None
    assert Entry.objects.filter(pk=0).aggregate(total=Sum("amount"))["total"] is None
    or_zero = Coalesce(Sum("entries__amount"), Value(Money.zero, MoneyField()))
    assert Account.objects.filter(pk=alice.pk).annotate(total=or_zero).get().total == Money(-2390)


def test_expressions_stay_money(alice: Account) -> None:
    row = Account.objects.annotate(
        twice=F("balance") + F("balance"),
        none=F("balance") - F("balance"),
        thrice=F("balance") * 3,
        opposite=-F("balance"),
    ).get(pk=alice.pk)
    assert (row.twice, row.none, row.thrice, row.opposite) == (Money(-4780), Money(0), Money(-7170), Money(2390))


def test_a_bare_number_is_refused_because_it_could_be_euros_or_cents(alice: Account) -> None:
    for number in (0, 12.5, "12"):
        with pytest.raises(NotMoney):
            list(Account.objects.filter(balance=number))


def test_it_survives_serialization_and_migrations(alice: Account) -> None:
    text = serializers.serialize("json", [alice])
    assert next(iter(serializers.deserialize("json", text))).object.balance == Money(-2390)
    written, imports = MigrationWriter.serialize(MoneyField(default=Money(5)))
    assert written == "cabas.money.fields.MoneyField(default=cabas.money.Money(5))"
    assert imports == {"import cabas.money", "import cabas.money.fields"}
    assert MoneyField(default=Money(5)).clone().default == Money(5)
