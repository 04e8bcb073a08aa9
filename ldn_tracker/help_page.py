"""What the help page shows: the red flags that cannot wait, and whom to call, the reader's country first."""

from typing import Any

from accounts.countries import country_choices
from journal import red_flags
from journal.emergency_numbers import ANYWHERE, Numbers, all_numbers, last_checked, numbers_of

# In sight for everybody, since the site is in English; all the others stand below them.
USUAL = ("GB", "IE", "US", "CA", "AU", "NZ")

NamedNumbers = tuple[str, Numbers]


def help_page(country: str) -> dict[str, Any]:
    """Return what the page shows to a reader of this country, "" when nobody knows."""
    named = [(name, all_numbers()[code]) for code, name in country_choices() if code in all_numbers()]
    here = numbers_of(country)
    own = [row for row in named if row[1] is here]
    others = [row for row in named if row[1] is not here]
    return {
        "emergencies": red_flags.EMERGENCIES,
        "today": red_flags.TODAY,
        "took_more": red_flags.BY_SLUG["took_more"],
        "anywhere": ANYWHERE,
        "own": own[0] if own else None,
        "usual": [row for row in others if row[1].code in USUAL],
        "others": [row for row in others if row[1].code not in USUAL],
        "crisis": _in_two([row for row in named if row[1].crisis], here),
        "poison": _in_two([row for row in named if row[1].poison], here),
        "numbers_checked_on": last_checked(),
        "reviewed_on": red_flags.REVIEWED_ON,
        "reviewed_by": red_flags.REVIEWED_BY,
    }


def _in_two(rows: list[NamedNumbers], here: Numbers) -> dict[str, list[NamedNumbers]]:
    """Return the rows in sight, the reader's own country first, and those to open."""
    own = [row for row in rows if row[1] is here]
    usual = [row for row in rows if row[1].code in USUAL and row not in own]
    return {"first": [*own, *usual], "then": [row for row in rows if row not in own and row not in usual]}
