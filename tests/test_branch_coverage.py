"""The coverage gate counts by app, and can fail."""

from tests.branch_coverage import branches_by_app, too_low


def measured(covered: int, every: int) -> dict:
    return {"summary": {"covered_branches": covered, "num_branches": every}}


def test_branches_are_summed_by_app() -> None:
    files = {"accounts/a.py": measured(1, 2), "accounts/views/b.py": measured(3, 4), "other/c.py": measured(0, 9)}
    assert branches_by_app({"files": files}) == {
        "accounts": (4, 6),
        "journal": (0, 0),
        "reports": (0, 0),
        "education": (0, 0),
    }


def test_one_app_below_the_gate_is_named_whatever_the_others_have() -> None:
    assert too_low({"accounts": (1000, 1000), "journal": (95, 100), "reports": (94, 100)}) == ["reports"]


def test_an_app_that_was_not_measured_is_too_low() -> None:
    assert too_low({"accounts": (0, 0)}) == ["accounts"]
