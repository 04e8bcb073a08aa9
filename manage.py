#!/usr/bin/env python
"""Django's command-line entry point."""

import os
import sys

if __name__ == "__main__":
    os.umask(0o077)  # a database, backup or file of a record that a command makes is for this account alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ldn_tracker.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # an operator needs the sentence, not where it was raised
        sys.exit(str(error))
