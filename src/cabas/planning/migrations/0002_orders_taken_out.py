import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogs", "0003_fees_photos_and_imports"),
        ("distributions", "0011_shifted_and_restored_baskets"),
        ("groups", "0012_is_starting"),
        ("planning", "0001_cycles_postponements_calendars"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cancelled", "distribution annulée"),
                            ("withdrawn", "catalogue retiré"),
                            ("shifted", "catalogue décalé"),
                        ],
                        max_length=10,
                    ),
                ),
                ("hours", models.JSONField(default=list)),
                ("baskets", models.JSONField(default=list)),
                ("after_number", models.BigIntegerField()),
                ("why", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "catalog",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogs.catalog"
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_out",
                        to="distributions.distribution",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.group"),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="distributions.distribution",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
