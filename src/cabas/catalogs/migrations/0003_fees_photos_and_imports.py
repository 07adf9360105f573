"""A catalog has days, a fee and a contact; products have photos, an order and a history; an import is undone as a set."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cabas.money.fields


class Migration(migrations.Migration):
    dependencies = [
        ("catalogs", "0002_catalog_coordinators"),
        ("groups", "0010_roles_about_something"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", cabas.money.fields.MoneyField()),
                ("after", cabas.money.fields.MoneyField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ProductImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=120)),
                ("rows", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="catalog",
            name="archived_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="catalog",
            name="contact",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="catalog",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="fin"),
        ),
        migrations.AddField(
            model_name="catalog",
            name="fee_name",
            field=models.CharField(blank=True, max_length=60, verbose_name="nom des frais"),
        ),
        migrations.AddField(
            model_name="catalog",
            name="fee_percent",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                max_digits=4,
                validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)],
                verbose_name="frais (%)",
            ),
        ),
        migrations.AddField(
            model_name="catalog",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="début"),
        ),
        migrations.AddField(
            model_name="product",
            name="archived_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="product",
            name="fee_percent",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                max_digits=4,
                validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)],
                verbose_name="frais (%)",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="photo",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="product",
            name="photo_height",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="product",
            name="photo_width",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="product",
            name="position",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("photo", ""), _negated=True), fields=["photo"], name="products_with_a_photo"
            ),
        ),
        migrations.AddConstraint(
            model_name="catalog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("starts_on__lte", models.F("ends_on")),
                    _connector="OR",
                ),
                name="catalog_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalog",
            constraint=models.CheckConstraint(
                condition=models.Q(("fee_percent__gte", 0), ("fee_percent__lte", 50)),
                name="catalog_fee_is_a_percentage",
            ),
        ),
        migrations.AddField(
            model_name="pricechange",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pricechange",
            name="group",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.group"),
        ),
        migrations.AddField(
            model_name="pricechange",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="price_changes", to="catalogs.product"
            ),
        ),
        migrations.AddField(
            model_name="productimport",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="productimport",
            name="catalog",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="catalogs.catalog"
            ),
        ),
        migrations.AddField(
            model_name="productimport",
            name="group",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.group"),
        ),
    ]
