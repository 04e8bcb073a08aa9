"""Leaving out a test that must run is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import skips

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


def test_on_postgresql_only_what_touches_a_database_runs() -> None:
    class Asked:
        def __init__(self, *fixtures: str, mark: object = None) -> None:
            self.fixturenames, self.mark = fixtures, mark

        def get_closest_marker(self, name: str) -> object:
            return self.mark

    asked = [Asked("alice", "db"), Asked("transactional_db"), Asked(mark="django_db"), Asked("tmp_path"), Asked()]
    assert [skips.touches_a_database(one) for one in asked] == [True, True, True, False, False]  # type: ignore[arg-type]
