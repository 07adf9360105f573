"""A text leaves in a sheet as text, never as a formula, and comes back as it left."""

import pytest

from cabas.sheets.cells import protect, unprotect


@pytest.mark.parametrize("text", ["=1+1", "+33 6 41 19 50 83", "-2", "@SUM(A1)", "\t=1", "＝1", "\r\n=1"])
def test_what_starts_a_formula_is_protected(text: str):
    assert protect(text) == "'" + text
    assert unprotect(protect(text)) == text


@pytest.mark.parametrize("text", ["", "Awa", "0612633920", "'rien", "l'Église", "a=b", " =1"])
def test_other_texts_are_left_alone(text: str):
    assert protect(text) == text
    assert unprotect(text) == text
