"""Full crates, and what comes beside them."""

import pytest

from cabas.catalogs.crates import crates, said_in_crates


@pytest.mark.parametrize(
    ("quantity", "size", "counted", "said"),
    [
        (38, 12, (3, 2), "3 caisses de 12 + 2"),
        (24, 12, (2, 0), "2 caisses de 12"),
        (13, 12, (1, 1), "1 caisse de 12 + 1"),
        (12, 12, (1, 0), "1 caisse de 12"),
        (11, 12, (0, 11), ""),
        (11, None, (0, 11), ""),
    ],
)
def test_a_quantity_is_so_many_crates_and_a_rest(
    quantity: int, size: int | None, counted: tuple[int, int], said: str
) -> None:
    assert (crates(quantity, size), said_in_crates(quantity, size)) == (counted, said)
