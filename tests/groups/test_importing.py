"""Members come in from the files that groups keep, whatever the spreadsheet; nobody comes in twice."""

import pytest

from cabas.groups.founding import found_group
from cabas.groups.import_drafts import (
    ColumnsMissing,
    ImportedAlready,
    choose_columns,
    import_draft,
    keep_draft,
    matching_of,
    review_of,
)
from cabas.groups.importing import member_importer
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Group, ImportDraft, Membership
from cabas.people.models import User
from cabas.sheets.reading import Table, read_pasted, read_table
from tests.cast import TUESDAY
from tests.sheets.building import FILES

pytestmark = pytest.mark.django_db

SAME_MEMBERS = ["cagette-membres.csv", "membres-excel-fr.csv", "membres.xlsx"]
HEADINGS = ["Prénom", "Nom", "E-mail", "Téléphone", "Prénom du conjoint", "Nom du conjoint", "E-mail du conjoint"]


@pytest.fixture
def group() -> Group:
    return found_group("Les Paniers du Vallon", "vallon", at=TUESDAY)


@pytest.fixture
def lucie() -> User:
    return User.objects.create_user("lucie@vallon.example.org", first_name="Lucie", last_name="Bernard")


def draft_of(group: Group, by: User, table: Table) -> ImportDraft:
    importer = member_importer(group)
    return keep_draft(group, importer.purpose, importer.columns, "membres.csv", table, by=by, at=TUESDAY)


def draft_of_file(group: Group, by: User, name: str) -> ImportDraft:
    return draft_of(group, by, read_table(name, (FILES / "members" / name).read_bytes()))


def draft_of_rows(group: Group, by: User, *rows: list[str]) -> ImportDraft:
    width = len(HEADINGS)
    return draft_of(group, by, Table([HEADINGS, *[(row + [""] * width)[:width] for row in rows]]))


@pytest.mark.parametrize("name", SAME_MEMBERS)
def test_a_file_of_members_gives_24_households_and_says_what_is_left_out(group: Group, lucie: User, name: str):
    draft = draft_of_file(group, lucie, name)
    review = import_draft(draft, member_importer(group), at=TUESDAY)
    assert (len(review.new), len(review.known), len(review.refused)) == (24, 1, 1)
    members = list(Membership.objects.filter(group=group).with_people().order_by("number"))
    assert [member.number for member in members] == list(range(1, 25))
    assert [member.full_name for member in members if len(member.people) == 2] == [
        "Camille Moreau et Alex Moreau",
        "Lise Petit et Tom Nowak",
        "Zoé Nguyen et Minh Nguyen",
    ]
    paul = next(member for member in members if member.name == "Paul Hamon")
    assert (paul.people[0].email, paul.people[0].phone, paul.postcode) == (None, "0678061052", "04120")
    first_line = review.new[0].number
    assert (review.known[0].name, review.known[0].remark) == ("Awa DIOP", f"déjà sur la ligne {first_line + 1}")
    assert [str(error) for error in review.errors] == [
        f"Ligne {first_line + 25}, E-mail\u202f: «\u202fpas-une-adresse\u202f» n’est pas une adresse e-mail. "
        "Corrigez-la, ou laissez la case vide."
    ]
    elise = next(member for member in members if member.name == "Élise Caron")
    assert (elise.people[0].email, elise.city) == ("elise.caron@example.org", "Saint-Aubin-d'Aubigné")


def test_the_same_members_from_another_file_are_all_known(group: Group, lucie: User):
    import_draft(draft_of_file(group, lucie, "cagette-membres.csv"), member_importer(group), at=TUESDAY)
    for name in SAME_MEMBERS:
        review = import_draft(draft_of_file(group, lucie, name), member_importer(group), at=TUESDAY)
        assert (len(review.new), len(review.known), len(review.refused)) == (0, 25, 1)
        assert {line.remark for line in review.known} == {"déjà membre"}
    assert Membership.objects.filter(group=group).count() == 24


def test_the_same_members_as_an_open_document_come_in_too(group: Group, lucie: User):
    """That file has the 24 households, without the lines made to be left out."""
    review = import_draft(draft_of_file(group, lucie, "membres.ods"), member_importer(group), at=TUESDAY)
    assert (len(review.new), len(review.known), len(review.refused)) == (24, 0, 0)
    assert Membership.objects.filter(group=group, adults__position=2).count() == 3


def test_a_draft_is_imported_once_and_keeps_nobody(group: Group, lucie: User):
    draft = draft_of_file(group, lucie, "cagette-membres.csv")
    import_draft(draft, member_importer(group), at=TUESDAY)
    with pytest.raises(ImportedAlready):
        import_draft(draft, member_importer(group), at=TUESDAY)
    draft.refresh_from_db()
    assert (draft.rows, Membership.objects.filter(group=group).count()) == ([], 24)


def test_a_file_without_headings_is_imported_by_the_columns_that_a_person_chose(group: Group, lucie: User):
    draft, importer = draft_of_file(group, lucie, "users.csv"), member_importer(group)
    with pytest.raises(ColumnsMissing) as missing:
        import_draft(draft, importer, at=TUESDAY)
    assert missing.value.labels == ["Prénom", "Nom", "E-mail"]
    choose_columns(draft, importer.columns, None, {"first_name": 0, "last_name": 1, "email": 4, "phone": 5})
    review = import_draft(draft, importer, at=TUESDAY)
    assert [(line.number, line.name, line.details) for line in review.new] == [
        (1, "Mario Rossi", "mario@example.com"),
        (2, "Luigi Verdi", "luigi@example.com · 01234567890"),
        (3, "Giovanni Bianco", "giovanni@example.com · 09876543210"),
    ]


def test_five_headings_over_six_columns_are_shown_and_corrected_by_hand(group: Group, lucie: User):
    draft, importer = draft_of_file(group, lucie, "users2.csv"), member_importer(group)
    assert matching_of(draft, importer.columns).is_shifted
    choose_columns(draft, importer.columns, 0, {"first_name": 0, "last_name": 1, "email": 4, "phone": 5})
    assert [line.number for line in review_of(draft, importer).new] == [2, 3, 4]


def test_movements_are_no_members(group: Group, lucie: User):
    draft = draft_of_file(group, lucie, "movements.csv")
    with pytest.raises(ColumnsMissing) as missing:
        import_draft(draft, member_importer(group), at=TUESDAY)
    assert "E-mail" in missing.value.labels
    assert review_of(draft, member_importer(group)).lines == ()


def test_who_has_no_email_is_known_by_name_and_phone(group: Group, lucie: User):
    add_member(group, NewHousehold([NewPerson("Paul", "Hamon", phone="06 78 06 10 52")]), at=TUESDAY)
    draft = draft_of_rows(
        group,
        lucie,
        ["PAUL", "hamon", "", "+33 6 78 06 10 52"],
        ["Paul", "Hamon", "paul@example.org", "0678061052"],
        ["Paul", "Hamon", "", "0611111111"],
        ["Paul", "Hamon", "", ""],
        ["Paul", "Hamon", "", ""],
    )
    review = review_of(draft, member_importer(group))
    assert [(line.number, str(line.fate), line.remark) for line in review.lines] == [
        (2, "known", "déjà membre"),
        (3, "known", "déjà membre"),
        (4, "new", ""),
        (5, "new", ""),
        (6, "known", "déjà sur la ligne 5"),
    ]


def test_a_shared_email_is_kept_for_the_first_adult_and_said(group: Group, lucie: User):
    draft = draft_of_rows(group, lucie, ["Ana", "Roy", "roy@example.org", "", "Éric", "", "ROY@example.org"])
    review = import_draft(draft, member_importer(group), at=TUESDAY)
    assert review.remarks[0].remark == "un e-mail pour deux\u202f: Éric n’aura pas de connexion"
    member = Membership.objects.with_people().get(group=group)
    assert [(person.full_name, person.email) for person in member.people] == [
        ("Ana Roy", "roy@example.org"),
        ("Éric Roy", None),
    ]


def test_a_second_adult_of_another_household_is_a_named_error(group: Group, lucie: User):
    add_member(group, NewHousehold([NewPerson("Éric", "Roy", "eric@example.org")]), at=TUESDAY)
    draft = draft_of_rows(group, lucie, ["Ana", "Roy", "ana@example.org", "", "Éric", "Roy", "eric@example.org"])
    assert [str(error) for error in review_of(draft, member_importer(group)).errors] == [
        "Ligne 2, E-mail du conjoint\u202f: Éric Roy est déjà membre, dans un autre foyer. "
        "Retirez cette personne de la ligne."
    ]


def test_what_is_missing_or_too_long_is_named(group: Group, lucie: User):
    draft = draft_of_rows(
        group,
        lucie,
        ["", "Roy", "a@example.org"],
        ["Ana", "", ""],
        ["A" * 81, "Roy", "", "0" * 33],
        ["", "", "x@y.org"],
    )
    assert [str(error) for error in review_of(draft, member_importer(group)).errors] == [
        "Ligne 2, Prénom\u202f: il manque le prénom.",
        "Ligne 3, Nom\u202f: il manque le nom.",
        "Ligne 4, Prénom\u202f: trop long. Gardez 80 caractères au plus.",
        "Ligne 4, Téléphone\u202f: trop long. Gardez 32 caractères au plus.",
        "Ligne 5, Prénom\u202f: il manque le prénom.",
        "Ligne 5, Nom\u202f: il manque le nom.",
    ]


def test_somebody_of_another_group_keeps_their_sign_in(group: Group, lucie: User):
    other = found_group("La Ruchette", "ruchette", at=TUESDAY)
    awa = add_member(other, NewHousehold([NewPerson("Awa", "Diop", "awa@example.org")]), at=TUESDAY).people[0]
    draft = draft_of_rows(group, lucie, ["Awa", "Diop", "Awa@Example.org"])
    import_draft(draft, member_importer(group), at=TUESDAY)
    assert Membership.objects.with_people().get(group=group).people == [awa]


def test_a_paste_comes_in_like_a_file(group: Group, lucie: User):
    draft = draft_of(group, lucie, read_pasted("Nom\tPrénom\tCourriel\nDiop\tAwa\tawa@example.org\n"))
    assert [line.name for line in review_of(draft, member_importer(group)).new] == ["Awa Diop"]


def test_other_headings_are_matched_again_unless_a_column_was_chosen(group: Group, lucie: User):
    importer = member_importer(group)
    draft = draft_of(group, lucie, Table([["Nom", "Prénom", "Mail"], ["Prénom", "Nom", "Mail"], ["Awa", "Diop", ""]]))
    choose_columns(draft, importer.columns, 1, draft.by_key)
    assert draft.by_key == {"first_name": 0, "last_name": 1, "email": 2}


def test_the_statements_of_an_import_do_not_grow_with_its_lines(group: Group, lucie: User, django_assert_num_queries):
    def rows(count: int, start: int) -> list[list[str]]:
        return [["Ana", f"Roy{n}", f"ana{n}@example.org", "", "Éric", "Roy", ""] for n in range(start, start + count)]

    one, many = draft_of_rows(group, lucie, *rows(1, 0)), draft_of_rows(group, lucie, *rows(30, 100))
    with django_assert_num_queries(23):
        import_draft(one, member_importer(group), at=TUESDAY)
    with django_assert_num_queries(23):
        import_draft(many, member_importer(group), at=TUESDAY)
