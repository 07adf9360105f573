"""T6: an evening that was served at the stand is closed in three taps on a phone; the money is counted on the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import faults_of_access, width_at_320
from tests.journeys.test_j1_order_to_zero import TUESDAY, Taps

TAPS_MAX = 3


@pytest.mark.parametrize(
    "javascript", [True, pytest.param(False, marks=pytest.mark.variant)], ids=["phone", "without-javascript"]
)
def test_t6_an_evening_served_at_the_stand_is_validated_in_three_taps(
    door: Door, demonstration: Demonstration, javascript: bool
) -> None:
    demonstration.move_clock(TUESDAY.evening)
    demonstration.serve_everybody_but("")
    page = door.open("Lucie Bernard", "phone", javascript=javascript)
    page.goto("/g/vallon/gestion/distributions/")
    taps = Taps()
    taps.click(page, "link", re.compile("^Valider"))
    expect(page.get_by_role("heading", name="L’argent compté")).to_be_visible()
    expect(page.get_by_role("heading", name="Paniers : rien à regarder")).to_be_hidden()
    if javascript:
        assert faults_of_access(page) == []
        assert width_at_320(page) == 320
    taps.click(page, "link", "Suivant")
    what_is_typed_stays_while_one_goes_from_step_to_step(page, is_said_at_once=javascript)
    taps.click(page, "button", re.compile("^Valider : [0-9]+ paniers"))
    expect(page.get_by_role("main")).to_contain_text("Distribution validée")
    expect(page.get_by_role("main")).to_contain_text("écart +")
    assert taps.count == TAPS_MAX
    demonstration.audit()


def what_is_typed_stays_while_one_goes_from_step_to_step(page: Page, *, is_said_at_once: bool) -> None:
    """Beside the three taps: a count with a difference, typed in the step before."""
    page.get_by_role("link", name="Argent", exact=True).click()
    page.get_by_label("Compté", exact=True).fill("9999")
    expect(page.get_by_role("status").filter(has_text="écart")).to_have_count(1 if is_said_at_once else 0)
    page.get_by_label("Pourquoi cet écart d’espèces").fill("essai")
    page.get_by_role("link", name="Suivant").click()
    expect(page.get_by_role("heading", name="L’argent compté")).to_be_hidden()
