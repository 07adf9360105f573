"""Whoever founded a group was said to be a producer too, of no farm, and to keep certain catalogs, none of them."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def take_back(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    holders: Any = apps.get_model("groups", "RoleHolder").objects
    holders.filter(role__in=["producer", "catalog_coordinator"], about="").delete()


class Migration(migrations.Migration):
    dependencies = [("groups", "0012_is_starting")]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
