"""One-time messages in a signed cookie that carries the site's cookie prefix."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class MessageCookie(CookieStorage):
    """Django's cookie storage under our name."""

    cookie_name = settings.MESSAGE_COOKIE_NAME
