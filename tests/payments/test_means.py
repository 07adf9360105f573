"""An administrator sets the means of payment; an IBAN is read and typed in groups of four."""

import re

import pytest
from django.test import Client

from tests.cast import Cast, cast

pytestmark = pytest.mark.django_db

PAGE = "/g/vallon/gestion/reglages/paiements/"
TRANSFERS = {"accepts_transfer": "on", "account_holder": "Les Paniers"}


@pytest.fixture
def vallon() -> Cast:
    return cast()


@pytest.fixture
def nadia(vallon: Cast) -> Client:
    client = Client()
    client.force_login(vallon.nadia)
    return client


def test_the_iban_is_shown_in_groups_of_four(nadia: Client) -> None:
    assert 'value="FR76 3000 6000 0112 3456 7890 189"' in nadia.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "FR76 3000 6000 0112 3456 7890 189",
        "fr7630006000011234567890189",
        "FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189",
        " FR76-3000-6000-0112-3456-7890-189 ",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",  # 31 characters, 38 with their spaces
    ],
)
def test_an_iban_is_typed_with_or_without_spaces(typed: str, vallon: Cast, nadia: Client) -> None:
    assert nadia.post(PAGE, {**TRANSFERS, "iban": typed}).status_code == 302
    vallon.group.payment_settings.refresh_from_db()
    assert vallon.group.payment_settings.iban == re.sub(r"[\W]", "", typed).upper()


def test_what_is_wrong_is_said_beside_its_field_and_kept(nadia: Client) -> None:
    posted = {**TRANSFERS, "iban": "FR76 3000 6000 0112 3456 7890 188", "cheque_payee": "a" * 121}
    answer = nadia.post(PAGE, posted)
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "cheque_payee": ["C’est trop long\u202f: 120 caractères au plus, il y en a 121."],
        "iban": ["Cet IBAN n’est pas valable\u202f: vérifiez chaque caractère."],
    }
    assert 'value="FR76 3000 6000 0112 3456 7890 188"' in answer.content.decode()
