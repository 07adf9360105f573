import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REGISTRATIONS = [
    ("open", "ouvert"),
    ("waiting", "liste d’attente"),
    ("closed", "fermé"),
    ("full", "complet"),
]
ANSWERS = [("accepted", "acceptée"), ("refused", "refusée"), ("withdrawn", "retirée")]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("groups", "0008_words_and_suspension"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Welcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("presentation", models.TextField(blank=True, max_length=4000, verbose_name="présentation")),
                ("is_public", models.BooleanField(default=False, verbose_name="page publique")),
                (
                    "is_indexed",
                    models.BooleanField(default=False, verbose_name="trouvée par les moteurs de recherche"),
                ),
                (
                    "registration",
                    models.CharField(
                        choices=REGISTRATIONS, default="closed", max_length=10, verbose_name="inscriptions"
                    ),
                ),
                (
                    "households_max",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="nombre de foyers au plus"),
                ),
                ("asks_phone", models.BooleanField(default=False, verbose_name="demander le téléphone")),
                ("asks_address", models.BooleanField(default=False, verbose_name="demander l’adresse")),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="welcome", to="groups.group"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShownContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shown_contacts", to="groups.group"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("group", "person"), name="contact_shown_once")],
            },
        ),
        migrations.CreateModel(
            name="JoiningRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("first_name", models.CharField(max_length=80)),
                ("last_name", models.CharField(max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=32)),
                ("address1", models.CharField(blank=True, max_length=200)),
                ("address2", models.CharField(blank=True, max_length=200)),
                ("postcode", models.CharField(blank=True, max_length=12)),
                ("city", models.CharField(blank=True, max_length=120)),
                ("message", models.TextField(blank=True, max_length=1000)),
                ("asked_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, choices=ANSWERS, max_length=10)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="joining_requests", to="groups.group"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="groups.membership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "number"), name="joining_request_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")),
                        fields=("group", "email"),
                        name="one_waiting_request_per_email",
                    ),
                ],
            },
        ),
    ]
