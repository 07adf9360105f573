"""Any CSV, XLSX or ODS file, and any paste, becomes one rectangle of text."""

import pytest

from cabas.sheets.reading import Table, read_pasted, read_table
from cabas.sheets.refusals import FileRefused, SheetIsEmpty
from tests.sheets.building import FILES, ods, xlsx

HEADINGS = [
    "Prénom", "Nom", "E-mail", "Téléphone mobile", "Prénom du conjoint", "Nom du conjoint", "E-mail du conjoint",
    "Téléphone mobile du conjoint", "Adresse 1", "Adresse 2", "Code postal", "Ville",
]  # fmt: skip

# The whole of the members' file, written by hand here: accents whole, first zeros kept.
MEMBERS = """
Camille|Moreau|camille.moreau@example.org|+33 6 41 19 50 83|Alex|Moreau|alex.moreau@example.org|0706480894|10 rue des Aulnes||09120|Betton
Awa|Diop|awa.diop@example.org|0612633920|||||47 chemin du Moulin||35596|Saint-Aubin-d'Aubigné
Jean|Petit|jean.petit@example.org|0607784483|||||65 place de l'Église||35219|Betton
Odile|Durand|odile.durand@example.org|0605032582|||||12 impasse Œillet|Bât. B|35444|Saint-Aubin-d'Aubigné
Mathis|Leroy|mathis.leroy@example.org|0656126116|||||9 rue du 8 Mai 1945||35246|Betton
Inès|Robin|ines.robin@example.org|+33 6 11 70 54 07|||||73 rue des Aulnes||35126|Saint-Aubin-d'Aubigné
Noé|Garnier|noe.garnier@example.org|0629962626|||||75 chemin du Moulin||01120|Betton
Lise|Petit|lise.petit@example.org|0677457446|Tom|Nowak|tom.nowak@example.org|0778590039|51 place de l'Église||35050|Saint-Aubin-d'Aubigné
Hélène|Vasseur|helene.vasseur@example.org|0629673100|||||6 impasse Œillet||35570|Betton
Bruno|Keller|bruno.keller@example.org|0617874421|||||38 rue du 8 Mai 1945||35429|Saint-Aubin-d'Aubigné
Fatou|Sarr|fatou.sarr@example.org|+33 6 18 69 15 73|||||40 rue des Aulnes|Bât. B|35573|Betton
Élise|Caron|elise.caron@example.org|0691536852|||||24 chemin du Moulin||35105|Saint-Aubin-d'Aubigné
Paul|Hamon||0678061052|||||74 place de l'Église||04120|Betton
Marguerite|Tissot|marguerite.tissot@example.org|0649982352|||||13 impasse Œillet||35560|Saint-Aubin-d'Aubigné
Yann|Le Goff|yann.legoff@example.org|0695577889|||||9 rue du 8 Mai 1945||35577|Betton
Karim|Haddad|karim.haddad@example.org|+33 6 07 79 26 63|||||69 rue des Aulnes||35437|Saint-Aubin-d'Aubigné
Lucie|Bernard|lucie.bernard@example.org|0642164119|||||60 chemin du Moulin||35599|Betton
Zoé|Nguyen|zoe.nguyen@example.org|0660825377|Minh|Nguyen|minh.nguyen@example.org|0748530762|39 place de l'Église|Bât. B|35254|Saint-Aubin-d'Aubigné
François|d'Arcy|francois.darcy@example.org|0624127884|||||32 impasse Œillet||02120|Betton
Anaïs|Lefèvre|anais.lefevre@example.org|0677097845|||||39 rue du 8 Mai 1945||35537|Saint-Aubin-d'Aubigné
Loïc|Kerguélen|loic.kerguelen@example.org|+33 6 63 43 93 57|||||37 rue des Aulnes||35623|Betton
Maëlle|Müller|maelle.muller@example.org|0609824854|||||16 chemin du Moulin||35524|Saint-Aubin-d'Aubigné
Gaël|O'Brien|gael.obrien@example.org|0656119495|||||22 place de l'Église||35775|Betton
Brigitte|Dupont-Aignan|brigitte.dupontaignan@example.org|0645909953|||||20 impasse Œillet||35955|Saint-Aubin-d'Aubigné
"""  # noqa: E501
HOUSEHOLDS = [line.split("|") for line in MEMBERS.strip().splitlines()]
TWO_FAULTY = [
    ["Awa", "DIOP", "AWA.DIOP@example.org", *[""] * 9],
    ["Sans", "Courriel", "pas-une-adresse", *[""] * 9],
]


def read(path: str) -> Table:
    return read_table(path, (FILES / path).read_bytes())


@pytest.mark.parametrize("path", ["members/cagette-membres.csv", "members/membres-excel-fr.csv"])
def test_both_csv_files_of_the_members_give_the_same_rows(path: str):
    assert read(path) == Table([HEADINGS, *HOUSEHOLDS, *TWO_FAULTY])


def test_the_xlsx_gives_the_same_rows_under_its_title_and_an_empty_row():
    title = ["Adhérents des Paniers du Vallon", *[""] * 11]
    assert read("members/membres.xlsx") == Table(
        [title, [""] * 12, HEADINGS, *HOUSEHOLDS, *TWO_FAULTY], sheet="Adhérents"
    )


def test_the_ods_gives_the_same_households():
    """This file stops before the two faulty lines of the others."""
    assert read("members/membres.ods") == Table([HEADINGS, *HOUSEHOLDS], sheet="Adhérents")


def test_balances_read_the_same_from_a_paste_and_from_a_sheet():
    pasted = (FILES / "members/soldes-colles.txt").read_text(encoding="utf-8")
    balances = [
        "MOREAU|Camille|0", "DIOP|Awa|-12.5", "PETIT|Jean|8", "DURAND|Odile|-31.2", "LEROY|Mathis|-48",
        "ROBIN|Inès|-31.5", "GARNIER|Noé|-4", "PETIT|Lise|4.5", "LE GOFF|Yann|-10", "NGUYEN|Zoé|17.05",
        "HADDAD|Karim|0", "BERNARD|Lucie|-0.3", "PETTI|Jeane|5", "MULLER|Maelle|2.4",
    ]  # fmt: skip
    cells = [line.split("|") for line in balances]
    rows = [[f"{last} {first}", f"{balance} €"] for last, first, balance in cells]
    rows[12][0] = "Jeane PETTI"
    assert read_pasted(pasted) == Table(rows)
    assert read("members/soldes-tableur.xlsx") == Table(
        [
            ["Nom", "Prénom", "Solde au 31/10", "Remarque"],
            *([*line, ""] for line in cells),
            ["TOTAL", "", "-100.55", ""],
        ],
        sheet="Soldes",
    )


def test_files_without_headings_read_from_their_first_line():
    assert read("members/users.csv").rows == [
        ["Mario", "Rossi", "mario", "", "mario@example.com", ""],
        ["Luigi", "Verdi", "luigi", "test", "luigi@example.com", "01234567890"],
        ["Giovanni", "Bianco", "giovanni", "", "giovanni@example.com", "09876543210"],
    ]
    assert read("members/users2.csv").rows[0] == ["Nome", "Cognome", "Username", "Email", "Telefono", ""]
    assert read("members/users2.csv").rows[1:] == read("members/users.csv").rows
    assert read("members/movements.csv").rows == [
        ["2023-04-01", "10.00", "mario", ""],
        ["2023-04-01", "20.00", "mario", "Fornitore"],
        ["2023-04-23", "13,00", "luigi", ""],
        ["2023-04-05", "20", "luigi", "01234567"],
    ]


def test_french_prices_do_not_split_a_file_with_semicolons():
    pro = read("products/cagette-pro-products.csv")
    assert {len(row) for row in pro.rows} == {15}
    assert [row[0] for row in pro.rows] == [
        "warning there should be 2 header lines !",
        "Nom du produit",
        "Philtre d'Amour (Pomme/citron/cassis/épices) 75 cl",
        "Jus de pomme cassis 75cl",
        "Jus de pomme passion 75cl bio*",
        "Jus d'orange 25cl",
        "Jus de pomme",
        "",
    ]
    assert [row[10] for row in pro.rows] == ["", "Prix H.T", "2,56", "2,56", "2,56", "1,4", "1,15", "4"]
    assert [row[11] for row in pro.rows] == ["", "taux de TVA", *["5,5"] * 6]
    assert pro.rows[6] == ["Jus de pomme", "AA-0026", "Bon jus de pomme", "cl", "1", "", "671", "", "AA-0026-1",
                           "25", "1,15", "5,5", "1", "", "2018-01-01"]  # fmt: skip


def test_other_product_files_keep_their_shape_and_html_stays_text():
    gas = read("products/gas-products.csv")
    assert (len(gas.rows), gas.width) == (10, 11)
    assert gas.rows[0] == ["Crema di Mandorle  Bio vasetto 100gr", "", "Barattoli", "Biscotti e dolci", "3.3", "4",
                           "9.9", "3", "0.1", "1", "0"]  # fmt: skip
    ofn = read("products/ofn-120-products.csv")
    assert (len(ofn.rows), ofn.width) == (121, 14)
    assert ofn.rows[120] == ["User Enterprise", "120", "Imported Product 120", "Orange Tree", "Vegetables", "", "120",
                             "g", "", "121", "219", "", "Shipping Category Name", "Tax Category Name"]  # fmt: skip
    assert read("products/test-products-valid.csv").rows[1] == [
        "Brombeeren", "frisch geerntet <script>alert('evil')</script>",
        "Brombeeren haben viel <b>Vitamin C</b> und sind sehr gesund", "23,3", "10", "0,5", "10", "1 kg", "1", "1",
        "Keine Kühlung",
    ]  # fmt: skip
    assert read("products/test-products-invalid.csv").rows[2] == [
        "H", "frisch geerntet", "Himbeeren haben viel Vitamin C und sind sehr gesund", "0,5 kg", "-5", "10", "-2",
        "8555", "3", "1", "Falscher Kühlschrank",
    ]  # fmt: skip


def test_cells_read_as_a_person_reads_them():
    row = (
        '<c r="A1"><v>2</v></c><c r="B1"><v>0.30000000000000004</v></c><c r="C1"><v>3017620422003</v></c>'
        '<c r="D1" t="inlineStr"><is><t> 09120 </t></is></c><c r="E1" t="b"><v>1</v></c>'
        '<c r="F1" t="d"><v>2026-11-26</v></c><c r="G1" t="d"><v>2026-11-26T18:30:00</v></c>'
        '<c r="H1" t="e"><v>#REF!</v></c><c r="I1"><v>-0</v></c><c r="J1"><v>100</v></c><c r="K1"><v>1E-3</v></c>'
    )
    assert read_table("x", xlsx(f'<row r="1">{row}</row>')).rows == [
        ["2", "0.3", "3017620422003", "09120", "VRAI", "2026-11-26", "2026-11-26 18:30", "", "0", "100", "0.001"]
    ]


def test_a_sheet_dressed_to_its_last_cell_but_written_in_few_is_read():
    dressed = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_table("x", xlsx(dressed)).rows == [["1"]]
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    cell = '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="2.5"/>'
    assert read_table("x", ods(row.format(3, cell) + row.format(1048573, empty))).rows == [["2.5", "2.5"]] * 3


def test_the_first_written_sheet_is_read_and_the_others_are_named():
    table = read_table("x", xlsx("", '<row r="1"><c r="B2"><v>7</v></c></row>', "<row><c><v>8</v></c></row>"))
    assert table == Table([["", ""], ["", "7"]], "Feuille 2", ("Feuille 1", "Feuille 3"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_end_gives_the_same_rows(encoding: str, delimiter: str, end: str):
    rows = [["Prénom", "Prix (€)"], ["Œuf", '"2,50"'], ["", ""], ['"Deux ""gros"""', '"a;b"']]
    text = "".join(delimiter.join(row) + end for row in rows)
    assert read_table("x.csv", text.encode(encoding)).rows == [
        ["Prénom", "Prix (€)"], ["Œuf", "2,50"], ["", ""], ['Deux "gros"', "a;b"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Prix A;Prix B\n2,50;3,10\n1,20;4,00\n", [["Prix A", "Prix B"], ["2,50", "3,10"], ["1,20", "4,00"]]),
        ("sep=;\r\nA;B\r\n1,5;2\r\n", [["A", "B"], ["1,5", "2"]]),
        ("Nom\nAwa\n", [["Nom"], ["Awa"]]),
        ("Titre\n\nA;B\n1, rue X;2\n3, rue Y;4\n", [["Titre", ""], ["", ""], ["A", "B"], ["1, rue X", "2"],
                                                    ["3, rue Y", "4"]]),
        ('A;B\n"deux\r\nlignes";2\n', [["A", "B"], ["deux\nlignes", "2"]]),
        ("A;B;C\n1\n;;;\n;2\n;;\n\n", [["A", "B", "C"], ["1", "", ""], ["", "", ""], ["", "2", ""]]),
        ("Cafe\u0301;1\n", [["Café", "1"]]),
        ("A;B\n'+33 6;'rien\n", [["A", "B"], ["+33 6", "'rien"]]),
    ],
)  # fmt: skip
def test_odd_texts(text: str, rows: list[list[str]]):
    assert read_table("x.csv", text.encode()).rows == rows


@pytest.mark.parametrize("content", [b"", b"\n\n", b" ; ;\r\n", b"\xef\xbb\xbf", xlsx(""), ods("")])
def test_a_file_without_a_written_cell_is_empty(content: bytes):
    with pytest.raises(SheetIsEmpty) as refusal:
        read_table("vide.csv", content)
    assert refusal.value.sentence == "«\u202fvide.csv\u202f» ne contient aucune ligne."
    assert isinstance(refusal.value, FileRefused)
