"""What looks like a slip of the pen in a planned dose: asked about, and kept once the patient has checked it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from journal.amounts import format_amount
from journal.figures.dates import date_text
from journal.models import DoseStep
from journal.plan import neighbours

TIMES = 10
CHECKED_LABEL = "I checked it: this is what was prescribed"
TICK = f"Correct it, or tick “{CHECKED_LABEL}”."


def check_tenfold(step: DoseStep, others: Iterable[DoseStep]) -> None:
    """Ask about an LDN dose ten times, or a tenth of, the dose of the step beside it."""
    if not step.medicine.is_ldn or step.amount is None:
        return
    before, after = neighbours(others, step.day)
    for other, where in ((before, "before"), (after, "after")):
        if other is None or other.amount is None or other.unit != step.unit:
            continue
        if step.amount >= TIMES * other.amount or other.amount >= TIMES * step.amount:
            times = "Ten times or more" if step.amount > other.amount else "A tenth or less of"
            raise ValidationError(
                f"A typing slip? {times} the step {where} it, {other.amount_text} from {date_text(other.day)}. {TICK}",
                code="tenfold",
            )


def check_volume(amount: int, unit: str, volume: int, strength: int) -> None:
    """Ask about mL of a strength that are not the dose written beside them; all in thousandths."""
    made = volume * strength
    if made != amount * 1000:
        raise ValidationError(
            f"{format_amount(volume)} mL of {format_amount(strength)} {unit}/mL are {_exact(made)} {unit}; "
            f"you wrote {format_amount(amount)} {unit}. {TICK}",
            code="volume",
        )


def _exact(millionths: int) -> str:
    whole, rest = divmod(millionths, 1_000_000)
    return f"{whole}.{rest:06}".rstrip("0") if rest else str(whole)
