"""docs/accessibility.md has every criterion of WCAG 2.2 AA once, and the tests that it names exist."""

import re

from tests.architecture import ROOT
from tests.test_security_doc import NAMED, missing_tests, table

TEXT = (ROOT / "docs" / "accessibility.md").read_text()
# W3C, Web Content Accessibility Guidelines 2.2 (Recommendation of 5 October 2023): all of level A and AA.
A = [
    "1.1.1",
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.3.1",
    "1.3.2",
    "1.3.3",
    "1.4.1",
    "1.4.2",
    "2.1.1",
    "2.1.2",
    "2.1.4",
    "2.2.1",
    "2.2.2",
    "2.3.1",
    "2.4.1",
    "2.4.2",
    "2.4.3",
    "2.4.4",
    "2.5.1",
    "2.5.2",
    "2.5.3",
    "2.5.4",
    "3.1.1",
    "3.2.1",
    "3.2.2",
    "3.2.6",
    "3.3.1",
    "3.3.2",
    "3.3.7",
    "4.1.2",
]
AA = [
    "1.2.4",
    "1.2.5",
    "1.3.4",
    "1.3.5",
    "1.4.3",
    "1.4.4",
    "1.4.5",
    "1.4.10",
    "1.4.11",
    "1.4.12",
    "1.4.13",
    "2.4.5",
    "2.4.6",
    "2.4.7",
    "2.4.11",
    "2.5.7",
    "2.5.8",
    "3.1.2",
    "3.2.3",
    "3.2.4",
    "3.3.3",
    "3.3.4",
    "3.3.8",
    "4.1.3",
]
RESULT = re.compile(r"met\b|not met\b|does not apply$")
WHEN = re.compile(r"(each run|\d{1,2} \w{3} \d{4})(; \d{1,2} \w{3} \d{4})?")


def order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def faults(rows: list[list[str]]) -> list[str]:
    """Return the criteria whose row does not say how, when and with what result, or names no test for each run."""
    return [
        number
        for number, _, _, how, when, result in rows
        if not (
            how
            and WHEN.fullmatch(when)
            and RESULT.match(result)
            and bool(NAMED.search(how)) == when.startswith("each run")
        )
    ]


def test_every_criterion_is_there_once_in_order_with_its_level() -> None:
    levels = {**dict.fromkeys(A, "A"), **dict.fromkeys(AA, "AA")}
    assert len(levels) == 55
    assert [(row[0], row[2]) for row in table("Criterion", TEXT)] == sorted(
        levels.items(), key=lambda item: order(item[0])
    )


def test_every_row_says_how_when_and_with_what_result() -> None:
    assert faults(table("Criterion", TEXT)) == []


def test_a_row_without_one_of_them_would_be_found() -> None:
    test = "`tests/test_x.py::test_y`"
    rows = [
        ["1", "", "A", test, "each run", "met"],
        ["2", "", "A", "by reading", "26 Nov 2026", "does not apply"],
        ["3", "", "A", "", "26 Nov 2026", "met"],
        ["4", "", "A", "by hand", "each run", "met"],
        ["5", "", "A", test, "lately", "met"],
        ["6", "", "A", test, "each run", "fine"],
        ["7", "", "A", test, "26 Nov 2026", "met"],
    ]
    assert faults(rows) == ["3", "4", "5", "6", "7"]


def test_every_test_that_is_named_exists() -> None:
    assert missing_tests(TEXT) == []


def test_it_claims_no_more_than_the_aim() -> None:
    assert re.findall(r"\*\*(.*?)\*\*", TEXT) == ["aims at AA"]
    assert not re.search(r"\b(conforms?|conformance|compliant|certified|accessible to all)\b", TEXT, re.IGNORECASE)
