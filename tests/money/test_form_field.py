"""An amount typed in a form: nothing, an amount, or a sentence that says what is wrong with it."""

import pytest
from django.forms import ValidationError

from cabas.money import Money
from cabas.money.form_field import MoneyFormField


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", None])
def test_spaces_are_nothing(typed):
    assert MoneyFormField(required=False).clean(typed) is None
    with pytest.raises(ValidationError, match="Montant manquant"):
        MoneyFormField(error_messages={"required": "Montant manquant"}).clean(typed)


def test_an_amount_is_money():
    assert MoneyFormField().clean(" 12,5 ") == Money(1250)
    assert MoneyFormField().clean("0") == Money(0)


def test_the_number_of_a_cheque_is_not_taken_for_an_amount():
    assert MoneyFormField().clean("99 999,99") == Money.of("99999.99")
    with pytest.raises(ValidationError, match="Vérifiez le montant"):
        MoneyFormField().clean("0012345678")
