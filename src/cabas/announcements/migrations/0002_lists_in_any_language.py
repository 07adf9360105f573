"""What a list was called is said anew from what it was about, in the language of each reader."""

from django.db import migrations, models


def keep_what_they_are_about(apps, schema_editor):
    model = apps.get_model
    evenings, catalogs = model("distributions", "Distribution").objects, model("catalogs", "Catalog").objects
    for each in model("announcements", "Announcement").objects.filter(audience__contains=":"):
        kind, _colon, number = each.audience.partition(":")
        here = {"group": each.group_id, "number": int(number)}
        if kind == "catalogue":
            found = catalogs.filter(**here).values_list("name", flat=True).first()
        else:
            found = evenings.filter(**here).values_list("day", flat=True).first()
        each.audience_about = str(found or "")
        each.save(update_fields=["audience_about"])


class Migration(migrations.Migration):
    dependencies = [
        ("announcements", "0001_announcements"),
        ("catalogs", "0004_sorted_names"),
        ("distributions", "0010_cancelled_baskets"),
    ]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="audience_about",
            field=models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.RunPython(keep_what_they_are_about, migrations.RunPython.noop),
        migrations.RemoveField(model_name="announcement", name="audience_said"),
    ]
