"""Exact amounts: whole thousandths of a unit, so that 4.5 mg is 4500 micrograms. Pure."""

import re

HIGHEST = 99_999_999
_PLAIN = re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?", re.ASCII)


class BadAmount(ValueError):
    """The text is no amount; the message says what one looks like."""


def parse_amount(text: str) -> int:
    """Return the thousandths in a plain decimal such as "4.5"; raise BadAmount for anything else."""
    if not _PLAIN.fullmatch(text):
        raise BadAmount("Write a number such as 4.5, with at most three decimals.")
    whole, _, decimals = text.partition(".")
    return int(whole) * 1000 + int(decimals.ljust(3, "0"))


def format_amount(thousandths: int) -> str:
    """Return "4.5" for 4500: no trailing zero, no exponent."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)
