"""The WSGI callable that gunicorn serves."""

import gc
import os

gc.disable()  # what is loaded here stays: looking for garbage in it took a sixth of a start

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ldn_tracker.settings")
application = get_wsgi_application()

# Every view, imported before the workers part: once for all of them, and in memory that they share.
from ldn_tracker import urls  # noqa: E402, F401

gc.collect()
gc.freeze()  # no later look goes through it again, which would also give each worker a copy of that memory
# A page makes some thousand objects that live until it is sent: not to be looked at five times meanwhile.
gc.set_threshold(10_000)
gc.enable()
