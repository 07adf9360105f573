"""The table of the database cache, where the limits on sign-in attempts are counted."""

from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people")]

    operations = [migrations.RunPython(create_cache_table, migrations.RunPython.noop, elidable=False)]
