"""Bring database and static files up to this code, before the server starts."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files import locks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import User
from accounts.rotation import tried_at_start
from accounts.staff import editors
from journal import kept_answers
from ldn_tracker import schema
from ldn_tracker.patience import without_time_limits

WRONG_KEY = (
    "MASTER_KEY: it opens the texts of nobody here ({tried} people looked at). It is not the key they were written "
    "with, or a new one, made because that one was gone. Bring the old key back: as MASTER_KEY or the file master_key "
    "in DATA_DIR, or beside the new one as MASTER_KEY_PREVIOUS."
)
SOME_SHUT = (
    "MASTER_KEY: no key given here opens the texts of {shut} people ({tried} looked at). "
    "Bring every old key, as MASTER_KEY_PREVIOUS."
)


class Command(BaseCommand):
    """Do what is needed and nothing twice: a start without news takes no time."""

    help = (
        "Make the tables, load what there is to read, collect static files that changed, and make the demo patient of a"
        " fresh local site."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run each step; all of them can be run again at any time."""
        call_command("createcachetable", verbosity=0)
        self._bring_up_to_date()
        self._try_the_master_key()
        editors()
        self._load_education()
        if not settings.DEBUG:
            collect_static_files(Path(settings.STATIC_ROOT))
        if settings.DEMO and settings.SITE.loopback and not User.objects.exists():
            call_command("make_demo", stdout=self.stdout)

    def _bring_up_to_date(self) -> None:
        """Run the migrations that are due; also where a trigger of the record is missing, which they make again."""
        lost = sorted(name for _, name in kept_answers.missing(connection)) if schema.is_current() else []
        if lost:
            self.stderr.write(f"The database lacks triggers of the diary ({', '.join(lost)}); they are made again.")
        elif schema.is_current():
            return
        with without_time_limits():
            call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("The database is up to date.")

    def _try_the_master_key(self) -> None:
        """Refuse to start with a key that opens nobody's texts: what is written from then on would need both."""
        tried, shut = tried_at_start()
        if tried and tried == shut:
            raise CommandError(WRONG_KEY.format(tried=tried))
        if shut:
            self.stderr.write(SOME_SHUT.format(shut=shut, tried=tried))

    def _load_education(self) -> None:
        """Load what there is to read; a fault in it keeps nobody from their diary."""
        try:
            call_command("load_education", verbosity=0, stdout=self.stdout)
        except CommandError as error:
            self.stderr.write(f"The education content is left as it was. {error}")


def collect_static_files(target: Path) -> bool:
    """Hash and compress the static files into a folder; return False when none changed since the last time.

    The lock keeps two starts at once from writing the same files.
    """
    target.mkdir(parents=True, exist_ok=True)
    stamp = target / "sources.sha256"
    with stamp.open("a+") as file, locked(file):
        file.seek(0)
        now = sources_digest()
        if file.read() == now:
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        file.truncate(0)
        file.write(now)
    return True


@contextmanager
def locked(file: IO[str]) -> Iterator[None]:
    """Wait for, and hold, the lock of an open file."""
    locks.lock(file, locks.LOCK_EX)
    try:
        yield
        file.flush()
    finally:
        locks.unlock(file)


def sources_digest() -> str:
    """Return a digest of the name and bytes of every static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            with storage.open(name) as file:
                digest.update(f"{name}\0".encode() + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()
