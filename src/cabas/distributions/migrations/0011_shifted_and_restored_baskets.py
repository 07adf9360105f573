from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("distributions", "0010_cancelled_baskets"),
    ]

    operations = [
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
                    ("price", "Prix changé"),
                    ("cancelled", "Distribution annulée"),
                    ("shifted", "Produits décalés"),
                    ("merged", "Foyers réunis"),
                    ("restored", "Commande rétablie"),
                ],
                max_length=10,
            ),
        ),
    ]
