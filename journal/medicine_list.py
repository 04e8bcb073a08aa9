"""What the medicines page shows of each medicine: what is taken now, the steps, and what can be done in two taps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.amounts import format_amount
from journal.figures.dates import date_text
from journal.models import Batch, DoseStep, Medicine
from journal.models.medicines import StepKind
from journal.plan import WaitingStep, dose_words, first_waiting, hours_words, volume_words

OWN_DOSES = 3
SOON = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step of the list; `volume` is "4.5 mL of 1 mg/mL", or "" where no mL are known."""

    step: DoseStep
    volume: str


@dataclass(frozen=True, kw_only=True)
class MedicineCard:
    """One medicine with its steps, the latest first, as of the patient's journal day."""

    medicine: Medicine
    steps: Sequence[DoseStep]
    batch: Batch | None
    today: date

    @property
    def current(self) -> DoseStep | None:
        """The step it is on today."""
        return next((step for step in self.steps if step.day <= self.today), None)

    @property
    def now_words(self) -> str:
        """What is taken now: "4.5 mg capsule at 20:00, since 1 Nov 2026"."""
        step = self.current
        if step is None:
            return "Not started yet." if self.steps else ""
        since = date_text(step.day)
        if step.amount is None:
            return f"{'Paused' if step.kind == StepKind.PAUSE else 'Stopped'} since {since}."
        return f"{dose_words(step)}{hours_words(step)}, since {since}."

    @property
    def waiting(self) -> WaitingStep | None:
        """The planned step that waits for an answer."""
        return first_waiting([step for step in reversed(self.steps) if step.day <= self.today])

    @property
    def lines(self) -> list[StepLine]:
        """Each step with its mL in words."""
        return [StepLine(step=step, volume=volume_words(step)) for step in self.steps]

    @property
    def own_doses(self) -> list[DoseStep]:
        """The latest steps whose dose can be taken again: own doses other than the current one, each once."""
        now = self.current
        found: dict[tuple[int | None, str], DoseStep] = {}
        for step in self.steps:
            if step.day <= self.today and step.confirmed and step.amount is not None:
                found.setdefault((step.amount, step.unit), step)
        if now is not None:
            found.pop((now.amount, now.unit), None)
        return list(found.values())[:OWN_DOSES]

    @property
    def batch_words(self) -> list[str]:
        """What to know about the batch in use: out of date, soon out of date, of another strength."""
        return list(batch_warnings(self.batch, self.current, self.today)) if self.batch else []


def batch_warnings(batch: Batch, step: DoseStep | None, today: date) -> Iterator[str]:
    """Yield what is plainly to be said about a batch; a batch is past its date on the day it names."""
    if batch.expires is not None and batch.expires <= today:
        yield f"Past its date: to be used before {date_text(batch.expires)}."
    elif batch.expires is not None and batch.expires <= today + SOON:
        yield f"To be used before {date_text(batch.expires)}: that is soon."
    if batch.strength and step and step.strength and batch.strength != step.strength:
        yield (
            f"It is {format_amount(batch.strength)} mg/mL; your dose is written in mL of "
            f"{format_amount(step.strength)} mg/mL. Ask your pharmacist before you measure a dose."
        )


def make_cards(medicines: Iterable[Medicine], today: date) -> list[MedicineCard]:
    """Return a card for each medicine; steps and batches are prefetched, the latest first."""
    return [
        MedicineCard(
            medicine=medicine,
            steps=list(medicine.steps.all()),
            batch=next(iter(medicine.batches.all()), None),
            today=today,
        )
        for medicine in medicines
    ]
