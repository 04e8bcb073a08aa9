"""Tell Django about the reports app."""

from django.apps import AppConfig
from django.core.checks import register


class ReportsConfig(AppConfig):
    """The reports app."""

    name = "reports"

    def ready(self) -> None:
        """Add the system check of what a PDF needs."""
        from reports.checks import pdf_is_possible

        register(pdf_is_possible)
