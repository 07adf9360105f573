import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cabas.money.amount
import cabas.money.fields


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0008_counts_money"),
        ("groups", "0009_merged_households"),
        ("ledger", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MergedBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("amount", cabas.money.fields.MoneyField(verbose_name="montant")),
                ("merged_on", models.DateField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="groups.group"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="groups.membership"
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances_merged",
                        to="groups.membership",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "transaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="ledger.transaction"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", cabas.money.amount.Money(0)), _negated=True),
                        name="merged_balance_is_not_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("receiver", models.F("membership")), _negated=True),
                        name="merged_balance_goes_elsewhere",
                    ),
                ],
            },
        ),
    ]
