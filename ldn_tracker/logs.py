"""Keep share tokens, other secrets of an address and what a row holds out of every log line."""

import logging
import re

SHARE = re.compile(r"/r/+[^\s/?\"']+", re.IGNORECASE)
SIGNED = re.compile(r"/(reminders|unsubscribe|accounts/confirm-email|accounts/password/reset/key)/[^\s?\"']+")
QUERY = re.compile(r"\?[^\s\"']+")
TOKEN = re.compile(r"[A-Za-z0-9_-]{43,}")
# What PostgreSQL says about a refused row: its values.
DETAIL = re.compile(r"\bDETAIL:[^\n]*")


def without_secrets(text: str) -> str:
    """Return a log text with tokens, query strings and rows struck out, wherever they stand."""
    text = SHARE.sub("/r/***", text)
    text = SIGNED.sub(r"/\1/***", text)
    text = QUERY.sub("?***", text)
    text = DETAIL.sub("DETAIL: ***", text)
    return TOKEN.sub("***", text)


class WithoutSecrets(logging.Filter):
    """Rewrite a record's message, traceback and stack before any formatter sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        if record.stack_info:
            record.stack_info = without_secrets(record.stack_info)
        return True
