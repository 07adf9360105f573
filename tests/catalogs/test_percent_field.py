"""A rate is shown as it is said, « 5,5 », and read as it is typed."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from cabas.catalogs.percent_field import PercentField


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("kept", "shown"), [("5.50", "5,5"), ("20.00", "20"), ("0.00", "0"), ("2.25", "2,25")])
def test_a_rate_has_no_zero_too_many(kept: str, shown: str, language: str) -> None:
    with translation.override(language):
        assert PercentField().prepare_value(Decimal(kept)) == shown


@pytest.mark.parametrize("typed", ["5,5", "5.50", " 5,5 % ", "05,5"])
def test_a_rate_is_read_however_it_is_typed(typed: str) -> None:
    assert PercentField(max_value=50).clean(typed) == Decimal("5.5")


@pytest.mark.parametrize("typed", ["cinq", "-1", "50,1", "5,555"])
def test_what_is_no_rate_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        PercentField(max_value=50).clean(typed)
