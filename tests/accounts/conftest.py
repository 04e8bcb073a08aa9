import pytest
from django.test import Client

from ldn_tracker.environment import Mail

PASSWORD = "correct horse battery"


@pytest.fixture
def with_mail(settings):
    """The profile of a site with a mail server."""
    settings.MAIL = Mail(host="mail.test", port=25, username="", password="", use_tls=False, use_ssl=False)
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True


@pytest.fixture
def stranger(db) -> Client:
    return Client()


@pytest.fixture
def sign_up_data() -> dict[str, str]:
    return {
        "email": "dana@example.test",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "name": "Dana Example",
        "time_zone": "Asia/Calcutta",
        "country": "IN",
        "adult": "on",
        "consent": "on",
    }
