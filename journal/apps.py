"""Tell Django about the journal app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """The journal app."""

    name = "journal"

    def ready(self) -> None:
        """Let every `migrate` look after the triggers that the record relies on."""
        from journal.kept_answers import keep_after_migrate

        post_migrate.connect(keep_after_migrate, sender=self)
