"""How gunicorn serves the site; docs/settings.md describes the variables."""

import os

from ldn_tracker import access_log, environment, web_server

web_server.install()

wsgi_app = "ldn_tracker.wsgi:application"
bind = os.environ.get("BIND") or f"127.0.0.1:{environment.read_port(os.environ)}"
# One request a process: simple, and Django keeps one database connection a process open.
worker_class = "sync"
workers = environment.read_workers(os.environ)
preload_app = True
timeout = 30
graceful_timeout = 30

# Whether a request came by https is Django's to say (TRUSTED_PROXIES); a header alone proves nothing.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
control_socket_disable = True

logger_class = access_log.AccessLog
accesslog = "-"


def when_ready(server: object) -> None:
    """Say where the site is."""
    address = os.environ.get("SITE_URL") or f"http://{bind}"
    print(f"\nLDN Tracker is ready: {address}\nStop it with Ctrl-C.\n", flush=True)  # noqa: T201


def worker_exit(server: object, worker: object) -> None:
    """Close the database: SQLite then leaves one whole file behind, with nothing in a log beside it."""
    from django.db import connections

    connections.close_all()
