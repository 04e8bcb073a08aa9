"""Writes that span several rows: each whole or not at all."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from journal import catalogue
from journal.models import DoseStep, Item, Medicine, Visit
from journal.models.items import Group, free_rank
from journal.models.medicines import StepKind
from journal.names import name_key


def wait_for_others(patient: User) -> None:
    """Wait, inside a transaction, until no other one writes to this patient's lists."""
    User.objects.select_for_update(no_key=True).get(pk=patient.pk)


@transaction.atomic
def set_up(*, patient: User, answers: dict[str, Any]) -> Medicine:
    """Make the LDN medicine, its first step, the next visit and the items of the set-up form; return the medicine."""
    wait_for_others(patient)
    medicine = Medicine.objects.create(
        patient=patient,
        name=answers["medicine_name"],
        form=answers["form"],
        pharmacy=answers["pharmacy"],
        reason=answers["reason"],
        reason_words=answers["reason_words"],
        is_ldn=True,
    )
    if answers["amount"]:
        DoseStep.objects.create(
            patient=patient,
            medicine=medicine,
            day=answers["day"],
            kind=StepKind.START,
            amount=answers["amount"],
            hours=answers["hours"],
            confirmed=answers["begun"],
        )
    if answers["visit"]:
        Visit.objects.create(patient=patient, day=answers["visit"])
    Item.objects.bulk_create(_first_items(patient, answers))
    return medicine


def _first_items(patient: User, answers: dict[str, Any]) -> list[Item]:
    targets = [answers[name] for name in ("headline", "second", "third") if answers[name]]
    names = [*targets, *answers["wellbeing"], *answers["side_effects"]]
    rows = [_item(patient, catalogue.BY_NAME[name], place) for place, name in enumerate(names)]
    for rank, item in enumerate(rows[: len(targets)], start=1):
        item.target_rank = rank
    for item in rows:
        item.clean()
    return rows


@transaction.atomic
def add_built_in(*, patient: User, template: catalogue.ItemTemplate, rests: Item | None = None) -> Item | None:
    """Add a ready-made item at the end of the list, another may rest for it; None when it is there already."""
    wait_for_others(patient)
    items = list(patient.items.all())
    if any(item.name_key == name_key(template.name) for item in items):
        return None
    item = _item(patient, template, next_position(patient))
    if template.group == Group.TARGET:
        item.target_rank = free_rank(items)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:  # typed in the same moment on another screen
        return None
    if rests:
        rest_item(item=rests, resting=True)
    return item


def rest_item(*, item: Item, resting: bool) -> None:
    """Let an item rest, or ask about it again; its answers stay."""
    item.resting = resting
    item.save(update_fields=["resting"])


@transaction.atomic
def wake_item(*, item: Item, rests: Item | None) -> None:
    """Ask about an item again, and let another one rest for it."""
    if rests:
        rest_item(item=rests, resting=True)
    rest_item(item=item, resting=False)


@transaction.atomic
def watch_effect(*, patient: User, name: str) -> Item:
    """Return the side effect of this name, asked about from now on: a resting one wakes, an unknown one is made."""
    wait_for_others(patient)
    item = patient.items.filter(name_key=name_key(name)).first()
    if item is None:
        ready = next((each for each in catalogue.SIDE_EFFECTS if name_key(each.name) == name_key(name)), None)
        item = _item(patient, ready or catalogue.own_side_effect(name), next_position(patient))
        item.save()
    elif item.resting:
        item.resting = False
        item.save(update_fields=["resting"])
    return item


def follow_undo(*, patient: User, pk: int, day: date) -> bool:
    """Let a side effect rest that a save of this day began to ask about and whose answer was undone; or the reverse.

    It stays in the record, where the undone answer is kept. Answered on this day or later, it is asked about.
    False when the patient has no such side effect.
    """
    item = patient.items.filter(pk=pk, group=Group.SIDE_EFFECT).first()
    if item:
        rest_item(item=item, resting=not item.ratings.filter(check_in__day__gte=day).exists())
    return item is not None


@transaction.atomic
def move_item(*, patient: User, item: Item, step: int) -> None:
    """Move an item one place up (-1) or down (+1) in the patient's order; at the end nothing happens."""
    items = list(patient.items.select_for_update())
    old = next(place for place, other in enumerate(items) if other.pk == item.pk)
    new = old + step
    if not 0 <= new < len(items):
        return
    items[old], items[new] = items[new], items[old]
    for place, other in enumerate(items):
        other.position = place
    Item.objects.bulk_update(items, ["position"])


@transaction.atomic
def make_headline(*, patient: User, item: Item) -> bool:
    """Make a target the headline; the one that was takes its place. False when it is no target any more."""
    wait_for_others(patient)
    ranks = dict(patient.items.filter(target_rank__isnull=False).values_list("pk", "target_rank"))
    if item.pk not in ranks or ranks[item.pk] == 1:
        return item.pk in ranks
    # The item steps aside first: two items never hold one rank, not even for a moment.
    patient.items.filter(pk=item.pk).update(group=Group.OTHER, target_rank=None)
    patient.items.filter(target_rank=1).update(target_rank=ranks[item.pk])
    patient.items.filter(pk=item.pk).update(group=Group.TARGET, target_rank=1)
    return True


def next_position(patient: User) -> int:
    """Return the place after the patient's last item."""
    last: int | None = patient.items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _item(patient: User, template: catalogue.ItemTemplate, place: int) -> Item:
    return Item(
        patient=patient,
        name=template.name,
        group=template.group,
        low=template.low,
        high=template.high,
        lower_is_better=template.lower_is_better,
        position=place,
    )
