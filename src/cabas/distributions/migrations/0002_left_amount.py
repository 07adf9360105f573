"""What was knowingly left owed is kept as an amount: more than that is looked at again."""

from typing import Any

from django.db import migrations, models

from cabas.money import Money
from cabas.money.fields import MoneyField


def keep_what_was_left(apps: Any, _editor: Any) -> None:
    """No more than its total was ever left of a basket."""
    baskets = apps.get_model("distributions", "Basket").objects
    baskets.filter(is_left_owed=True).update(left_amount=models.F("total"))


def forget_amounts(apps: Any, _editor: Any) -> None:
    baskets = apps.get_model("distributions", "Basket").objects
    baskets.filter(left_amount__gt=Money(0)).update(is_left_owed=True)


class Migration(migrations.Migration):
    dependencies = [("distributions", "0001_distributions")]

    operations = [
        migrations.AddField("basket", "left_amount", MoneyField(default=Money(0))),
        migrations.RunPython(keep_what_was_left, forget_amounts),
        migrations.RemoveField("basket", "is_left_owed"),
        migrations.AddConstraint(
            "basket",
            models.CheckConstraint(condition=models.Q(left_amount__gte=Money(0)), name="left_is_not_negative"),
        ),
    ]
