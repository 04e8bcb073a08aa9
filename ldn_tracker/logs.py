"""Keep share tokens and other secrets of an address out of every log line."""

import logging
import re

_SHARE = re.compile(r"/r/[^\s/?\"']+")
_SIGNED = re.compile(r"/(reminders|unsubscribe|accounts/confirm-email|accounts/password/reset/key)/[^\s?\"']+")
_QUERY = re.compile(r"\?[^\s\"']+")


def without_secrets(text: str) -> str:
    """Return a log text with tokens and query strings struck out."""
    text = _SHARE.sub("/r/***", text)
    text = _SIGNED.sub(r"/\1/***", text)
    return _QUERY.sub("?***", text)


class WithoutSecrets(logging.Filter):
    """Rewrite each record's message; the traceback is cleaned by the formatter's text too."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = without_secrets(logging.Formatter().formatException(record.exc_info))
        return True
