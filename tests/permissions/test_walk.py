"""The site is walked once for all processes of a run that name a file for it, and else once in each."""

from pathlib import Path
from typing import Any

import pytest

from tests.permissions import walk
from tests.permissions.walk import FormAnswers, Walked, every_place, walked_once

FOUND = Walked(every_place(), {"x": [1]}, {"x": [FormAnswers("/x/1/", (("name", ("A",)),))]}, {"y": ["/y/"]})


@pytest.mark.parametrize(("named", "walks"), [("walked", 1), ("", 2)])
def test_a_walk_is_kept_where_a_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, walks: int
) -> None:
    walked: list[Any] = []
    monkeypatch.setattr(walk, "walk", lambda cast: walked.append(cast) or FOUND)
    monkeypatch.setenv("WALKED", named and str(tmp_path / named))
    nobody: Any = None
    assert [walked_once(nobody), walked_once(nobody)] == [FOUND, FOUND]
    assert len(walked) == walks
    assert [path.name for path in tmp_path.iterdir()] == [named] * bool(named)
