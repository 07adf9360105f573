import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0008_words_and_suspension")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="groups.membership",
            ),
        ),
    ]
