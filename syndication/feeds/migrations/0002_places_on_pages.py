"""A place for each page, archives, and what a file shows."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

AT_ONCE = 1000
BODY = 4000  # bytes: what an entry is taken to be until `feeds build` has read it


def carry_over(apps, schema_editor):
    """Nothing may be missing from a feed until `feeds build` has read the ledger again: every place stands on its pages."""
    place, before = apps.get_model("feeds", "Place"), apps.get_model("feeds", "PlaceBefore")
    made = []
    for old in before.objects.select_related("delivery").defer("delivery__shown", "delivery__coming").iterator(AT_ONCE):
        gone = " gone " in old.stamp
        for page, title in {"": "", old.name: old.category if old.name else ""}.items():
            made.append(
                place(
                    delivery_id=old.delivery_id,
                    account_id=old.account_id,
                    page=page,
                    title=title,
                    item=old.delivery.item,
                    rank=min(old.published, old.delivery.live_at or old.published),
                    gone=gone,
                    changed=old.rank if gone else None,
                    size=BODY,
                    stamp=old.stamp,
                )
            )
        if len(made) >= AT_ONCE:
            place.objects.bulk_create(made)
            made = []
    place.objects.bulk_create(made)
    files = apps.get_model("feeds", "FeedFile").objects
    for pk, path in files.exclude(category="").values_list("pk", "path"):
        files.filter(pk=pk).update(page=path.partition("/")[2].rpartition(".")[0])


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0001_initial"),
        ("scheduler", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="place", name="place_newest"),
        migrations.RemoveIndex(model_name="place", name="place_newest_of_category"),
        migrations.RenameModel("Place", "PlaceBefore"),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="scheduler.delivery",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="scheduler.account",
                    ),
                ),
                ("page", models.CharField(blank=True, max_length=220)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("item", models.BigIntegerField()),
                ("rank", models.DateTimeField()),
                ("gone", models.BooleanField(default=False)),
                ("changed", models.DateTimeField(null=True)),
                ("size", models.PositiveIntegerField(default=0)),
                ("archive", models.PositiveIntegerField(null=True)),
                ("stamp", models.CharField(max_length=250)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["account", "page", "-rank", "-delivery"], condition=Q(gone=False), name="place_newest"
                    ),
                    models.Index(
                        condition=Q(("changed__isnull", False)),
                        fields=["account", "page", "-changed", "-delivery"],
                        name="place_changed",
                    ),
                    models.Index(
                        condition=Q(("archive__isnull", True)),
                        fields=["account", "page", "rank", "delivery"],
                        name="place_open",
                    ),
                    models.Index(
                        condition=Q(("archive__isnull", False)),
                        fields=["account", "page", "archive"],
                        name="place_archived",
                    ),
                    models.Index(fields=["account", "page", "title"], name="place_pages"),
                ],
                "constraints": [models.UniqueConstraint(fields=("delivery", "page"), name="one_place_a_page")],
            },
        ),
        migrations.CreateModel(
            name="Stale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(blank=True, max_length=220)),
                ("archive", models.PositiveIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="scheduler.account"
                    ),
                ),
            ],
        ),
        migrations.AddField("feedfile", "page", models.CharField(blank=True, default="", max_length=220), False),
        migrations.AddField("feedfile", "archive", models.PositiveIntegerField(null=True)),
        migrations.AddField("feedfile", "head", models.CharField(blank=True, default="", max_length=64), False),
        migrations.AddIndex(
            "feedfile",
            models.Index(condition=Q(("archive__isnull", True)), fields=["account", "page"], name="file_current"),
        ),
        migrations.AddIndex(
            "feedfile",
            models.Index(
                condition=Q(("archive__isnull", False)),
                fields=["account", "head", "page", "archive"],
                name="file_archived",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel("PlaceBefore"),
    ]
