"""A person has a name, perhaps an e-mail that nobody else has, and no right of any kind."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cabas.people.models import User

pytestmark = pytest.mark.django_db


def person(first: str, last: str, email: str | None = None) -> User:
    return User.objects.create_user(email, first_name=first, last_name=last)


def test_an_email_is_kept_in_lower_case() -> None:
    assert person("Alice", "Martin", " Alice@Example.ORG ").email == "alice@example.org"


def test_two_people_cannot_have_the_same_email_whatever_its_case() -> None:
    person("Alice", "Martin", "alice@example.org")
    with transaction.atomic(), pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="ALICE@example.org", first_name="Bob", last_name="Lenoir")])


def test_the_form_says_it_in_french() -> None:
    person("Alice", "Martin", "alice@example.org")
    with pytest.raises(ValidationError, match="Une autre personne a déjà cette adresse e-mail"):
        User(email="Alice@example.org", first_name="Bob", last_name="Lenoir").validate_constraints()


def test_many_people_may_have_no_email() -> None:
    for first in ("Odile", "Paul"):
        assert person(first, "Durand", "").email is None
    assert User.objects.count() == 2


def test_the_search_name_follows_the_name() -> None:
    alice = person("Élise", "Caron")
    alice.last_name = "L’Hœst"
    alice.save(update_fields=["last_name"])
    alice.refresh_from_db()
    assert (alice.search_name, alice.full_name) == ("elise l hoest", "Élise L’Hœst")


def test_people_are_found_by_any_part_of_their_name_and_sorted_by_name() -> None:
    for first, last in (("Zoé", "Petit"), ("Émile", "Petit"), ("Bob", "Lenoir")):
        person(first, last)
    assert [str(found) for found in User.objects.matching("PETIT").by_name()] == ["Émile Petit", "Zoé Petit"]
    assert [str(found) for found in User.objects.matching("zoe pet")] == ["Zoé Petit"]


def test_a_person_without_password_has_none_that_works() -> None:
    alice = person("Alice", "Martin", "alice@example.org")
    assert (alice.has_usable_password(), alice.may_sign_in) == (False, True)
    assert not person("Odile", "Durand").may_sign_in
