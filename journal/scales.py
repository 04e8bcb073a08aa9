"""How a scale reads in words. Pure."""

SEVERITY = ("None", "Mild", "Moderate", "Severe")
YES_NO = ("No", "Yes")


def value_words(value: int, low: int, high: int) -> str:
    """Return what a value is called: "Mild" on 0-3, "Yes" on 0-1, else the number."""
    if (low, high) == (0, 3):
        return SEVERITY[value]
    if (low, high) == (0, 1):
        return YES_NO[value]
    return str(value)


def end_words(low: int, lower_is_better: bool) -> tuple[str, str]:
    """Return the words at the low and the high end of a scale; only 0 is none."""
    return ("best" if low else "none", "worst") if lower_is_better else ("worst", "best")


def direction_words(lower_is_better: bool) -> str:
    """Return which way is better, in words."""
    return "lower is better" if lower_is_better else "higher is better"


def scale_words(low: int, high: int, lower_is_better: bool) -> str:
    """Return the line under an item's name: "0 none, 10 worst · lower is better"."""
    first, last = end_words(low, lower_is_better)
    return f"{low} {first}, {high} {last} · {direction_words(lower_is_better)}"
