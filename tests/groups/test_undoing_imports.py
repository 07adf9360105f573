"""The households that a file brought are taken out as a set; those to whom something happened since stay, named."""

import pytest

from cabas.groups.import_drafts import import_draft, keep_draft
from cabas.groups.importing import member_importer
from cabas.groups.models import MemberImport, Membership, Role
from cabas.groups.roles import set_roles
from cabas.groups.undoing_imports import ImportUndone, undo_member_import
from cabas.ledger.auditing import audit_book
from cabas.ledger.models import Account
from cabas.people.models import User
from cabas.sheets.reading import Table
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db


def bring(play: Cast, *people: tuple[str, str]) -> MemberImport:
    rows = [[first, "Roy", email] for first, email in people]
    importer = member_importer(play.group)
    table = Table([["Prénom", "Nom", "E-mail"], *rows])
    draft = keep_draft(play.group, importer.purpose, importer.columns, "membres.csv", table, by=play.nadia, at=TUESDAY)
    import_draft(draft, importer, at=TUESDAY)
    return MemberImport.objects.filter(group=play.group)[0]


def names(play: Cast) -> list[str]:
    return [member.full_name for member in Membership.objects.filter(group=play.group).with_people().order_by("number")]


def test_they_go_with_their_people_and_their_accounts() -> None:
    play = cast()
    elsewhere = cast("ailleurs", "Les Voisins")
    before = (names(play), Account.objects.count(), set(User.objects.values_list("pk", flat=True)))
    done = bring(play, ("Ana", "ana@example.org"), ("Éric", ""), ("Alice", "alice@ailleurs.example.org"))
    assert len(names(play)) == 6
    undone = undo_member_import(done, at=TUESDAY)
    assert (undone.count, undone.left) == (3, [])
    assert (names(play), Account.objects.count(), set(User.objects.values_list("pk", flat=True))) == before
    assert elsewhere.alice.people[0].email == "alice@ailleurs.example.org"  # is a member there
    assert list(audit_book(play.group.book)) == []
    assert undo_again(done) == "Cet import est déjà annulé."


def undo_again(done: MemberImport) -> str:
    with pytest.raises(ImportUndone) as refusal:
        undo_member_import(done, at=TUESDAY)
    return str(refusal.value)


def test_who_ordered_or_was_given_a_role_since_stays() -> None:
    play = cast()
    done = bring(play, ("Ana", "ana@example.org"), ("Éric", "eric@example.org"), ("Lou", ""))
    ana, eric, _lou = Membership.objects.filter(pk__in=done.members).order_by("number")
    play.order(Membership.objects.select_related("group__book", "account").get(pk=ana.pk), {play.bread: 1})
    set_roles(play.group, eric.people[0], [Role.TREASURER], by=play.nadia, at=TUESDAY)
    undone = undo_member_import(done, at=TUESDAY)
    assert (undone.count, undone.left) == (1, ["Ana Roy", "Éric Roy"])
    assert names(play)[3:] == ["Ana Roy", "Éric Roy"]
