"""Let the database's clock go along where a test moves ours; else the database is asked, as on a site."""

import time_machine
from django.db.models import DateTimeField, Value
from django.db.models.functions import Now
from django.utils import timezone

goes_along = True


def move() -> None:
    """Compile Now() to our hour while a test travels in time. A test of the clocks themselves sets goes_along to False."""
    for name in ("as_sqlite", "as_postgresql"):
        original = getattr(Now, name)

        def compiled(self, compiler, connection, original=original, **extra):
            if goes_along and time_machine.escape_hatch.is_travelling():
                return compiler.compile(Value(timezone.now(), output_field=DateTimeField()))
            return original(self, compiler, connection, **extra)

        setattr(Now, name, compiled)
