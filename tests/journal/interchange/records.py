"""Whole patient records for property-based tests: every kind of row, odd text, odd hours."""

import itertools
import json
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from accounts.models import User
from journal.day_state import DayState, DoseEntry, to_json
from journal.models import (
    Batch,
    CheckIn,
    DayVersion,
    Diary,
    Dose,
    DoseStep,
    Event,
    Item,
    Medicine,
    OverallChange,
    Rating,
    Visit,
)
from journal.models.events import EventKind
from journal.models.items import Group
from journal.models.medicines import NOT_TAKEN, OFF_KINDS, DoseStatus, Form, Reason, StepKind
from journal.names import clean_name, name_key
from tests import factories

FIRST = date(2026, 1, 1)
NUMBERS = itertools.count()

ODD = [
    "=1+1",
    "'=x",
    "''",
    "'",
    "+1",
    "-1",
    "@a",
    '"',
    '""',
    ",",
    ";",
    "a,b",
    "a\nb",
    "\n",
    " ",
    " x ",
    "\u202eabc",
    "😀",
    "ＬＤＮ",
    "\uff1d1",
    "e\u0301",
    "ﬁ",
    "\u2028",
    "\ufeff",
    "\r\n",
    "a\tb",
    "\x07",
    "0",
    "1,5",
    "22/11/2026",
    "None",
    "NaN",
    "</script>",
]
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.sampled_from(ODD) | st.text(characters, max_size=30)
# What a name or unit field of ours can hold: no control characters.
printable = st.characters(exclude_categories=["Cs", "Cc"])
names = (
    st.sampled_from(["Pain", "pain ", "Naltrexone", "ldn 4.5", "=Sum", "'-1", "ﬁbre", "ß", "a\u0301"])
    | st.text(printable, max_size=12)
).filter(lambda name: clean_name(name) != "" and len(name_key(name)) <= 60)
units = st.sampled_from(["mg", "IU", "drops", "µg", "=1", "-", "'@", "mg/mL"])
days = st.integers(0, 60).map(lambda number: FIRST + timedelta(days=number))
times = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))
amounts = st.integers(1, 99_999_999) | st.sampled_from([500, 1500, 4500, 1, 1_000_000])
measures = st.fixed_dictionaries({"strength": amounts, "volume": st.none() | amounts}) | st.just({})
slugs = st.sampled_from(["", "chest-pain", "food", "earlier_in_the_day", "a", "z9"])
alarms = st.lists(slugs.filter(bool), unique=True, max_size=3)


def unique_by_key(strategy: st.SearchStrategy[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(strategy, max_size=most, unique_by=name_key)


def new_patient(**fields: object) -> User:
    return factories.patient(f"person{next(NUMBERS)}@example.test", **fields)


@st.composite
def records(draw: st.DrawFn) -> User:
    """Return a saved patient with a record of any shape our own pages can make."""
    patient = new_patient(name=clean_name(draw(texts))[:60], day_start_hour=draw(st.integers(0, 6)))
    medicines = _medicines(draw, patient)
    items = _items(draw, patient)
    for medicine in medicines:
        _intakes(draw, patient, medicine)
    check_ins = _check_ins(draw, patient, items)
    _history(draw, patient, check_ins, items, medicines)
    for day in draw(st.lists(days, max_size=3)):
        kind = draw(st.sampled_from(EventKind.values))
        against = draw(st.sampled_from([None, *items]))
        strategy = {"strategy": draw(slugs), "agreed": draw(st.none() | st.booleans()), "against": against}
        strategy = strategy if kind == "strategy" else {}
        Event.objects.create(patient=patient, day=day, time=draw(times), kind=kind, text=draw(texts), **strategy)
        Visit.objects.create(patient=patient, day=day, time=draw(times), text=draw(texts))
    for day in sorted(draw(st.sets(days, max_size=3))):
        OverallChange.objects.create(patient=patient, day=day, value=draw(st.integers(1, 7)))
    if draw(st.booleans()):
        _diary(draw, patient)
    return patient


def _diary(draw: st.DrawFn, patient: User) -> None:
    answers = draw(st.dictionaries(slugs.filter(bool), st.booleans(), max_size=3))
    Diary.objects.create(
        patient=patient,
        weekly=draw(st.booleans()),
        week_ends_on=draw(st.integers(0, 6)),
        safety_answers=json.dumps(answers) if answers else "",
        safety_answered_on=draw(st.none() | days),
    )


def _medicines(draw: st.DrawFn, patient: User) -> list[Medicine]:
    ldn = draw(st.integers(0, 3))
    return [
        Medicine.objects.create(
            patient=patient,
            name=name,
            form=draw(st.sampled_from(Form.values)),
            strength=draw(st.none() | amounts),
            is_ldn=place == ldn,
            reason=draw(st.sampled_from(["", *Reason.values])),
            reason_words=draw(texts),
            prescriber=draw(texts),
            pharmacy=draw(texts),
            position=draw(st.integers(0, 3)),
        )
        for place, name in enumerate(draw(unique_by_key(names, 3)))
    ]


def _items(draw: st.DrawFn, patient: User) -> list[Item]:
    ranks = draw(st.permutations([1, 2, 3, None, None]))
    items = []
    for rank, name in zip(ranks, draw(unique_by_key(names, 4)), strict=False):
        low = draw(st.integers(-100, 99))
        items.append(
            Item.objects.create(
                patient=patient,
                name=name,
                group=Group.TARGET if rank else draw(st.sampled_from(Group.values[1:])),
                target_rank=rank,
                low=low,
                high=draw(st.integers(low + 1, 100)),
                lower_is_better=draw(st.booleans()),
                resting=draw(st.booleans()),
                position=draw(st.integers(0, 3)),
            )
        )
    return items


def _intakes(draw: st.DrawFn, patient: User, medicine: Medicine) -> None:
    unit = st.just("mg") if medicine.is_ldn else units
    for day in sorted(draw(st.sets(days, max_size=3))):
        kind = draw(st.sampled_from(StepKind.values))
        hours = " ".join(sorted({at.strftime("%H:%M") for at in draw(st.lists(times, max_size=3)) if at}))
        DoseStep.objects.create(
            patient=patient,
            medicine=medicine,
            day=day,
            kind=kind,
            amount=None if kind in OFF_KINDS else draw(amounts),
            unit=draw(unit),
            hours=hours,
            reason=draw(texts),
            form=draw(st.sampled_from(["", *Form.values])),
            **draw(measures),
            confirmed=draw(st.booleans()),
        )
    for day in draw(st.lists(days, max_size=2)):
        Batch.objects.create(
            patient=patient,
            medicine=medicine,
            opened=day,
            expires=draw(st.none() | days),
            strength=draw(st.none() | amounts),
            number=draw(texts),
            pharmacy=draw(texts),
        )
    for day in sorted(draw(st.sets(days, max_size=2))):
        for number in sorted(draw(st.sets(st.integers(1, 9), max_size=3))):
            status = draw(st.sampled_from(DoseStatus.values))
            Dose.objects.create(
                patient=patient,
                medicine=medicine,
                day=day,
                number=number,
                time=draw(times),
                status=status,
                amount=None if status in NOT_TAKEN else draw(amounts | st.just(0)),
                unit=draw(unit),
                reason=draw(texts),
            )


def _check_ins(draw: st.DrawFn, patient: User, items: list[Item]) -> list[CheckIn]:
    made = []
    for day in sorted(draw(st.sets(days, max_size=4))):
        check_in = CheckIn.objects.create(
            patient=patient,
            day=day,
            weekly=draw(st.booleans()),
            note=draw(texts),
            version=draw(st.integers(1, 3)),
            entered_day=draw(st.none() | days),
            alarms=" ".join(draw(alarms)),
        )
        made.append(check_in)
        for place in draw(st.lists(st.integers(0, len(items) - 1), max_size=3, unique=True)) if items else ():
            item = items[place]
            Rating.objects.create(check_in=check_in, item=item, value=draw(st.integers(item.low, item.high)))
    return made


def _history(
    draw: st.DrawFn, patient: User, check_ins: list[CheckIn], items: list[Item], medicines: list[Medicine]
) -> None:
    for check_in in check_ins:
        for version in sorted(draw(st.sets(st.integers(0, check_in.version - 1), max_size=2))):
            state = DayState(
                ratings={item.pk: draw(st.integers(item.low, item.high)) for item in items[:2]},
                note=draw(texts),
                weekly=draw(st.booleans()),
                alarms=tuple(draw(alarms)),
                doses=tuple(
                    DoseEntry(medicine_id=medicine.pk, number=1, status="taken", time=draw(times), amount=draw(amounts))
                    for medicine in medicines[:1]
                ),
            )
            DayVersion.objects.create(
                patient=patient,
                day=check_in.day,
                version=version,
                state=to_json(state),
                saved_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(microseconds=draw(st.integers(0, 10**6))),
            )
