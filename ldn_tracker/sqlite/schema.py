"""How migrations change a table of SQLite: by a new one that takes its place, with its triggers."""

from typing import Any

from django.db.backends.sqlite3 import schema


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's own, but triggers outlive a table that is made anew.

    Django forgets those of the table, and cannot give the new table its name while a trigger of another
    table speaks of the one that is gone.
    """

    def _remake_table(self, *args: Any, **kwargs: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        for name, _ in triggers:
            self.execute(f"DROP TRIGGER {self.quote_name(name)}", params=None)
        super()._remake_table(*args, **kwargs)  # type: ignore[misc]
        for _, definition in triggers:
            self.execute(definition, params=None)
