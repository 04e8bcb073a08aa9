"""Put a new file in place whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """Yield a file for its owner's eyes only, and give it its name when the block has ended well.

    Raises FileExistsError when the name is taken and may not be replaced, OSError when the disk says no.
    """
    if path.exists() and not replace:
        raise FileExistsError
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _give_name(Path(name), path, replace=replace)
    finally:
        Path(name).unlink(missing_ok=True)
    _sync_folder(path.parent)


def _give_name(partial: Path, path: Path, *, replace: bool) -> None:
    """Name the file; without `replace` by a link, which never takes a name that is taken."""
    if replace:
        partial.replace(path)
        return
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a stick or a share that knows no second names
        if path.exists():
            raise FileExistsError from None
        partial.replace(path)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
