from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0007_passages"),
    ]

    operations = [
        migrations.AddField(
            model_name="group",
            name="home_word",
            field=models.CharField(blank=True, max_length=600, verbose_name="mot d’accueil"),
        ),
        migrations.AddField(
            model_name="group",
            name="paper_word",
            field=models.CharField(blank=True, max_length=300, verbose_name="mot sur l’émargement"),
        ),
        migrations.AddField(
            model_name="group",
            name="suspended_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="group",
            name="suspended_why",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="group",
            name="moved_to",
            field=models.URLField(blank=True, editable=False, verbose_name="nouvelle adresse"),
        ),
    ]
