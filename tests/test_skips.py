"""Leaving out a test that must run is a failure."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SKIPPED = "import pytest\n{mark}def test_one():\n    pytest.skip('nothing to run on')\n"


def run(folder: Path, source: str, fail_on_skip: str) -> tuple[int, str]:
    """Run pytest with the plugin over one test in a folder of its own."""
    folder.mkdir()
    (folder / "test_one.py").write_text(source)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            "pyproject.toml",
            "-p",
            "tests.skips",
            "-p",
            "no:cacheprovider",
            "-q",
            str(folder),
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "FAIL_ON_SKIP": fail_on_skip, "TEST_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()[-1].split(" in ")[0]


@pytest.mark.parametrize(
    ("kind", "folder", "mark", "outcome"),
    [("browser", "browser", "", "1 failed"), ("postgresql", "any", "@pytest.mark.postgresql\n", "1 error")],
)
def test_a_skip_fails_only_where_it_is_named(tmp_path: Path, kind: str, folder: str, mark: str, outcome: str) -> None:
    source = SKIPPED.format(mark=mark)
    assert run(tmp_path / folder, source, kind) == (1, outcome)
    assert run(tmp_path / "unnamed", source, "") == (0, "1 skipped")
    assert run(tmp_path / "other", "import pytest\ndef test_one():\n    pytest.skip('so')\n", kind) == (0, "1 skipped")


def test_a_skipped_module_of_browser_tests_fails(tmp_path: Path) -> None:
    code, said = run(tmp_path / "browser", "import pytest\npytest.skip('no', allow_module_level=True)\n", "browser")
    assert (code, said) == (2, "1 error")


ASKING = """
import pytest

@pytest.fixture
def alice(db): pass
def test_pure(tmp_path, settings, monkeypatch): pass
def test_asks(db): pass
def test_asks_through_a_fixture(alice): pass
def test_asks_for_commits(transactional_db): pass
@pytest.mark.django_db
def test_is_marked(): pass
@pytest.mark.postgresql
def test_is_for_postgresql(): pass
"""


def said(folder: Path, database: str, *options: str) -> str:
    """Return what pytest says about ASKING; nothing connects to the database while nothing is run that asks for it."""
    (folder / "test_asking.py").write_text(ASKING)
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "tests.skips", "-p", "no:cacheprovider"]
    env = {**os.environ, "FAIL_ON_SKIP": "", "TEST_DATABASE_URL": database}
    command += ["-q", *options, str(folder)]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False).stdout


ON_POSTGRESQL = "postgresql://nobody@127.0.0.1:1/none"


def test_on_postgresql_only_what_touches_a_database_runs(tmp_path: Path) -> None:
    asks = ["test_asks", "test_asks_through_a_fixture", "test_asks_for_commits", "test_is_marked"]
    asks.append("test_is_for_postgresql")
    every, kept = (re.findall(r"::(\w+)", said(tmp_path, url, "--collect-only")) for url in ("", ON_POSTGRESQL))
    assert (sorted(every), sorted(kept)) == (sorted(["test_pure", *asks]), sorted(asks))


@pytest.mark.parametrize("processes", [[], ["-n", "1"]])
def test_what_is_left_out_is_counted_and_said(tmp_path: Path, processes: list[str]) -> None:
    lines = said(tmp_path, ON_POSTGRESQL, "-k", "pure or is_for_postgresql", *processes).splitlines()
    assert "1 tests touch no database, and are left out on PostgreSQL." in lines
    assert lines[-1].startswith("1 passed")
