from django.db import migrations, models

import cabas.money.fields


class Migration(migrations.Migration):
    dependencies = [
        ("distributions", "0005_kept_amounts_and_automatic_validations"),
    ]

    operations = [
        migrations.AddField(
            model_name="orderline",
            name="label_price",
            field=cabas.money.fields.MoneyField(null=True),
        ),
        migrations.AlterField(
            model_name="basketchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("order", "Commande"),
                    ("change", "Commande modifiée"),
                    ("weighing", "Pesée"),
                    ("stand", "Changement au stand"),
                    ("missing", "Produit manquant"),
                    ("forgiven", "Panier annulé"),
                    ("note", "Note au stand"),
                ],
                max_length=10,
            ),
        ),
    ]
