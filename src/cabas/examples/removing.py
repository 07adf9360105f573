"""« Tout effacer »: a group of examples goes with its book and its invented people; nothing of a real group is touched.

What lets it go is its book, disposable from birth: asked under the lock of the book, before anything is removed. Of
its people, those go whose address is one of this group's own, or who have none and are in no other group.
"""

from django.db import transaction
from django.db.models import Q

from cabas.demo.removing import remove_groups
from cabas.examples.models import Example
from cabas.groups.examples import domain_of


@transaction.atomic
def remove_example(example: Example) -> None:
    """Raises `ledger.books.BookNotDisposable`, and then nothing is gone."""
    group = example.group
    people = remove_groups([group])
    nobody = people.filter(is_host=False, households__isnull=True, roles__isnull=True)
    nobody.filter(Q(email=None) | Q(email__endswith=f"@{domain_of(group)}")).delete()
