"""Groups founded before get the account of membership fees."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KIND, CODE = "membership fees", "756"  # as `groups/chart.py` had them when this was written


def open_accounts(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    account: Any = apps.get_model("ledger", "Account")
    for book_id in apps.get_model("groups", "Group").objects.values_list("book", flat=True):
        last = account.objects.filter(book=book_id).order_by("-number").values_list("number", flat=True).first() or 0
        account.objects.create(book_id=book_id, number=last + 1, kind=KIND, code=CODE)


class Migration(migrations.Migration):
    dependencies = [("membership_fees", "0001_fees"), ("groups", "0007_passages"), ("ledger", "0002_guards")]

    operations = [migrations.RunPython(open_accounts, migrations.RunPython.noop)]
