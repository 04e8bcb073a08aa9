"""The site's own settings with throw-away keys and a fast password hasher."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="ldn-tests-"))
os.environ["SECRET_KEY"] = "tests-only-" + "0123456789abcdef" * 4
os.environ["MASTER_KEY"] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
os.environ["MAIL_URL"] = ""

from ldn_tracker.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, not memory: races are tested with the locks that users get.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["DATA_DIR"], "test.sqlite3")}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Empty: pages are tested without `collectstatic`, and WhiteNoise warns where the folder is missing.
STATIC_ROOT = tempfile.mkdtemp(prefix="ldn-static-")
