"""Put one day's page together: its form, its fact, the week around it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.days import DayNow
from accounts.models import User
from journal import catalogue
from journal.baseline import baseline_fact
from journal.day_records import LoadedDay
from journal.diary_settings import Standing, items_and_rhythm, standing_of
from journal.forms.day import DayForm
from journal.forms.doses import DoseSlot
from journal.forms.side_effects import SideEffects
from journal.models import DoseStep, Item, Medicine, Rating
from journal.models.items import Group
from journal.open_items import open_effects
from journal.overall import is_due
from journal.plan import PlannedDose, WaitingStep, planned_doses, steps_on, steps_until, waiting_steps
from journal.recent_days import ReadDay, RecentDays, load_days_to_save, load_recent_days
from journal.rules.telling import BEGINNING, first_day
from journal.start import logged_before_ldn
from journal.weeks import DAYS_IN_A_WEEK, ends_a_week, week_text

LATE_AFTER = 2
NIGHT = "night"


@dataclass(frozen=True, kw_only=True)
class DayPage:
    """What the day page shows, loaded once a request.

    `all_steps` are those up to the day (up to today, to save it), in order of time. `asks_night` is whether the
    dose of the night before is asked about first: before noon, on the patient's own clock. `read` is what the
    look back after a save reads.
    """

    patient: User
    day: date
    today: date
    all_steps: list[DoseStep]
    items: Sequence[Item]
    long_asked: frozenset[int]
    recent: RecentDays
    asks_night: bool
    diary: Standing
    read: Sequence[ReadDay] = ()

    @property
    def is_today(self) -> bool:
        """Whether this is the patient's journal day now."""
        return self.day == self.today

    @property
    def is_past(self) -> bool:
        """Whether this is a day before the patient's journal day now."""
        return self.day < self.today

    @property
    def day_before(self) -> date:
        """The day whose dose belongs to the night before this day."""
        return self.day - timedelta(days=1)

    @cached_property
    def loaded(self) -> LoadedDay:
        """What the day holds."""
        return self.recent.loaded(self.day)

    @cached_property
    def before(self) -> LoadedDay:
        """What the day before holds."""
        return self.recent.loaded(self.day_before)

    @property
    def waiting(self) -> list[WaitingStep]:
        """The planned steps whose day has come, to be asked about today."""
        return waiting_steps(self.all_steps) if self.is_today else []

    @property
    def weekly(self) -> bool:
        """Whether the answers are for the week that ends on this day; answers for the day alone stay that."""
        if self.loaded.state.logged:
            return self.loaded.state.weekly
        return self.diary.weekly and ends_a_week(self.day, self.diary.week_ends_on)

    @property
    def week_text(self) -> str:
        """The first and last day of the week that ends on this day."""
        return week_text(self.day)

    @property
    def is_now(self) -> bool:
        """Whether this is what the diary asks about now: today, or in a weekly diary the latest week that ended."""
        return self.day == self.diary.day_to_ask(self.today)

    @property
    def week_to_answer(self) -> date | None:
        """In a weekly diary, the last day of the week that is asked about now; None where this is it."""
        return self.diary.day_to_ask(self.today) if self.diary.weekly and not self.is_now else None

    @property
    def overall_is_due(self) -> bool:
        """Whether to ask how things are overall, which only the page of now does.

        Steps after the page's day do not count: none of them can be four weeks old.
        """
        first = next((step.day for step in self.all_steps if step.medicine.is_ldn and step.doses_a_day), None)
        return self.is_now and is_due(self.today, first, self.diary.last_overall)

    @property
    def address(self) -> str:
        """Where this day lives; today has an address of its own."""
        return reverse("journal:today") if self.is_today else reverse("journal:check_in", args=[self.day])

    @cached_property
    def steps(self) -> list[DoseStep]:
        """The step each medicine is on this day."""
        return steps_on(self.all_steps, self.day)

    def form(self, data: QueryDict | None = None) -> DayForm:
        """Return the day's form, bound when data is given."""
        shown = [item for item in self.items if not item.resting or item.pk in self.loaded.state.ratings]
        return DayForm(
            data,
            items=shown,
            slots=[*dose_slots(planned_doses(self.steps), self.loaded, self.now), *self._unplanned_slots()],
            night_slots=self._night_slots(data),
            effects=self._side_effects(shown),
            state=replace(self.loaded.state, weekly=self.weekly),
            version=self.loaded.version,
        )

    @cached_property
    def now(self) -> DayNow:
        """The day as it is now on the patient's own clock."""
        return self.patient.day_now(self.day, timezone.now())

    @property
    def dose_title(self) -> str:
        """What the day's own dose is called where the page is about more than this day, else ""."""
        return f"Your dose on {self.day:%A} {self.day.day} {self.day:%B}" if self.weekly else ""

    @property
    def night_title(self) -> str:
        """What the dose of the night before is called, its day named: the patient may log at one in the morning."""
        return f"Last night's dose, {self.day_before:%A} {self.day_before.day} {self.day_before:%B}"

    def _night_slots(self, data: QueryDict | None) -> list[DoseSlot]:
        """Return the LDN doses of the night before: those nobody said anything about, or those that came back."""
        posted = data is not None and any(name.startswith(f"{NIGHT}_") for name in data)
        if not (posted or (data is None and self.asks_night and not self.weekly)):
            return []
        planned = planned_doses(step for step in steps_on(self.all_steps, self.day_before) if step.medicine.is_ldn)
        said = {entry.key: entry for entry in self.before.state.doses}
        slots = [
            DoseSlot(plan.medicine, plan.number, plan, said.get((plan.medicine.pk, plan.number)), NIGHT)
            for plan in planned
        ]
        return [slot for slot in slots if posted or slot.entry is None]

    def _unplanned_slots(self) -> list[DoseSlot]:
        """Return a slot for LDN taken on a pause or after a stop, until one is recorded."""
        off = (step.medicine for step in self.steps if step.medicine.is_ldn and step.amount is None)
        said = {entry.medicine_id for entry in self.loaded.state.doses}
        return [DoseSlot(medicine, 1, None, None, now=self.now) for medicine in off if medicine.pk not in said]

    def _side_effects(self, shown: Iterable[Item]) -> SideEffects:
        effects = [item for item in shown if item.group == Group.SIDE_EFFECT]
        last = self.recent.loaded(self.day - timedelta(days=DAYS_IN_A_WEEK)) if self.weekly else self.before
        before = last.state.ratings
        return SideEffects(
            items=effects,
            open_ids=open_effects(effects, self.recent, self.long_asked, in_sight=self._first_items()),
            before={item.pk: before[item.pk] for item in effects if item.pk in before},
            before_version=last.version,
            period="week" if self.weekly else "today" if self.is_today else "day",
            owned=self.items,
        )

    def _first_items(self) -> int:
        return sum(item.is_headline or item.name == catalogue.SLEEP for item in self.items)

    @cached_property
    def fact(self) -> str:
        """One fact about the day: "day 52 on 4.5 mg", "baseline day 6 of 14", "LDN paused", or ""."""
        ldn = next((step for step in self.steps if step.medicine.is_ldn), None)
        if ldn is None:
            before = logged_before_ldn(self.patient, self.day)
            return "" if before is None or self.weekly else baseline_fact(before)
        if ldn.amount is None:
            return "LDN paused" if ldn.kind == "pause" else "LDN stopped"
        return f"day {(self.day - ldn.day).days + 1} on {ldn.amount_text}"

    @property
    def days_late(self) -> int:
        """How many days after the day it was entered, or 0 when that was no more than two."""
        check_in = self.loaded.check_in
        if not check_in or not check_in.entered_day or self.loaded.state.empty:
            return 0
        days = (check_in.entered_day - self.day).days
        return days if days > LATE_AFTER else 0


def open_day(patient: User, day: date, today: date, diary: Standing | None = None, *, morning: bool = False) -> DayPage:
    """Load everything the page of one day needs, five statements; `morning` is before noon of today."""
    recent = load_recent_days(patient, day)
    rated_before = Rating.objects.filter(item=OuterRef("pk"), check_in__day__lt=recent.first)
    items = list(patient.items.annotate(long_asked=Exists(rated_before)))
    return DayPage(
        patient=patient,
        day=day,
        today=today,
        all_steps=steps_until(patient, day),
        items=items,
        long_asked=frozenset(item.pk for item in items if item.long_asked),
        recent=recent,
        asks_night=morning and day == today,
        diary=diary or standing_of(patient),
    )


def open_to_save(patient: User, day: date | None, today: date) -> DayPage:
    """Load what saving one day, or else the one asked about now, needs and no more: four statements.

    This is not a page to be shown.
    """
    items, diary = items_and_rhythm(patient)
    day = day or diary.day_to_ask(today)
    before = DAYS_IN_A_WEEK if diary.weekly else 1
    recent, read = load_days_to_save(patient, day, before, first=first_day(today), today=today, beginning=BEGINNING)
    return DayPage(
        patient=patient,
        day=day,
        today=today,
        all_steps=steps_until(patient, max(day, today)),
        items=items,
        long_asked=frozenset(),
        recent=recent,
        asks_night=False,
        diary=diary,
        read=read,
    )


def dose_slots(planned: Iterable[PlannedDose], loaded: LoadedDay, now: DayNow) -> list[DoseSlot]:
    """Return a slot for every dose planned or recorded, the LDN medicine's first."""
    plans = {(plan.medicine.pk, plan.number): plan for plan in planned}
    entries = {entry.key: entry for entry in loaded.state.doses}
    medicines = {plan.medicine.pk: plan.medicine for plan in plans.values()}
    medicines |= {dose.medicine_id: dose.medicine for dose in loaded.doses}
    keys = [*plans, *(key for key in entries if key not in plans)]
    return [
        DoseSlot(medicines[key[0]], key[1], plans.get(key), entries.get(key), now=now)
        for key in _ordered(keys, medicines)
    ]


def _ordered(keys: Iterable[tuple[int, int]], medicines: Mapping[int, Medicine]) -> list[tuple[int, int]]:
    def place(key: tuple[int, int]) -> tuple[bool, int, int, int]:
        medicine = medicines[key[0]]
        return (not medicine.is_ldn, medicine.position, medicine.pk, key[1])

    return sorted(keys, key=place)


@dataclass(frozen=True, kw_only=True)
class WeekDay:
    """One day of the week strip."""

    day: date
    logged: bool
    dose_said: bool
    current: bool

    @property
    def weekday(self) -> str:
        """The day of the week: "Fri"."""
        return f"{self.day:%a}"


def week_strip(page: DayPage) -> list[WeekDay]:
    """Return the seven days that end on this page's day."""
    days = (page.day - timedelta(days=number) for number in reversed(range(7)))
    return [
        WeekDay(
            day=day,
            logged=page.recent.logged(day),
            dose_said=bool(page.recent.doses.get(day)),
            current=day == page.day,
        )
        for day in days
    ]
