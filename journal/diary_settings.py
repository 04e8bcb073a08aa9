"""How a patient keeps the diary, and what today's page must know beside the day itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import DateField, F, OuterRef, Subquery

from accounts.models import User
from journal.models import Diary, DoseStep, Item, OverallChange
from journal.models.medicines import OFF_KINDS
from journal.overall import is_due
from journal.safety_questions import write_answers
from journal.weeks import last_week_end


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the diary stands: its settings, the first day of LDN by its steps, the last day of an overall answer."""

    diary: Diary
    first_step: date | None
    last_overall: date | None

    def day_to_ask(self, today: date) -> date:
        """Return the day that is asked about now: today, or the last day of the latest week that has ended."""
        return last_week_end(today, self.diary.week_ends_on) if self.diary.weekly else today

    def overall_is_due(self, today: date) -> bool:
        """Return whether to ask how things are overall."""
        return is_due(today, self.first_step, self.last_overall)


def diary_of(patient: User) -> Diary:
    """Return the settings of the patient's diary; as it comes where nothing was set."""
    try:
        diary: Diary = patient.diary
    except Diary.DoesNotExist:
        diary = Diary(patient=patient)
    return diary


def standing_of(patient: User) -> Standing:
    """Return how the patient's diary stands, in one statement."""
    steps = DoseStep.objects.filter(patient=OuterRef("pk"), medicine__is_ldn=True).exclude(kind__in=OFF_KINDS)
    told = OverallChange.objects.filter(patient=OuterRef("pk"))
    row = (
        User.objects.select_related("diary")
        .annotate(
            first_step=Subquery(steps.order_by("day").values("day")[:1], output_field=DateField()),
            last_overall=Subquery(told.order_by("-day").values("day")[:1], output_field=DateField()),
        )
        .filter(pk=patient.pk)
        .first()
    )
    if row is None:  # closed in this moment
        return Standing(diary=Diary(patient=patient), first_step=None, last_overall=None)
    return Standing(diary=diary_of(row), first_step=row.first_step, last_overall=row.last_overall)


def items_and_rhythm(patient: User) -> tuple[list[Item], Standing]:
    """Return the patient's items and as much of how the diary stands as a save needs, in one statement."""
    names = ("weekly", "week_ends_on")
    items = list(patient.items.annotate(**{f"diary_{name}": F(f"patient__diary__{name}") for name in names}))
    kept = {name: vars(items[0])[f"diary_{name}"] for name in names} if items else {}
    if not items:
        diary = diary_of(patient)
    elif kept["weekly"] is None:  # no row: a diary as it comes
        diary = Diary(patient=patient)
    else:
        diary = Diary(patient=patient, **kept)
    return items, Standing(diary=diary, first_step=None, last_overall=None)


def keep_rhythm(*, patient: User, weekly: bool, week_ends_on: int) -> None:
    """Keep the diary once a week or every day from now on; what is entered already stays as it is."""
    Diary.objects.update_or_create(patient=patient, defaults={"weekly": weekly, "week_ends_on": week_ends_on})


@transaction.atomic
def keep_safety_answers(*, patient: User, answers: Mapping[str, bool | None], today: date) -> None:
    """Keep the answers to the safety questions with the day they were given on."""
    diary, _ = Diary.objects.select_for_update(no_key=True).get_or_create(patient=patient)
    diary.safety_answers = write_answers(answers, diary.safety_answers)
    diary.safety_answered_on = today
    diary.save(update_fields=["safety_answers", "safety_answered_on"])
