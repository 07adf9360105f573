from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0009_merged_households")]

    operations = [
        migrations.AddField(
            model_name="roleholder",
            name="about",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="roleholder",
            name="role",
            field=models.CharField(
                choices=[
                    ("coordinator", "coordination"),
                    ("treasurer", "trésorerie"),
                    ("administrator", "administration"),
                    ("catalog_coordinator", "coordination de certains catalogues"),
                    ("producer", "producteur, productrice"),
                ],
                max_length=20,
            ),
        ),
    ]
