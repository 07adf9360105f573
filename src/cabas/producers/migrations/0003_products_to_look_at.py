"""What a producer adds may be looked at by the group before it is sold."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogs", "0005_crates"),
        ("groups", "0012_is_starting"),
        ("producers", "0002_provisional_orders"),
    ]

    operations = [
        migrations.AddField(
            model_name="keptcatalog",
            name="looks_first",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="AwaitedProduct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.group"),
                ),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="awaited", to="catalogs.product"
                    ),
                ),
            ],
        ),
    ]
