"""Vendors, catalogs and products are sorted by a form of their names in which accents and capitals do not count."""

from django.db import migrations

import cabas.catalogs.sorting

NAMED = ("vendor", "catalog", "product")
AT_ONCE = 400


def sort_names(apps, schema_editor):
    for name in NAMED:
        rows = apps.get_model("catalogs", name).objects
        named = []
        for row in rows.only("pk", "name").iterator(chunk_size=AT_ONCE):
            row.sort_name = cabas.catalogs.sorting.listing_form(row.name)
            named.append(row)
        rows.bulk_update(named, ["sort_name"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0003_fees_photos_and_imports")]

    operations = [
        *[
            migrations.AddField(
                model_name=name,
                name="sort_name",
                field=cabas.catalogs.sorting.SortNameField(default="", max_length=200),
                preserve_default=False,
            )
            for name in NAMED
        ],
        migrations.RunPython(sort_names, migrations.RunPython.noop),
    ]
