"""Django's mail backend of this site: each mail waits, sealed, in the database for accounts/delivery.py."""

import json
from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailAlternative, EmailAttachment, EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.sealing import seal, unseal

# What a mail that can be unsubscribed from carries (RFC 8058); no other header is kept.
HEADERS = ("List-Unsubscribe", "List-Unsubscribe-Post")
BLOCK = 1024  # what is sealed is filled up to whole blocks, so that its length does not tell which mail it is


class EmailBackend(BaseEmailBackend):
    """Keep plain text mails instead of sending them; a failure is the database's, never a mail server's."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each mail; return how many."""
        for message in email_messages:
            put(message)
        return len(email_messages)


def put(message: EmailMessage) -> OutgoingMail:
    """Queue a mail; raise ValueError for a line break in a header and for what this queue does not carry."""
    _refuse_what_is_not_kept(message)
    parts = {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.to),
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
    }
    plain = json.dumps(parts).encode()
    plain = plain.ljust(-(-len(plain) // BLOCK) * BLOCK)
    now = timezone.now()
    mail = OutgoingMail(queued_at=now, due_at=now)
    mail.sealed = seal(bytes(mail.wrapped_key), plain, _place(mail))
    mail.save(force_insert=True)
    return mail


def opened(mail: OutgoingMail) -> EmailMessage:
    """Return the mail as it was queued; raise Unsealable when no master key opens it.

    Its Message-ID is the same at each try, so that a mail server can tell a mail that came twice.
    """
    parts = json.loads(unseal(bytes(mail.wrapped_key), bytes(mail.sealed), _place(mail)))
    domain = parseaddr(parts["from_email"])[1].partition("@")[2]
    headers = {**parts.pop("headers", {}), "Message-ID": f"<{mail.pk}@{domain}>"}
    return EmailMessage(**parts, headers=headers)


def _place(mail: OutgoingMail) -> str:
    return f"accounts.OutgoingMail.sealed:{mail.pk}"


def _refuse_what_is_not_kept(message: EmailMessage) -> None:
    lines = [str(message.subject), message.from_email, *message.to, *map(str, message.extra_headers.values())]
    if any(not line.isprintable() for line in lines):
        raise ValueError("a line break or control character in a header of a mail")
    more: list[EmailAttachment | EmailAlternative | str | object] = [
        *message.attachments,
        *getattr(message, "alternatives", ()),
        *message.cc,
        *message.bcc,
        *message.reply_to,
        *(name for name in message.extra_headers if name not in HEADERS),
    ]
    if more or message.content_subtype != "plain":
        raise ValueError("the queue carries plain text to named addresses, and nothing else")
