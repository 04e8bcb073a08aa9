"""A site whose mails wait in the database, and a mail server that answers as it is told."""

from django.core import mail
from django.core.mail.backends import locmem

from accounts.models import OutgoingMail

QUEUE = {"BACKEND": "accounts.outbox.EmailBackend"}
WORKS = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
DOWN = {"BACKEND": "tests.accounts.queue.Down"}
REFUSES_ONE = {"BACKEND": "tests.accounts.queue.RefusesDana"}


class Down(locmem.EmailBackend):
    """A mail server that does not answer, and whose error names an address."""

    def send_messages(self, messages):
        raise ConnectionRefusedError(f"refused {messages[0].to}")


class RefusesDana(locmem.EmailBackend):
    """A mail server that takes every mail but those to Dana."""

    def send_messages(self, messages):
        if messages[0].to == ["dana@example.test"]:
            raise ValueError("Invalid address dana@example.test")
        return super().send_messages(messages)


def columns() -> bytes:
    """Everything that the table of waiting mails holds, as bytes."""
    rows = OutgoingMail.objects.values_list()
    return b"|".join(bytes(x) if isinstance(x, bytes | memoryview) else str(x).encode() for row in rows for x in row)


def sent() -> list[tuple[list[str], str]]:
    """To whom which mail was sent."""
    return [(message.to, message.subject) for message in mail.outbox]
