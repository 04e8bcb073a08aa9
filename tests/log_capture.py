"""What the site's own handler writes, with its filter and formatter."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Line = dict[str, Any]


class Log:
    """Everything written since the capture began."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[Line]:
        """Each line as the object that it must be."""
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def events(self) -> list[Line]:
        """The security events: what each says beside when, where and in which request."""
        about = ("time", "logger", "message", "request", "level", "route")
        found = [line for line in self.lines if line["logger"] == "security"]
        return [{key: value for key, value in line.items() if key not in about} for line in found]


def site_handler() -> logging.StreamHandler[Any]:
    """Return the one handler that settings give to every logger."""
    (handler,) = (each for each in logging.getLogger("django").handlers if type(each) is logging.StreamHandler)
    assert handler in logging.getLogger().handlers
    return handler


@contextmanager
def captured() -> Iterator[Log]:
    """Catch what is written meanwhile."""
    log, handler = Log(), site_handler()
    before = handler.setStream(log.stream)
    try:
        yield log
    finally:
        handler.setStream(before)
