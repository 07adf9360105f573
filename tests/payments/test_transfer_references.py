"""A reference survives typing: what is mistyped or swapped is refused, what only looks different is read."""

import pytest

from cabas.payments.transfer_references import (
    ALPHABET,
    ReferenceUnreadable,
    TransferReference,
    members_by_reference,
    read_reference,
    references_in,
    references_typed,
)
from tests.cast import Cast, cast

EVERY_LENGTH = [
    *(TransferReference(member) for member in (1, 9, 10, 47, 103, 299, 4_016)),
    *(TransferReference(member, evening) for member in (1, 12, 47, 118, 299) for evening in (1, 10, 118, 2_046)),
]


def is_refused(text: str) -> bool:
    try:
        read_reference(text)
    except ReferenceUnreadable:
        return True
    return False


def test_a_reference_says_whose_it_is_and_for_which_evening() -> None:
    assert str(TransferReference(47)) == "M47-P"
    assert str(TransferReference(47, 118)) == "M47-P118-3"
    assert TransferReference(47, 118).compact == "M47P1183"


@pytest.mark.parametrize("reference", EVERY_LENGTH, ids=str)
def test_what_is_shown_is_read_back_whatever_the_spaces_hyphens_and_case(reference: TransferReference) -> None:
    shown = str(reference)
    for typed in (shown, shown.lower(), shown.replace("-", ""), f" {shown.replace('-', ' ')} ", ".".join(shown)):
        assert read_reference(typed) == reference


@pytest.mark.parametrize("reference", EVERY_LENGTH, ids=str)
def test_one_mistyped_character_is_refused_wherever_it_stands(reference: TransferReference) -> None:
    right = reference.compact
    wrong = [
        right[:place] + other + right[place + 1 :]
        for place in range(len(right))
        for other in ALPHABET
        if other != right[place]
    ]
    assert [typed for typed in wrong if not is_refused(typed)] == []


@pytest.mark.parametrize("reference", EVERY_LENGTH, ids=str)
def test_two_swapped_characters_are_refused_next_to_each_other_or_with_one_between(
    reference: TransferReference,
) -> None:
    right = reference.compact
    for apart in (1, 2):
        for place in range(len(right) - apart):
            swapped = list(right)
            swapped[place], swapped[place + apart] = swapped[place + apart], swapped[place]
            assert "".join(swapped) == right or is_refused("".join(swapped)), swapped


def test_no_letter_is_used_that_looks_like_another_and_one_that_is_typed_for_it_is_read() -> None:
    assert not set("OILZSGBDQUVWY") & set(ALPHABET)
    reference = TransferReference(105, 128)
    assert read_reference(str(reference).replace("0", "O").replace("1", "l").replace("5", "S")) == reference


def test_what_is_no_reference_is_refused_with_what_to_do() -> None:
    for typed in ("", "M", "47", "M47", "M047-2", "P118-3", "31,20", "M47-2-2", "M99999999999-2"):
        assert is_refused(typed), typed
    with pytest.raises(ReferenceUnreadable) as refusal:
        read_reference(" M47-3 ")
    assert str(refusal.value).startswith(
        "«\u202fM47-3\u202f» n’est pas une référence de virement\u202f: vérifiez chaque"
    )


def test_a_line_of_a_bank_statement_gives_the_references_that_stand_in_it() -> None:
    line = "23/11/2026 VIR SEPA MARTIN ALICE m47 p118 3 CASE M47-P118-3 REF M12-K 31,20"
    assert references_in(line) == [TransferReference(47, 118)]
    assert references_in(f"{line} {TransferReference(3)}") == [TransferReference(47, 118), TransferReference(3)]
    assert references_in("VIREMENT MAISON, M. MARTIN, 12 RUE M47") == []


def test_a_name_is_never_a_reference() -> None:
    assert [name for name in ("Milo", "Moos", "Miss", "Mollis", "M. Lois", "Milos") if references_typed(name)] == []
    assert references_typed("m47 p118 3") == [TransferReference(47, 118)]
    assert references_typed("VIR M47-P118-3") == [TransferReference(47, 118)]


@pytest.mark.django_db
def test_a_member_is_found_by_reference_in_their_own_group_only() -> None:
    play: Cast = cast()
    cast("ailleurs", "Les Voisins")
    mine = str(TransferReference(play.bob.number, 1))
    assert list(members_by_reference(play.group, mine)) == [play.bob]
    assert list(members_by_reference(play.group, f"VIR LENOIR {mine} 12,00")) == [play.bob]
    assert list(members_by_reference(play.group, str(TransferReference(99)))) == []
    assert list(members_by_reference(play.group, "M1-A")) == []
