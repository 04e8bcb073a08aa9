"""Tell Django about the admin."""

from importlib import import_module

from django.contrib.admin.apps import SimpleAdminConfig


class StaffSiteConfig(SimpleAdminConfig):
    """Make our site the default one, and register what our own apps say: no other app adds a model."""

    default_site = "ldn_tracker.staff_site.StaffSite"

    def ready(self) -> None:
        super().ready()
        import_module("accounts.admin")
        import_module("education.admin")
