"""New keys are random, for the owner's eyes only, and never replaced."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from ldn_tracker import environment, keys
from ldn_tracker.environment import BadEnvironment


def test_keys_are_made_for_their_owner_and_are_read_by_the_environment(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "var"
    assert keys.make_keys({}, folder) == [folder / "secret_key", folder / "master_key"]
    assert [oct(path.stat().st_mode & 0o777) for path in sorted(folder.iterdir())] == ["0o600", "0o600"]
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert len(environment.read_secret_key({}, folder)) == 86
    assert len(environment.read_master_key({}, folder)) == 32


def test_keys_that_are_there_are_never_touched(tmp_path: Path) -> None:
    keys.make_keys({}, tmp_path)
    before = [(path.name, path.read_text(), path.stat().st_mtime_ns) for path in sorted(tmp_path.iterdir())]
    assert keys.make_keys({}, tmp_path) == []
    assert [(path.name, path.read_text(), path.stat().st_mtime_ns) for path in sorted(tmp_path.iterdir())] == before


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "master_key").write_text("kept")
    with pytest.raises(FileExistsError):
        keys._write(tmp_path / "master_key", "new")
    assert (tmp_path / "master_key").read_text() == "kept"


def test_no_file_is_made_for_a_key_that_the_environment_gives(tmp_path: Path) -> None:
    env = {"SECRET_KEY": "given", "MASTER_KEY_FILE": "/somewhere/else"}
    assert keys.make_keys(env, tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_no_new_master_key_is_made_beside_a_database_that_needs_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").touch()
    with pytest.raises(BadEnvironment, match=r"^MASTER_KEY: .*/master_key is gone, but the database"):
        keys.make_keys({}, tmp_path)
    assert not (tmp_path / "master_key").exists()


def test_two_sites_have_different_keys() -> None:
    assert keys.new_key("MASTER_KEY") != keys.new_key("MASTER_KEY")
    assert keys.new_key("SECRET_KEY") != keys.new_key("SECRET_KEY")


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command of `make run` in a folder."""
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "ldn_tracker.keys"]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)


def test_command_names_the_files_it_made_and_says_nothing_the_second_time(tmp_path: Path) -> None:
    first, second = run(tmp_path), run(tmp_path)
    assert (first.returncode, first.stderr, len(first.stdout.splitlines())) == (0, "", 2)
    assert (tmp_path / "master_key").read_text().strip() not in first.stdout
    assert (second.returncode, second.stderr, second.stdout) == (0, "", "")


def test_command_fails_in_one_sentence_when_the_master_key_is_gone(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").touch()
    done = run(tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


def test_command_fails_in_one_sentence_where_the_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(tmp_path / "file" / "data")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"DATA_DIR: cannot make {tmp_path}/file/data: Not a directory.\n"
