"""The scripts behind `make`: which Python is taken, what is pinned, what is left out where a tool is missing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import ROOT


def run(*command: str, path: Path, **env: str) -> tuple[int, str, str]:
    """Run a script that finds only what is in one folder and the shell's own tools."""
    done = subprocess.run(
        command, cwd=ROOT, env={"PATH": str(path), **env}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.strip(), done.stderr.strip()


def put(folder: Path, name: str, body: str) -> Path:
    """Put a program into a folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


GOOD = f'exec {sys.executable} "$@"'
OLD = "exit 1"


def test_python_that_refuses_to_start_is_passed_over(folder: Path) -> None:
    put(folder, "python3.13", "echo 'python3.13: command not found' >&2; exit 127")
    put(folder, "python3.14", OLD)
    good = put(folder, "python3", GOOD)
    assert run("/bin/sh", "bin/find-python", path=folder) == (0, str(good), "")


def test_no_python_is_said_in_a_clear_sentence(folder: Path) -> None:
    code, out, said = run("/bin/sh", "bin/find-python", path=folder)
    assert (code, out) == (1, "")
    assert said.startswith("LDN Tracker needs Python 3.12 or newer, and there is none on the PATH.")


def test_python_that_is_named_is_taken_or_refused(folder: Path) -> None:
    put(folder, "python3", GOOD)
    mine, old = put(folder, "mine", GOOD), put(folder, "old", OLD)
    assert run("/bin/sh", "bin/find-python", path=folder, PYTHON=str(mine)) == (0, str(mine), "")
    assert run("/bin/sh", "bin/find-python", path=folder, PYTHON=str(old)) == (
        1,
        "",
        f"PYTHON={old} is not a Python of 3.12 or newer.",
    )


def test_missing_postgresql_is_said_and_has_its_own_exit_code(folder: Path) -> None:
    put(folder, "dirname", "exec " + str(shutil.which("dirname")) + ' "$@"')
    assert run("/bin/sh", "bin/with-postgresql", "true", path=folder) == (
        69,
        "",
        "No PostgreSQL on this machine (looked at TEST_DATABASE_URL, PG_BINDIR, PATH and pg_config).",
    )


def test_given_postgresql_is_used_as_it_is(folder: Path) -> None:
    command = ["/bin/sh", "bin/with-postgresql", "/bin/sh", "-c", 'echo "$TEST_DATABASE_URL"']
    assert run(*command, path=folder, TEST_DATABASE_URL="postgresql://there") == (0, "postgresql://there", "")


def test_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^  make (\S+)", said, re.MULTILINE) == targets


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_requirement_is_pinned_and_says_what_it_is_for(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r "))]
    pinned = re.compile(r"[A-Za-z0-9_.-]+(\[[a-z]+\])?==[\w.]+ +# \S.{5,}")
    assert [line for line in lines if not pinned.fullmatch(line)] == []
    assert len(lines) > 10


@pytest.mark.parametrize("path", [*sorted((ROOT / "bin").iterdir()), ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_script_is_executable_and_its_shell_reads_it(path: Path) -> None:
    shell = path.read_text().splitlines()[0].removeprefix("#!").split()
    assert os.access(path, os.X_OK)
    subprocess.run([*shell, "-n", str(path)], check=True)
