import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0007_passages"),
        ("mail", "0003_papers_with_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="reply_to",
            field=models.EmailField(blank=True, default="", max_length=254),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="batch",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="is_held",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="gathered_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="gathered",
                to="mail.outgoingmail",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(condition=models.Q(("batch__isnull", False)), fields=["batch"], name="mails_of_a_batch"),
        ),
        migrations.CreateModel(
            name="MailPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("all", "Tout"),
                            ("essential", "L’essentiel"),
                            ("money", "Rien, sauf ce qui concerne l’argent"),
                        ],
                        default="all",
                        max_length=10,
                    ),
                ),
                ("is_daily", models.BooleanField(default=False)),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.group"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "person"), name="mail_preference_once"),
                ],
            },
        ),
    ]
