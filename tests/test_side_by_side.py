"""Commands that run at the same time are told apart, and none fails unseen."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import ROOT


def script(folder: Path, name: str, lines: str) -> str:
    """Write a script and return the command that runs it."""
    path = folder / name
    path.write_text(lines)
    return f"/bin/sh {path}"


def side_by_side(*commands: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.side_by_side", *commands], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_they_run_at_the_same_time_and_are_told_one_after_the_other(tmp_path: Path) -> None:
    there = tmp_path / "there"
    first = script(tmp_path, "first", f"echo 1 begins; until [ -e {there} ]; do sleep 0.1; done; echo 1 ends")
    second = script(tmp_path, "second", f"echo 2 begins; touch {there}; echo 2 ends >&2")
    assert side_by_side(first, second) == (0, "1 begins\n1 ends\n2 begins\n2 ends\n", "")


@pytest.mark.parametrize("codes", [(0, 3), (3, 0), (1, 1)])
def test_each_that_fails_is_named(tmp_path: Path, codes: tuple[int, int]) -> None:
    commands = [script(tmp_path, f"number{n}", f"echo {n}; exit {code}") for n, code in enumerate(codes)]
    failed = [f"Failed: {command}\n" for command, code in zip(commands, codes, strict=True) if code]
    assert side_by_side(*commands) == (1, "0\n1\n", "".join(failed))
