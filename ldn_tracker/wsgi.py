"""The WSGI callable that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ldn_tracker.settings")
application = get_wsgi_application()
# The views, before gunicorn starts its workers: once for all of them, and not in the first answer of each.
get_resolver().url_patterns  # noqa: B018
