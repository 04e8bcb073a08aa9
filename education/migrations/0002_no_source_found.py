import hashlib
import re

import tomli_w
from django.db import migrations, models

COLUMNS = {"id": "number"} | {
    name: name for name in ("wording", "label", "warning", "note", "evidence", "sources", "no_source_needed", "section")
}


def digest(entry):
    return hashlib.sha256(tomli_w.dumps(entry).encode()).hexdigest()


def natural(key):
    return [int(part) if part.isdigit() else part for part in re.split(r"([0-9]+)", key)]


def know_the_files_again(apps, schema_editor):
    """A row remembers the digest of what the files last held: say the same with the new field in it."""
    order = [*list(COLUMNS)[:-1], "no_source_found", "section"]
    for claim in apps.get_model("education", "Claim").objects.prefetch_related("sources"):
        old = {name: getattr(claim, column) for name, column in COLUMNS.items() if name != "sources"}
        old["sources"] = sorted((source.key for source in claim.sources.all()), key=natural)
        old = {name: old[name] for name in COLUMNS}
        if digest(old) == claim.loaded:
            claim.loaded = digest({name: {**old, "no_source_found": False}[name] for name in order})
            claim.save(update_fields=["loaded"])


class Migration(migrations.Migration):
    dependencies = [("education", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="no_source_found",
            field=models.BooleanField(default=False, help_text="Looked for, and there was none."),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(no_source_needed=False) | models.Q(no_source_found=False),
                name="claim_without_source_says_one_reason",
                violation_error_message="Either no source is needed, or none was found.",
            ),
        ),
        migrations.RunPython(know_the_files_again, migrations.RunPython.noop),
    ]
