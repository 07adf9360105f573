"""What a member types at the bank, and the code that says the same to the bank's app."""

import pytest

from cabas.groups.models import Group
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.transfer_references import TransferReference
from cabas.payments.transfers import transfer_to_make
from tests.payments.codes import code_in

IBAN = "FR7630006000011234567890189"
REFERENCE = TransferReference(47, 118)


def settings(**more: str) -> PaymentSettings:
    return PaymentSettings(group=Group(name="Les Paniers d’à Côté"), **({"iban": IBAN} | more))


def test_a_second_decoder_reads_the_transfer_in_the_code() -> None:
    transfer = transfer_to_make(settings(), REFERENCE, Money.of("31.20"))
    assert transfer is not None
    assert code_in(transfer.drawn).split("\n") == [
        *("BCD", "002", "1", "SCT"),  # a SEPA transfer, in UTF-8
        "",  # no BIC: inside the European Economic Area the IBAN is enough
        "Les Paniers d’à Côté",
        IBAN,
        "EUR31.2",
        *("", ""),  # no purpose, no structured reference
        "M47-P118-3",
    ]


@pytest.mark.parametrize("amount", ["0.01", "0.10", "7.05", "1234.50", "99999.99"])
def test_the_amount_in_the_code_is_exact(amount: str) -> None:
    transfer = transfer_to_make(settings(), REFERENCE, Money.of(amount))
    assert transfer is not None
    said = code_in(transfer.drawn).split("\n")[7]
    assert (said[:3], Money.of(said[3:])) == ("EUR", Money.of(amount))


def test_the_holder_and_the_bic_that_the_group_gave_are_used() -> None:
    given = settings(account_holder="Association  Vallon " + "x" * 70, bic="POFICHBEXXX", iban="CH9300762011623852957")
    transfer = transfer_to_make(given, REFERENCE, Money.of("5.00"))
    assert transfer is not None
    said = code_in(transfer.drawn).split("\n")
    assert (said[4], said[5], said[6]) == ("POFICHBEXXX", ("Association Vallon " + "x" * 70)[:70], given.iban)
    assert "IBAN CH93 0076 2011 6238 5295 7, BIC POFICHBEXXX, référence M47-P118-3" in transfer.in_a_sentence


def test_without_an_amount_there_is_no_code_and_without_an_iban_no_transfer() -> None:
    transfer = transfer_to_make(settings(), REFERENCE, None)
    assert transfer is not None
    assert (transfer.drawn, transfer.in_a_sentence) == (
        "",
        "à Les Paniers d’à Côté, IBAN FR76 3000 6000 0112 3456 7890 189, référence M47-P118-3",
    )
    assert transfer_to_make(settings(iban=""), REFERENCE, Money.of("5.00")) is None
    assert transfer_to_make(None, REFERENCE, Money.of("5.00")) is None
