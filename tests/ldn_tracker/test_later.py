"""A module of another package runs at its first use, once, and everybody means the same one."""

import importlib
import sys
from pathlib import Path

import pytest

from ldn_tracker.later import import_at_first_use

MODULE = """import builtins
builtins.runs_of_slow_part = getattr(builtins, "runs_of_slow_part", 0) + 1
VALUE = 7
"""
USER = "from slow_package import slow_part\n\n\ndef use():\n    return slow_part.VALUE\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of a module that counts how often it ran, and of one that imports it."""
    folder = tmp_path / "slow_package"
    folder.mkdir()
    for name, text in {"__init__.py": "", "slow_part.py": MODULE, "user.py": USER}.items():
        (folder / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("builtins.runs_of_slow_part", 0, raising=False)
    for name in ("slow_package", "slow_package.slow_part", "slow_package.user"):
        monkeypatch.setitem(sys.modules, name, None)  # so that they are gone again afterwards
        del sys.modules[name]


def runs() -> int:
    return int(sys.modules["builtins"].runs_of_slow_part)  # type: ignore[attr-defined]


def test_it_runs_when_something_of_it_is_asked_for_and_once(package):
    import_at_first_use("slow_package", "slow_part")
    user = importlib.import_module("slow_package.user")
    assert runs() == 0
    assert (user.use(), user.use(), runs()) == (7, 7, 1)
    assert importlib.import_module("slow_package.slow_part") is user.slow_part
    assert runs() == 1


def test_one_that_failed_runs_again_at_its_next_use(package, monkeypatch):
    import_at_first_use("slow_package", "slow_part")
    user = importlib.import_module("slow_package.user")
    monkeypatch.setattr("builtins.runs_of_slow_part", "no number")
    with pytest.raises(TypeError):
        user.use()
    monkeypatch.setattr("builtins.runs_of_slow_part", 0)
    assert (user.use(), runs()) == (7, 1)


def test_one_that_has_run_is_left_as_it_is(package):
    module = importlib.import_module("slow_package.slow_part")
    import_at_first_use("slow_package", "slow_part")
    assert sys.modules["slow_package.slow_part"] is module
    assert runs() == 1
