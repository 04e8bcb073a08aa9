"""What gunicorn writes: one line an answer, without address, token, query string, Referer or client address."""

import sys
from datetime import timedelta
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from ldn_tracker import log_lines, tracing
from ldn_tracker.logs import WithoutSecrets

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


class AccessLog(Logger):
    """Gunicorn's logger: lines like the application's own, with secrets struck out of both its logs."""

    def setup(self, cfg: Config) -> None:
        """Set the handlers with our formatter, and the filter on each logger once."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(log_lines.formatter())
            if not any(isinstance(each, WithoutSecrets) for each in log.filters):
                log.addFilter(WithoutSecrets())

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Write a fault with its traceback. That Ctrl-C ended the worker while it answered is none."""
        error = sys.exc_info()[1]
        if isinstance(error, SystemExit) and not error.code:
            self.info("An answer was cut short: the site was told to end at once.")
        else:
            super().exception(msg, *args, **kwargs)

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write one line for an answer; the request is named as TracingMiddleware left it."""
        method = environ.get("REQUEST_METHOD")
        facts = {
            "method": method if method in METHODS else "other",
            "status": int(str(resp.status).split(None, 1)[0]),
            "bytes": getattr(resp, "sent", None),
            "ms": round(request_time.total_seconds() * 1000, 1),
        }
        own = {
            "request_id": environ.get(tracing.ID),
            "user_number": environ.get(tracing.USER),
            "route": environ.get(tracing.ROUTE),
        }
        self.access_log.info("answered", extra={"event": "answered", "facts": facts, **own})
