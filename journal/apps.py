"""Tell Django about the journal app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal app."""

    name = "journal"
