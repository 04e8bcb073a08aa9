"""Make the secret key and the master key of a new site: `python -m ldn_tracker.keys`.

A key that is there is never touched: without its master key the text of a diary cannot be read.
"""

import base64
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from ldn_tracker.environment import BadEnvironment, read_data_dir

KINDS = ("SECRET_KEY", "MASTER_KEY")


def new_key(name: str) -> str:
    """Return a new random key as the environment reads it."""
    if name == "MASTER_KEY":
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(64)


def make_keys(env: Mapping[str, str], data_dir: Path) -> list[Path]:
    """Write each key that neither the environment nor the folder has; return the files made.

    Raises BadEnvironment when a database is there without its master key.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = [
        (name, data_dir / name.lower())
        for name in KINDS
        if not env.get(name, "").strip() and not env.get(f"{name}_FILE", "").strip()
    ]
    missing = [(name, path) for name, path in files if not path.exists()]
    for name, path in missing:
        if name == "MASTER_KEY" and (data_dir / "db.sqlite3").exists():
            raise BadEnvironment(
                f"MASTER_KEY: {path} is gone, but the database it belongs to is there. "
                "Bring the key back; a new one could not open what was written."
            )
        _write(path, new_key(name))
    return [path for _, path in missing]


def _write(path: Path, key: str) -> None:
    """Write a new file for its owner's eyes only."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())


def main() -> None:
    """Make the keys in DATA_DIR, or in `var` beside the code, and name the files made."""
    try:
        made = make_keys(os.environ, read_data_dir(os.environ, Path(__file__).resolve().parent.parent))
    except BadEnvironment as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"DATA_DIR: cannot make {error.filename}: {error.strerror}.")
    for path in made:
        sys.stdout.write(f"Made {path}. Keep a copy away from the database and its backups.\n")


if __name__ == "__main__":
    main()
