"""What the boxes of a form send: numbers of rows, or what nobody can have ticked."""

import pytest
from django.forms import ValidationError

from cabas.people.models import User
from cabas.ui.chosen_field import ChosenField


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["9" * 30, "zzz", "0"])
def test_a_number_that_no_row_can_have_is_refused(sent: str) -> None:
    person = User.objects.create(first_name="Alice", last_name="Martin", email="alice@example.org")
    field = ChosenField(User.objects.all())
    assert list(field.clean([str(person.pk)])) == [person]
    with pytest.raises(ValidationError):
        field.clean([str(person.pk), sent])
