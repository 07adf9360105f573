"""An address may say a number that nothing has, or that no column can hold: the page is not found, nothing breaks."""

import pytest
from django.test import Client

from cabas.groups.models import Role
from tests.cast import TUESDAY, cast

pytestmark = pytest.mark.django_db
PAGES = (
    "distributions/{}/",
    "distributions/{}/paniers/",
    "distributions/{}/validation/",
    "distributions/{}/stand/",
    "distributions/{}/terminal/",
    "membres/{}/",
    "soldes/{}/",
    "soldes/{}/releve/",
    "soldes/reprise/{}/",
)


@pytest.mark.parametrize("number", [2**40, 10**30])
def test_a_page_of_a_number_that_nothing_has_is_not_found(number: int) -> None:
    play, client = cast(), Client()
    for role in Role:
        play.group.role_holders.get_or_create(person=play.nadia, role=role, defaults={"given_at": TUESDAY})
    client.force_login(play.nadia)
    answers = {page: client.get(f"/g/{play.group.slug}/gestion/{page.format(number)}").status_code for page in PAGES}
    assert answers == dict.fromkeys(PAGES, 404)
