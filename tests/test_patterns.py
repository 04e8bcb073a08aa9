"""Every regular expression of ours takes hostile text in one go: none can be made to backtrack for ever."""

import importlib
import re
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.validators import RegexValidator

from tests.architecture import PACKAGES, module_of, python_sources

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

LONG = 100_000
PATIENCE = 20  # seconds: a pattern that goes wrong takes hours, so this is no measurement
HOSTILE = ["a", "1", " ", "/", "?", "-", "'", '"', ":", "=", "0,", "a.", "\n", "/r/", "DETAIL:", "\r\n", "%", "[", "٣"]


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return every compiled pattern of our modules, and those of the validators of our fields."""
    found: dict[str, re.Pattern[Any]] = {}
    for source in python_sources(*PACKAGES):
        if "management" not in source.name and not source.name.endswith("wsgi.py"):
            module = importlib.import_module(module_of(source))
            found |= {f"{source.name} {name}": one for name, one in vars(module).items() if isinstance(one, re.Pattern)}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            for one in field.validators:
                if isinstance(one, RegexValidator) and model._meta.app_label in PACKAGES:
                    found[f"{model._meta.label}.{field.name}"] = one.regex  # type: ignore[assignment]
    return found


PATTERNS = patterns()


def nested(pattern: str, flags: int = 0) -> bool:
    """Return whether something repeated without end holds something repeated without end: (a+)+."""
    return any(_repeats(body) for body in _endless(parser.parse(pattern, flags)))


def _parts(tree: Any) -> Iterator[Any]:
    for code, value in tree:
        yield code, value
        for each in value if isinstance(value, tuple | list) else (value,):
            if isinstance(each, parser.SubPattern):
                yield from _parts(each)
            elif isinstance(each, list):
                for branch in each:
                    if isinstance(branch, parser.SubPattern):
                        yield from _parts(branch)


def _endless(tree: Any) -> Iterator[Any]:
    greedy = (codes.MAX_REPEAT, codes.MIN_REPEAT)  # a possessive repeat never goes back
    yield from (value[2] for code, value in _parts(tree) if code in greedy and value[1] is codes.MAXREPEAT)


def _repeats(body: Any) -> bool:
    return any(True for _ in _endless(body))


@contextmanager
def patience() -> Iterator[None]:
    """Raise TimeoutError instead of hanging."""

    def give_up(*_: Any) -> None:
        raise TimeoutError("the pattern does not come to an end")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern_is_linear_on_hostile_text(name: str) -> None:
    pattern = PATTERNS[name]
    assert not nested(pattern.pattern, pattern.flags)
    with patience():
        for piece in HOSTILE:
            text = piece * (LONG // len(piece)) + "\x00!"
            pattern.fullmatch(text)
            pattern.match(text)
            if name.startswith("ldn_tracker/logs.py"):  # the only ones that look anywhere in a text
                pattern.sub("", text)


def test_there_are_patterns_and_they_are_those_of_the_code() -> None:
    assert len(PATTERNS) > 20
    assert "ldn_tracker/logs.py SHARE" in PATTERNS
    assert any(name.startswith("journal.DoseStep.") for name in PATTERNS)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"(a+)+$", True),
        (r"(?:x|a*b)*", True),
        (r"(\s*\w+)*!", True),
        (r"a+b*", False),
        (r"(a{1,3})+", False),
        (r"(?:a+)*+", False),
    ],
)
def test_pattern_that_could_run_for_ever_would_be_found(pattern: str, found: bool) -> None:
    assert nested(pattern) is found


def test_pattern_that_does_run_for_ever_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "PATIENCE", 1)
    with pytest.raises(TimeoutError), patience():
        re.fullmatch(r"(a+)+", "a" * 60 + "!")
