"""The card for a day on which more was taken than prescribed, by what is saved."""

from collections.abc import Collection, Iterable

from journal.models import Dose, DoseStep
from journal.models.medicines import MG
from journal.safety_cards import TOOK_MORE, TOOK_OVER_50, SafetyCard

LOW_DOSE_ENDS, EMERGENCY_OVER = 10_000, 50_000
FAR_ABOVE = 3


def dose_cards(doses: Collection[Dose], steps: Iterable[DoseStep]) -> list[SafetyCard]:
    """Return the card to a day's doses, if any; `steps` are those the medicines are on that day."""
    planned = {step.medicine_id: step.amount for step in steps if step.amount is not None}
    naltrexone = sum(dose.amount or 0 for dose in doses if is_ldn_mg(dose))
    if naltrexone > EMERGENCY_OVER:
        return [TOOK_OVER_50]
    return [TOOK_MORE] if any(is_far_above(dose, planned.get(dose.medicine_id)) for dose in doses) else []


def is_ldn_mg(dose: Dose) -> bool:
    """Return whether the dose is of the LDN medicine, in mg."""
    return dose.medicine.is_ldn and dose.unit == MG


def is_far_above(dose: Dose, planned: int | None) -> bool:
    """Return whether a dose is three times the plan or more, or above it and above every low dose."""
    amount = dose.amount or 0
    too_much_ldn = is_ldn_mg(dose) and amount > LOW_DOSE_ENDS and amount > (planned or 0)
    return too_much_ldn or (planned is not None and amount >= FAR_ABOVE * planned)
