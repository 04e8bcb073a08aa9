#!/usr/bin/env python
"""Django's command-line entry point."""

import os
import sys

if __name__ == "__main__":
    os.umask(0o077)  # a database, backup or file of a record that a command makes is for this account alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ldn_tracker.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    from ldn_tracker.logs import safe_message

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # an operator needs the sentence, not where it was raised
        sys.exit(str(error))
    except (OperationalError, ProgrammingError) as error:  # away, without its tables, or without the rights
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database does not do that: {safe_message(error)} (--traceback shows where).")
