"""How a patient keeps the diary, and what today's page must know beside the day itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from accounts.models import User
from journal.models import Diary, Item, OverallChange
from journal.models.diary import SUNDAY
from journal.safety_questions import write_answers
from journal.weeks import last_week_end


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the diary stands: the settings that a day's page reads, the last day of an overall answer."""

    weekly: bool = False
    week_ends_on: int = SUNDAY
    gap_answered_until: date | None = None
    last_overall: date | None = None

    def day_to_ask(self, today: date) -> date:
        """Return the day that is asked about now: today, or the last day of the latest week that has ended."""
        return last_week_end(today, self.week_ends_on) if self.weekly else today


def diary_of(patient: User) -> Diary:
    """Return the settings of the patient's diary; as it comes where nothing was set."""
    try:
        diary: Diary = patient.diary
    except Diary.DoesNotExist:
        diary = Diary(patient=patient)
    return diary


def standing_of(patient: User) -> Standing:
    """Return how the patient's diary stands, in one statement.

    It asks for these few values and not for the row with its sealed answers: that would cost twice as much.
    """
    told = OverallChange.objects.filter(patient=OuterRef("pk")).order_by("-day").values("day")[:1]
    names = ("diary__weekly", "diary__week_ends_on", "diary__gap_answered_until")
    for weekly, week_ends_on, answered, last in User.objects.filter(pk=patient.pk).values_list(*names, Subquery(told)):
        if weekly is None:  # nothing was set
            return Standing(last_overall=last)
        return Standing(weekly=weekly, week_ends_on=week_ends_on, gap_answered_until=answered, last_overall=last)
    return Standing()  # closed in this moment


def items_and_rhythm(patient: User) -> tuple[list[Item], Standing]:
    """Return the patient's items and as much of how the diary stands as a save needs, in one statement."""
    weekly, ends_on = F("patient__diary__weekly"), F("patient__diary__week_ends_on")
    items: list[Item] = list(patient.items.annotate(diary_weekly=weekly, diary_week_ends_on=ends_on))
    if not items:
        return items, standing_of(patient)
    kept = vars(items[0])
    if kept["diary_weekly"] is None:  # no row: a diary as it comes
        return items, Standing()
    return items, Standing(weekly=kept["diary_weekly"], week_ends_on=kept["diary_week_ends_on"])


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
