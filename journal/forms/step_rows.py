"""Several dose steps on one page, as the prescription lists them: each row a step, empty rows ignored."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms.boundfield import BoundField

from accounts.models import User
from accounts.texts import LineField
from journal.forms.fields import AmountField, DayField, HoursField
from journal.forms.medicines import CONFIRM_LABEL, check_planned_day
from journal.forms.slips import CHECKED_LABEL
from journal.forms.steps import BY_DOSE, HOURS_HELP, ML_FORMS, NO_DOSE, OFF_DOSE, TICKS, above_0, slips
from journal.models import DoseStep, Medicine
from journal.models.medicines import MG, OFF_KINDS, UNIT, StepKind
from journal.plan import derived_kind, is_saved, neighbours

ROWS, ROWS_IN_SIGHT = 8, 3
PARTS = ("day", "amount", "volume", "kind")


class StepRowsForm(forms.Form):
    """Up to eight steps of one medicine, saved all or nothing."""

    def __init__(self, *args: Any, patient: User, medicine: Medicine, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient, self.medicine, self.today = patient, medicine, today
        self.saved = sorted(medicine.steps.all(), key=lambda step: step.day)
        self.in_ml = medicine.form in ML_FORMS or any(step.volume for step in self.saved)
        for number in range(1, ROWS + 1):
            self.fields |= self._row_fields(number)
        self.fields |= self._shared_fields()
        self.wanted: list[DoseStep] = []
        self.fresh: list[DoseStep] = []

    def _row_fields(self, number: int) -> dict[str, forms.Field]:
        dose = " in mg" if self.medicine.is_ldn else ""
        fields: dict[str, forms.Field] = {
            f"day_{number}": DayField(required=False, label=f"Step {number} from"),
            f"amount_{number}": AmountField(required=False, label=f"Dose {number}{dose}"),
            f"volume_{number}": AmountField(required=False, label=f"Dose {number} in mL"),
            f"kind_{number}": forms.ChoiceField(
                choices=[BY_DOSE, *StepKind.choices], required=False, label=f"Step {number} is"
            ),
        }
        if not self.in_ml:
            del fields[f"volume_{number}"]
        return fields

    def _shared_fields(self) -> dict[str, forms.Field]:
        last = self.saved[-1] if self.saved else None
        fields: dict[str, forms.Field] = {
            "unit": LineField(label="Unit", max_length=16, validators=[UNIT], initial=last.unit if last else MG),
            "strength": AmountField(
                required=False,
                label="Strength in mg/mL",
                help_text="As the label says.",
                initial=(last and last.strength) or self.medicine.strength,
            ),
            "hours": HoursField(
                required=False, label="Usual hours", help_text=HOURS_HELP, initial=last.hours if last else ""
            ),
            "reason": LineField(required=False, max_length=300, label="Reason"),
            "prescriber_confirmed": forms.BooleanField(required=False, label=CONFIRM_LABEL),
            "checked": forms.BooleanField(required=False, label=CHECKED_LABEL),
        }
        unneeded = {"unit"} if self.medicine.is_ldn else set()
        unneeded |= set() if self.in_ml else {"strength"}
        unneeded |= set() if self.is_bound else set(TICKS)
        return {name: field for name, field in fields.items() if name not in unneeded}

    def rows_in_sight(self) -> list[list[BoundField]]:
        """Return the rows that stand open, each as its fields."""
        return [self._bound(number) for number in range(1, ROWS_IN_SIGHT + 1)]

    def more_rows(self) -> list[list[BoundField]]:
        """Return the rows that open on demand."""
        return [self._bound(number) for number in range(ROWS_IN_SIGHT + 1, ROWS + 1)]

    def more_in_use(self) -> bool:
        """Return whether something is typed in the rows that open on demand."""
        return self.is_bound and any(field.value() for row in self.more_rows() for field in row)

    def shared(self) -> list[BoundField]:
        """Return what counts for every row."""
        return [self[name] for name in self.fields if not name[-1].isdigit()]

    def _bound(self, number: int) -> list[BoundField]:
        return [self[f"{part}_{number}"] for part in PARTS if f"{part}_{number}" in self.fields]

    def clean_strength(self) -> int | None:
        """Refuse a strength of nothing."""
        return above_0(self.cleaned_data["strength"])

    def clean(self) -> dict[str, Any]:
        """Check each row against the medicine's steps and the rows around it."""
        data = super().clean() or self.cleaned_data
        filled = [number for number in range(1, ROWS + 1) if self._filled(number)]
        if not filled:
            self.add_error("day_1", "Write at least one step: from which day, and the dose.")
        for number in filled:
            self._check_row(number, data)
        if not self.errors:
            self.wanted = [self._made(number, data) for number in filled]
            for number, step in zip(filled, self.wanted, strict=True):
                self._check_among(number, step, data)
            self.fresh = [step for step in self.wanted if not is_saved(step, self.saved)]
        return data

    def _filled(self, number: int) -> bool:
        return any(self.data.get(f"{part}_{number}", "").strip() for part in PARTS)

    def _check_row(self, number: int, data: dict[str, Any]) -> None:
        for part, problem in self._problems({part: data.get(f"{part}_{number}") for part in PARTS}, data):
            if f"{part}_{number}" not in self.errors:
                self.add_error(f"{part}_{number}", problem)

    def _problems(self, row: dict[str, Any], data: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if row["day"] is None:
            yield "day", "Write from which day this dose counts."
        else:
            try:
                check_planned_day(row["day"], self.today)
            except ValidationError as error:
                yield "day", str(error.message)
        if row["kind"] in OFF_KINDS and row["amount"] is not None:
            yield "amount", OFF_DOSE
        if row["kind"] not in OFF_KINDS and not row["amount"]:
            yield "amount", NO_DOSE
        if row["volume"] == 0:
            yield "volume", "Write more than 0, or leave it empty."
        if row["volume"] and row["kind"] in OFF_KINDS:
            yield "volume", OFF_DOSE
        if row["volume"] and not data.get("strength"):
            yield "volume", "Write the strength below too: how many mg are in one mL. It is on the label."

    def _made(self, number: int, data: dict[str, Any]) -> DoseStep:
        day, amount, kind = (data[f"{part}_{number}"] for part in ("day", "amount", "kind"))
        volume = data.get(f"volume_{number}")
        return DoseStep(
            patient=self.patient,
            medicine=self.medicine,
            day=day,
            kind=kind,
            amount=amount,
            unit=data.get("unit", MG),
            hours="" if kind in OFF_KINDS else data["hours"],
            volume=volume,
            strength=data.get("strength") if volume else None,
            reason=data["reason"],
            confirmed=day <= self.today,
        )

    def _check_among(self, number: int, step: DoseStep, data: dict[str, Any]) -> None:
        """Check a row beside its neighbours, saved ones and those typed here; give it a kind where it has none."""
        others = [*self.saved, *(other for other in self.wanted if other is not step)]
        before, after = neighbours(others, step.day)
        # Of two rows typed here the later one is asked about, not both.
        beside = [other for other in (before, after if after in self.saved else None) if other]
        for part, error in slips(step, beside, data):
            self.add_error(f"{part}_{number}", error)
        if not step.kind:
            step.kind = derived_kind(step, before)
        if any(other.day == step.day for other in others) and not is_saved(step, self.saved):
            self.add_error(f"day_{number}", "This medicine already has a step on that day.")

    def save_if_valid(self) -> bool:
        """Save every row and return True, or keep what was typed and return False."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                DoseStep.objects.bulk_create(self.fresh)
        except IntegrityError:
            self.add_error(None, "This was changed on another screen just now. Look at it, then save again.")
            return False
        return True
