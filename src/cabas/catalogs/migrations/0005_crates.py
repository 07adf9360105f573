"""A vendor may say how many pieces of a product fill a crate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0004_sorted_names")]

    operations = [
        migrations.AddField(
            model_name="product",
            name="crate_size",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pièces par caisse"),
        ),
    ]
