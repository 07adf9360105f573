from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="refused_email",
            field=models.EmailField(blank=True, default="", editable=False, max_length=254),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="user",
            name="email_refused_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
