"""Groups founded before get the account of fees for returned cheques, and the one of gifts."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# As `groups/chart.py` had them when this was written.
NEW_ACCOUNTS = (("return fees", "7088"), ("gifts", "7541"))


def open_accounts(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    account: Any = apps.get_model("ledger", "Account")
    for book_id in apps.get_model("groups", "Group").objects.values_list("book", flat=True):
        last = account.objects.filter(book=book_id).order_by("-number").values_list("number", flat=True).first() or 0
        account.objects.bulk_create(
            account(book_id=book_id, number=number, kind=kind, code=code)
            for number, (kind, code) in enumerate(NEW_ACCOUNTS, start=last + 1)
        )


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_online_provider_accounts"), ("ledger", "0002_guards")]

    operations = [migrations.RunPython(open_accounts, migrations.RunPython.noop)]
