"""The order of a vendor says how many crates are full: on the page of the farm, on paper and in the workbook."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from python_calamine import CalamineWorkbook

from cabas.catalogs.models import Product
from tests.cast import TUESDAY, Cast, cast
from tests.producers.evenings import hugo_of

pytestmark = pytest.mark.django_db

ORDER = "/g/vallon/ferme/1/commande/1."
SAID = "2 caisses de 2 + 1"


@pytest.fixture
def play() -> Cast:
    play = cast()
    Product.objects.filter(pk=play.bread.pk).update(crate_size=2)
    play.order(play.alice, {play.bread: 5, play.vegetables: 1})
    return play


@pytest.fixture
def hugo(play: Cast) -> Client:
    client = Client()
    client.force_login(hugo_of(play))
    return client


@time_machine.travel(TUESDAY, tick=False)
def test_crates_are_said_beside_quantities(hugo: Client) -> None:
    assert SAID in hugo.get("/g/vallon/ferme/1/").content.decode()
    sheet: Any = CalamineWorkbook.from_filelike(BytesIO(hugo.get(f"{ORDER}xlsx").content)).get_sheet_by_index(0)
    assert [row[:5] for row in sheet.to_python()] == [
        ["Produit", "Unité", "Quantité", "Caisses pleines", "Hors caisse"],
        ["Pain", "", 5, 2, 1],
        ["Panier de légumes", "", 1, "", ""],
        ["Total", "", "", "", ""],
    ]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
@time_machine.travel(TUESDAY, tick=False)
def test_the_paper_says_them_too(hugo: Client, tmp_path: Path) -> None:
    (file := tmp_path / "order.pdf").write_bytes(hugo.get(f"{ORDER}pdf").content)
    assert SAID in subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
