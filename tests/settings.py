"""The site's own settings with throw-away keys and a fast password hasher."""

import atexit
import os
import shutil
import tempfile

if "LDN_TESTS_DATA_DIR" not in os.environ:  # the workers of one run share a folder
    os.environ["LDN_TESTS_DATA_DIR"] = tempfile.mkdtemp(prefix="ldn-tests-")
    atexit.register(shutil.rmtree, os.environ["LDN_TESTS_DATA_DIR"], ignore_errors=True)
for name in (
    *("SITE_URL", "DEBUG", "TRUSTED_PROXIES", "SECRET_KEY_FILE", "MASTER_KEY_FILE"),
    *("MASTER_KEY_PREVIOUS", "MASTER_KEY_PREVIOUS_FILE", "MAIL_URL", "MAIL_FROM", "LOG_FORMAT"),
    *("PORT", "WEB_CONCURRENCY", "DEMO"),
):
    os.environ.pop(name, None)
os.environ["DATA_DIR"] = os.environ["LDN_TESTS_DATA_DIR"]
os.environ["SECRET_KEY"] = "tests-only-" + "0123456789abcdef" * 4
os.environ["MASTER_KEY"] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")

from ldn_tracker.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"] == "ldn_tracker.sqlite":  # noqa: F405
    # A file, not memory: races are tested with the locks that users get.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
    PATIENT: dict[str, object] = {"timeout": 60}
else:
    PATIENT = {"connect_timeout": 60, "options": "-c statement_timeout=60000 -c lock_timeout=50000"}
# People are told after seconds that the site is busy; what is tested here is never how fast this machine is.
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"]["OPTIONS"], **PATIENT}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Empty: pages are tested without `collectstatic`, and WhiteNoise warns where the folder is missing.
STATIC_ROOT = DATA_DIR / "static"  # noqa: F405
STATIC_ROOT.mkdir(exist_ok=True)
