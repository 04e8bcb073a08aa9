"""Tell Django about the accounts app."""

from django.apps import AppConfig

from ldn_tracker.later import import_at_first_use


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "accounts"

    def ready(self) -> None:
        """Leave what checks a passkey, and all that it imports, to whoever uses one."""
        import_at_first_use("allauth.mfa.webauthn.internal", "auth")
