"""What gunicorn writes: one line an answer, without token, query string, Referer or client address."""

from datetime import timedelta
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from ldn_tracker.logs import WithoutSecrets, without_secrets

FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"


class AccessLog(Logger):
    """Gunicorn's logger with secrets struck out of both its logs."""

    def setup(self, cfg: Config) -> None:
        """Set the handlers, and the filter on each logger once."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            if not any(isinstance(each, WithoutSecrets) for each in log.filters):
                log.addFilter(WithoutSecrets())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        """Return the few parts of a line that FORMAT uses; the decoded path, so that %72 hides nothing."""
        every = super().atoms(resp, req, environ, request_time)
        path = without_secrets(every["U"] or "").encode("unicode_escape").decode()
        return {**{name: every[name] for name in "tmsBM"}, "U": path}
