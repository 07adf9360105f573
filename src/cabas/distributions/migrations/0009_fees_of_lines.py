"""What a percentage fee makes of a line is frozen with its price."""

from decimal import Decimal

from django.db import migrations, models

import cabas.money
import cabas.money.fields


class Migration(migrations.Migration):
    dependencies = [
        ("distributions", "0008_catalog_hours_and_cancelling"),
    ]

    operations = [
        migrations.AddField(
            model_name="orderline",
            name="fee",
            field=cabas.money.fields.MoneyField(default=cabas.money.Money(0)),
        ),
        migrations.AddField(
            model_name="orderline",
            name="fee_percent",
            field=models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=4),
        ),
    ]
