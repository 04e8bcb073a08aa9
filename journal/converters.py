"""A journal day in an address: 2026-11-22, and nothing else."""

from datetime import date


class DayConverter:
    """Turns the address part into a date; an impossible day is no address of ours (404)."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day; a ValueError makes the address unknown."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the day as written in addresses."""
        return value.isoformat()
