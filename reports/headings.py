"""The head of the report and its box about the dose now, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from journal.amounts import format_amount
from journal.figures.dates import date_text, span_text
from journal.figures.doses import Adherence
from journal.figures.entries import Entries
from journal.figures.phases import Phase, unanswered_text
from journal.figures.ratings import RatedItem
from journal.figures.table import ByStepTable
from journal.models import Medicine
from journal.models.medicines import Form, Reason
from journal.record import Record
from reports import summaries
from reports.models import PeriodKind, Share
from reports.periods import Period

SELF_HARM, IF_TICKED = "thoughts of self-harm", " if ticked"
NO_NAME = "Name not given"


@dataclass(frozen=True, kw_only=True)
class Head:
    """Who, for what, which days, made when, and what is on the page."""

    name: str
    born: str
    reason: str
    period: str
    entries: str
    first_entry: str
    made: str
    until: str
    zone: str
    included: str
    left_out: str

    @property
    def made_on(self) -> str:
        """The day it was made on, without the hour."""
        return self.made.partition(",")[0]


@dataclass(frozen=True, kw_only=True)
class Now:
    """The dose on the last day of the report; the four numbers of its step, and of all steps in one line.

    as_of: "now", or the day of a report about days gone by. counted_to: the last day of the table
    where that lies before the as-of day, days_since_entry days before it.
    """

    medicine: str
    dose: summaries.CurrentDose | None
    as_of: str
    product: str
    step_doses: Adherence
    all_doses: str
    counted_to: str
    days_since_entry: int
    pauses: str
    planned: str
    unanswered: str


def make_head(
    share: Share, record: Record, now: datetime, period: Period, entries: Entries, items: Sequence[RatedItem]
) -> Head:
    """Return the head of the report as made at an instant, times on the patient's own clock."""
    patient, first = share.patient, _first_entry(record)
    begun = first is not None and first in period and first > period.first
    return Head(
        name=patient.name or NO_NAME,
        born=f"born {date_text(patient.birth_date)}" if patient.birth_date else "",
        reason=_reason(record.medicine),
        period=f"{_since_words(share.period, record, period)}{span_text(period.first, period.last)}",
        entries=summaries.entries_text(entries, period.days),
        first_entry=f"diary begun {date_text(first)}" if first and begun else "",
        made=_clock(now.astimezone(patient.zone)),
        until=_clock(share.expires_at.astimezone(patient.zone)),
        zone=patient.time_zone.replace("_", " "),
        included=summaries.included_text([(item.name, item.is_side_effect) for item in items], extras(share)),
        left_out=summaries.left_out_text(items, _extras(share)),
    )


def _first_entry(record: Record) -> date | None:
    """Return the first day of which anything was rated, noted or said of a dose: a step may be older than the diary."""
    doses = next((day for day, said in record.dose_days.items() if said.records), None)
    return min((day for day in (*record.days.days[:1], doses) if day), default=None)


def _since_words(kind: str, record: Record, period: Period) -> str:
    """Return what the days are counted from: "Since the last visit: "; never a day that they do not reach back to."""
    what, day = {
        PeriodKind.SINCE_VISIT: ("visit", record.last_visit),
        PeriodKind.SINCE_STEP: ("dose step", record.last_step_day),
    }.get(PeriodKind(kind), ("", None))
    if day is None:
        return ""
    if period.first > day:
        return f"The last {period.days} days since the {what} on {date_text(day)}: "
    return f"Since the last {what}: "


def extras(share: Share) -> list[str]:
    """Return what a report holds beside doses and items, in words."""
    said = _extras(share).items()
    return [words + (IF_TICKED if words == SELF_HARM else "") for words, is_included in said if is_included]


def _extras(share: Share) -> dict[str, bool]:
    return {
        "events and what was tried": share.includes_events,
        "other medicines": share.includes_medicines,
        "liver, kidney and pregnancy answers": share.includes_safety,
        SELF_HARM: share.includes_self_harm,
        "notes": share.includes_notes,
    }


def make_now(record: Record, table: ByStepTable, *, as_of: date, today: date) -> Now:
    """Return the box about the dose on the as-of day."""
    medicine, last = record.medicine, record.last_day
    return Now(
        medicine=medicine.name if medicine else "",
        dose=summaries.current_dose(record.phases, as_of),
        as_of="now" if as_of >= today else f"on {date_text(as_of)}",
        product=_product(medicine, record.phases),
        step_doses=table.columns[-1].adherence if table.columns else Adherence(),
        all_doses=summaries.adherence_text(table.adherence),
        counted_to=date_text(last) if last and last < as_of else "",
        days_since_entry=max(0, (as_of - last).days) if last else 0,
        pauses=summaries.pauses_text(record.phases),
        planned=summaries.planned_text(record.planned, today),
        unanswered=unanswered_text(record.phases),
    )


def _reason(medicine: Medicine | None) -> str:
    """Return what it was prescribed for, ready choice and own words: "LDN for fibromyalgia (since 2019)"."""
    if medicine is None or not (medicine.reason or medicine.reason_words):
        return ""
    chosen = medicine.get_reason_display() if medicine.reason not in ("", Reason.OTHER) else ""
    words = (
        f"{chosen} ({medicine.reason_words})" if chosen and medicine.reason_words else chosen or medicine.reason_words
    )
    return f"{'LDN' if medicine.is_ldn else medicine.name} for {words}" if words else ""


def _product(medicine: Medicine | None, phases: Sequence[Phase]) -> str:
    """Return form, strength and pharmacy of the last dose: "Liquid, 4.5 mL of 1 mg/mL, Mill Street Pharmacy".

    A step that has a form of its own has its own strength too, or none: the medicine's is that of another form.
    """
    if medicine is None:
        return ""
    step = next((step for phase in reversed(phases) for step in reversed(phase.steps) if step.doses_a_day), None)
    form, measured = (step.form, step.measured) if step else ("", "")
    if not form:
        form = medicine.get_form_display()
        measured = measured or (f"{format_amount(medicine.strength)} mg/mL" if medicine.strength else "")
    shown = form.capitalize() if form != Form.OTHER.label else ""
    return ", ".join(part for part in (shown, measured, medicine.pharmacy) if part)


def _clock(local: datetime) -> str:
    return f"{date_text(local.date())}, {local:%H:%M}"
