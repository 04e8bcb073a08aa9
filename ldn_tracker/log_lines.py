"""How a log line looks: one JSON object a line (the default), or words for a terminal (LOG_FORMAT=text).

Only named fields are written. What a library hangs onto a record (a request, an SQL statement with
its values) stays out.
"""

import logging
import os
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from pythonjsonlogger.json import JsonFormatter

from ldn_tracker import tracing
from ldn_tracker.environment import read_log_format
from ldn_tracker.logs import without_secrets

# Access lines come from gunicorn, where there is no request of Django's any more.
OWN = ("request_id", "user_number", "route")


def formatter() -> logging.Formatter:
    """Return the formatter that LOG_FORMAT asks for."""
    return TextLine() if read_log_format(os.environ) == "text" else JsonLine()


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a line says, in the order in which it is read; what is not known is left out."""
    instant = datetime.fromtimestamp(record.created, UTC)
    found = {
        "time": instant.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "event": getattr(record, "event", "message"),
        "message": record.getMessage(),
        **_whose(record),
        **getattr(record, "facts", {}),
        "error": record.exc_info[0].__qualname__ if record.exc_info and record.exc_info[0] else None,
        "traceback": record.exc_text,
        "stack": record.stack_info,
    }
    clean = {key: without_secrets(value) if isinstance(value, str) else value for key, value in found.items()}
    return {key: value for key, value in clean.items() if value not in (None, "")}


def _whose(record: logging.LogRecord) -> dict[str, Any]:
    given = getattr(record, "request", None)
    request = given if isinstance(given, HttpRequest) else tracing.current_request()
    own = {name: getattr(record, name, None) for name in OWN}
    if request is None:
        return {"request": own["request_id"], "user": own["user_number"], "route": own["route"]}
    user = own["user_number"] if own["user_number"] is not None else tracing.user_number(request)
    return {"request": tracing.request_id(request), "user": user, "route": tracing.route(request)}


class JsonLine(JsonFormatter):
    """One object a line, in ASCII, so that no line break or half of a surrogate pair gets through."""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Write our fields, and none of a record's other attributes."""
        log_data.update(fields(record))


class TextLine(logging.Formatter):
    """`time level logger message key=value`, and a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; control characters are shown, not sent to the terminal."""
        found = fields(record)
        below = [found.pop(key) for key in ("traceback", "stack") if key in found]
        said = [str(found.pop(key)) for key in ("time", "level", "logger", "message")]
        if found.pop("event") != "message":
            said[2:3] = []  # an event's message is its name
        words = [*said, *(f"{key}={value}" for key, value in found.items())]
        return "\n".join([_shown(" ".join(words)), *below])


def _shown(text: str) -> str:
    return text.encode("unicode_escape").decode()
