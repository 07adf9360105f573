"""Columns are found by their headings; a person has the last word."""

import pytest

from cabas.sheets.columns import Column, folded, folded_without_remark, match_columns
from cabas.sheets.reading import Table, read_table
from tests.sheets.building import FILES

FIRST_NAME = Column("first_name", "Prénom", ("Prenom", "First name"), is_required=True)
LAST_NAME = Column("last_name", "Nom", ("Nom de famille", "Last name"), is_required=True)
EMAIL = Column("email", "E-mail", ("Mail", "Courriel", "Adresse e-mail", "Adresse électronique"), is_required=True)
PHONE = Column("phone", "Téléphone", ("Téléphone mobile", "Tél.", "Portable"))
PARTNER_EMAIL = Column("partner_email", "E-mail du conjoint")
STREET = Column("street", "Adresse", ("Adresse 1", "Rue"))
POSTCODE = Column("postcode", "Code postal", ("CP",))
MEMBER_COLUMNS = (FIRST_NAME, LAST_NAME, EMAIL, PHONE, PARTNER_EMAIL, STREET, POSTCODE)

PRODUCT_COLUMNS = (
    Column("name", "Nom du produit", ("Nom", "Produit", "name"), is_required=True),
    Column("price", "Prix", ("Prix TTC", "price"), is_required=True),
    Column("price_without_vat", "Prix HT"),
    Column("vat", "Taux de TVA", ("TVA",)),
    Column("unit", "Unité", ("unit_type",)),
)


def read(path: str) -> Table:
    return read_table(path, (FILES / path).read_bytes())


def test_the_headings_of_the_members_are_found_under_a_title_and_an_empty_row():
    by_key = {"first_name": 0, "last_name": 1, "email": 2, "phone": 3, "partner_email": 6, "street": 8, "postcode": 10}
    for path, heading_row in (("cagette-membres.csv", 0), ("membres-excel-fr.csv", 0), ("membres.xlsx", 2)):
        matching = match_columns(read(f"members/{path}"), MEMBER_COLUMNS)
        assert (matching.heading_row, matching.by_key) == (heading_row, by_key)
        assert (matching.unmatched, matching.missing, matching.is_shifted) == ((4, 5, 7, 9, 11), (), False)


def test_a_warning_line_above_the_headings_is_passed_over():
    matching = match_columns(read("products/cagette-pro-products.csv"), PRODUCT_COLUMNS)
    assert matching.heading_row == 1
    assert matching.by_key == {"name": 0, "unit": 3, "price_without_vat": 10, "vat": 11}
    assert [column.key for column in matching.missing] == ["price"]


def test_a_file_without_headings_has_none_and_columns_are_chosen_by_hand():
    table = read("members/users.csv")
    matching = match_columns(table, MEMBER_COLUMNS)
    assert (matching.heading_row, matching.by_key, matching.is_shifted) == (None, {}, False)
    assert matching.missing == (FIRST_NAME, LAST_NAME, EMAIL)
    chosen = match_columns(
        table, MEMBER_COLUMNS, heading_row=None, by_key={"first_name": 0, "last_name": 1, "email": 4}
    )
    assert (chosen.heading_row, chosen.unmatched, chosen.missing) == (None, (2, 3, 5), ())
    assert (chosen.key_at(4), chosen.key_at(5)) == ("email", None)


def test_five_headings_over_six_columns_show_the_shift():
    matching = match_columns(read("members/users2.csv"), (*MEMBER_COLUMNS, Column("username", "Username")))
    assert matching.heading_row == 0
    assert matching.headings == ("Nome", "Cognome", "Username", "Email", "Telefono", "")
    assert (matching.untitled, matching.is_shifted) == ((5,), True)
    assert matching.by_key == {"username": 2, "email": 3}


def test_movements_have_no_email_column():
    matching = match_columns(read("members/movements.csv"), MEMBER_COLUMNS)
    assert (matching.heading_row, EMAIL in matching.missing) == (None, True)


def test_a_heading_with_a_date_or_a_remark_is_still_recognised():
    columns = (LAST_NAME, FIRST_NAME, Column("balance", "Solde"))
    matching = match_columns(read("members/soldes-tableur.xlsx"), columns)
    assert (matching.heading_row, matching.by_key) == (0, {"last_name": 0, "first_name": 1, "balance": 2})


def test_other_products_are_matched_by_whoever_imports_them():
    table = read("products/test-products-valid.csv")
    assert match_columns(table, PRODUCT_COLUMNS).by_key == {"name": 0}
    matching = match_columns(table, PRODUCT_COLUMNS, heading_row=0, by_key={"name": 0, "price": 3, "unit": 7})
    assert (matching.headings[3], matching.missing) == ("Bruttopreis", ())
    assert match_columns(read("products/ofn-120-products.csv"), PRODUCT_COLUMNS).by_key == {
        "name": 2, "price": 9, "unit": 7
    }  # fmt: skip
    assert match_columns(read("products/gas-products.csv"), PRODUCT_COLUMNS).heading_row is None


@pytest.mark.parametrize(
    "heading",
    ["E-mail", "e-mail", "EMAIL", "Email *", "Mail", "Courriel", "courriel :", "Adresse e-mail", "adresse_email",
     "ADRESSE ÉLECTRONIQUE", "Adresse electronique", "E‑mail (obligatoire)", "\u00a0Mail\u00a0"],
)  # fmt: skip
def test_a_heading_is_recognised_in_any_dress(heading: str):
    assert match_columns(Table([["Prénom", heading], ["Awa", "x"]]), MEMBER_COLUMNS).by_key["email"] == 1


def test_a_heading_that_only_begins_alike_is_not_taken():
    table = Table([["Prénom", "Nom", "E-mail du parrain"], ["Awa", "Diop", "x"]])
    assert match_columns(table, MEMBER_COLUMNS).by_key == {"first_name": 0, "last_name": 1}


def test_the_exact_heading_wins_and_the_same_heading_twice_is_taken_once():
    table = Table([["Nom (usage)", "Nom", "Nom", "Prénom"], ["a", "b", "c", "d"]])
    assert match_columns(table, MEMBER_COLUMNS).by_key == {"last_name": 1, "first_name": 3}


def test_folding():
    assert folded("N° de Téléphone") == "ndetelephone"
    assert folded("Œufs, prix H.T.") == "oeufsprixht"
    assert folded_without_remark("Solde au 31/10 [€]") == "solde"
    assert folded_without_remark("Adresse 2") == "adresse2"


@pytest.mark.parametrize(
    ("heading_row", "by_key"),
    [
        (2, None),
        (-1, None),
        (0, {"email": 2}),
        (0, {"email": -1}),
        (0, {"shoe_size": 0}),
        (0, {"email": 0, "phone": 0}),
    ],
)
def test_an_impossible_choice_is_refused(heading_row: int, by_key: dict[str, int] | None):
    with pytest.raises(ValueError, match=r"row|column"):
        match_columns(Table([["a", "b"], ["c", "d"]]), MEMBER_COLUMNS, heading_row=heading_row, by_key=by_key)
