"""The tables of a state of migrations, whatever the code of today says.

Both directions read the models as the migrations had them: a backup may be taken with the code
of a newer release, and one made by an older release comes back as it was and is then migrated.
"""

from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model

from ldn_tracker import schema

Migrations = list[tuple[str, str]]
# What a backup does not hold, each with its reason. The cache is no model and not in it either.
LEFT_OUT = {
    "sessions.session": "a session that was ended since the backup must not come alive again",
    "usersessions.usersession": "a device belongs to its session",
    "accounts.outgoingmail": "a mail that was sent since the backup must not be sent again",
    "accounts.editorinvitation": "an invitation that was used since the backup must not work again",
    "accounts.ratewindow": "tries are counted for a day at most; those counts are over",
    "journal.waitingimport": "a file waits for an hour; its owner brings it in again",
}


def applied_migrations() -> Migrations:
    """Return app and name of each migration that the database has, in order."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def unknown(migrations: Migrations) -> Migrations:
    """Return the migrations that this code does not have: a newer release made them."""
    return [each for each in migrations if each not in schema.expected()]


def last_of_each_app(migrations: Migrations) -> Migrations:
    """Return the migrations that no other one of their app follows, for the executor to go to."""
    graph, there = MigrationLoader(None).graph, set(migrations)
    return [
        node
        for node in migrations
        if not any(child.key[0] == node[0] and child.key in there for child in graph.node_map[node].children)
    ]


def tables_of(migrations: Migrations) -> dict[str, type[Model]]:
    """Return every table that these migrations make, by name, with its model as it was then."""
    models = MigrationLoader(None).project_state(migrations).apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in sorted(models, key=lambda model: model._meta.db_table)}


def is_left_out(model: type[Model]) -> bool:
    """Return whether a backup leaves this table out."""
    return model._meta.label_lower in LEFT_OUT


def columns(model: type[Model]) -> list["Field[Any, Any]"]:
    """Return the fields of a model that are columns, in the order they were written."""
    return list(model._meta.local_concrete_fields)
