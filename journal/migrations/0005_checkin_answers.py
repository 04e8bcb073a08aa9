from django.db import migrations, models

from journal import kept_answers


def keep(apps, schema_editor):
    kept_answers.keep(schema_editor.connection)


def keep_no_more(apps, schema_editor):
    kept_answers.keep_no_more(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0004_medicine_prescriber'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkin',
            name='answers',
            field=models.TextField(blank=True, db_default='', editable=False),
        ),
        migrations.RunPython(keep, keep_no_more),
    ]
