"""The colours of tokens.css keep the contrast that the design promises (WCAG 2 ratio), in light and dark."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

PAIRS = [
    ("ink", ("page", "surface", "sunken", "primary-soft", "danger-soft", "caution-soft"), 4.5),
    ("muted", ("page", "surface", "sunken", "primary-soft"), 4.5),
    ("primary", ("page", "surface", "primary-soft"), 4.5),
    ("on-primary", ("primary", "primary-hover"), 4.5),
    ("danger", ("page", "surface", "danger-soft"), 4.5),
    ("caution", ("surface", "caution-soft"), 4.5),
    ("control", ("page", "surface", "sunken"), 3),
    *[(f"d{number}", ("surface",), 3) for number in range(1, 6)],
]


def palettes() -> dict[str, dict[str, str]]:
    css = Path(finders.find("css/tokens.css")).read_text()
    starts = {
        "light": ':root,\n[data-bs-theme="light"] {',
        "dark": '\n[data-bs-theme="dark"] {',
        "by the system": "  :root:not(",
    }
    blocks = {name: css.split(start, 1)[1].split("}", 1)[0] for name, start in starts.items()}
    return {name: dict(re.findall(r"--([\w-]+): (#\w{6}|[\d, ]+);", block)) for name, block in blocks.items()}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(palette: dict[str, str]) -> list[tuple[str, str, float]]:
    return [
        (front, back, round(contrast(palette[f"ldn-{front}"], palette[f"ldn-{back}"]), 1))
        for front, backs, least in PAIRS
        for back in backs
        if contrast(palette[f"ldn-{front}"], palette[f"ldn-{back}"]) < least
    ]


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_pair_has_its_contrast(name: str) -> None:
    assert too_weak(palettes()[name]) == []


def test_a_pair_that_is_too_weak_is_found() -> None:
    assert too_weak({**palettes()["light"], "ldn-muted": "#a0a0a0"})[0] == ("muted", "page", 2.4)


def test_dark_is_the_same_by_choice_and_by_the_system() -> None:
    assert palettes()["dark"] == palettes()["by the system"]


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("colour", ["primary", "danger", "secondary", "warning"])
def test_bootstraps_numbers_are_our_colours(name: str, colour: str) -> None:
    palette = palettes()[name]
    ours = palette["ldn-" + {"secondary": "muted", "warning": "caution"}.get(colour, colour)]

    assert palette[f"bs-{colour}-rgb"] == ", ".join(str(int(ours[start : start + 2], 16)) for start in (1, 3, 5))
