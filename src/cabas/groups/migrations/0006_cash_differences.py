"""Groups founded before get the account of what a counted till has more, or less, than was taken."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# As `groups/chart.py` had it when this was written.
NEW_ACCOUNT = ("cash differences", "6588")


def open_account(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    account: Any = apps.get_model("ledger", "Account")
    kind, code = NEW_ACCOUNT
    for book_id in apps.get_model("groups", "Group").objects.values_list("book", flat=True):
        last = account.objects.filter(book=book_id).order_by("-number").values_list("number", flat=True).first() or 0
        account.objects.create(book_id=book_id, number=last + 1, kind=kind, code=code)


class Migration(migrations.Migration):
    dependencies = [("groups", "0005_import_answers"), ("ledger", "0002_guards")]

    operations = [migrations.RunPython(open_account, migrations.RunPython.noop)]
