"""Keep share tokens, other secrets of an address and what a row holds out of every log line."""

import logging
import re
from http import HTTPStatus
from traceback import format_tb

from django.db import DatabaseError
from django.http import HttpRequest

SHARE = re.compile(r"/r/+[^\s/?\"']+", re.IGNORECASE)
SIGNED = re.compile(
    r"/(reminders|unsubscribe|accounts/confirm-email|accounts/invitation|accounts/password/reset/key)/[^\s?\"']+"
)
QUERY = re.compile(r"\?[^\s\"']+")
TOKEN = re.compile(r"[A-Za-z0-9_-]{43,}")
# What PostgreSQL says about a refused row: its values, which may have many lines.
DETAIL = re.compile(r"\bDETAIL:.*?(?=\n[A-Z]+:|\Z)", re.DOTALL)
# What gunicorn says when the application itself falls over, and of a request that is no HTTP: what was sent.
SENT = re.compile(r"(Error handling request(?= )|Invalid request from ip=\S*: [^:'\"]*(?=[:'\"])).*", re.DOTALL)
# What a database says about a value that it cannot read: the value.
VALUE = re.compile(r': ".*', re.DOTALL)
LONGEST_CHAIN = 10


def without_secrets(text: str) -> str:
    """Return a log text with tokens, query strings and rows struck out, wherever they stand."""
    text = SENT.sub(r"\1", text)
    text = SHARE.sub("/r/***", text)
    text = SIGNED.sub(r"/\1/***", text)
    text = QUERY.sub("?***", text)
    text = DETAIL.sub("DETAIL: ***", text)
    return TOKEN.sub("***", text)


def traceback_text(error: BaseException | None) -> str:
    """Return where an exception and those behind it came from, the first cause first.

    Most exceptions quote the value they trip over, which may be somebody's note, so only the kinds
    in `safe_message` say more than their name.
    """
    told: list[str] = []
    while error is not None and len(told) < LONGEST_CHAIN:
        lines = "".join(format_tb(error.__traceback__))
        said = safe_message(error)
        told.append(f"Traceback (most recent call last):\n{lines}{type(error).__qualname__}{said and ': '}{said}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nand then\n\n".join(reversed(told))


def safe_message(error: BaseException) -> str:
    """Return what an operator needs of a database's or the system's own words, without any row's value."""
    if isinstance(error, DatabaseError):
        return VALUE.sub(": ***", str(error)).partition("\n")[0]
    return (error.strerror or "") if isinstance(error, OSError) else ""


class WithoutSecrets(logging.Filter):
    """Rewrite a record's message, traceback and stack before any formatter sees them.

    It must not raise: a filter's exception would reach whoever wrote the line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            _rewrite(record)
        except Exception as error:  # whatever it is, the request goes on
            record.msg = f"a line that could not be written: {type(error).__name__}"
            record.exc_info = record.exc_text = record.stack_info = None
            record.args = ()
        return True


def _rewrite(record: logging.LogRecord) -> None:
    record.msg, record.args = without_secrets(_message(record)), ()
    if record.exc_info and not record.exc_text:
        record.exc_text = traceback_text(record.exc_info[1])
    if record.exc_text:
        record.exc_text = without_secrets(record.exc_text)
    if record.stack_info:
        record.stack_info = without_secrets(record.stack_info)


def _message(record: logging.LogRecord) -> str:
    """Return the message; Django's own about a request quotes the address or a header, so only its status is kept."""
    status = getattr(record, "status_code", None)
    if record.name.startswith("django.") and isinstance(getattr(record, "request", None), HttpRequest) and status:
        return HTTPStatus(status).phrase
    return record.getMessage()
