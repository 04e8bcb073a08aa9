"""The WSGI callable that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ldn_tracker.settings")
application = get_wsgi_application()

# Every view, imported before the workers part: once for all of them, and in memory that they share.
from ldn_tracker import urls  # noqa: E402, F401
