"""Side effects of a day: none of these, the same as the day before, something new; each answer by itself wins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from accounts.texts import LineField
from journal import catalogue
from journal.forms.fields import RatingField, SideEffectChoice
from journal.models import Item
from journal.models.items import Group
from journal.names import name_key
from journal.scales import value_words

NONE, SAME, NEW = "none", "same", "new"
NONE_TITLES = {"today": "None of these today", "day": "None of these", "week": "None of these this week"}
SAME_TITLES = {"today": "Same as yesterday", "day": "Same as the day before", "week": "Same as the week before"}
SEVERITY_HIGH = 3
NAME_LENGTH = 60
CHANGED_BEFORE = "The day it copies from was changed meanwhile. Look at what “same” fills now, then save again."


@dataclass(frozen=True, kw_only=True)
class NewEffect:
    """A side effect that is rated for the first time: its name, or that of one that rests, and how strong it is."""

    name: str
    value: int


@dataclass(frozen=True, kw_only=True)
class SideEffects:
    """What a day's page knows of the side effects.

    `items` are those asked about; `open_ids` stand open, the others are folded. `before` is what the day
    before (the week before, for a week) says of them, `before_version` the version it was read from. `period`
    is what the page is about: "today", a past "day" or a "week". `owned` are all the patient's items.
    """

    items: Sequence[Item] = ()
    open_ids: frozenset[int] = frozenset()
    before: Mapping[int, int] = field(default_factory=dict)
    before_version: int = 0
    period: str = "today"
    owned: Sequence[Item] = ()

    def filled(self, choice: str, answered: Mapping[int, int]) -> dict[int, int]:
        """Return what "none" or "same" answers: what is asked, does not rest and is not answered by itself."""
        asked = [item for item in self.items if not item.resting and item.pk not in answered]
        if choice == NONE:
            return {item.pk: 0 for item in asked if has_none(item)}
        return {item.pk: self.before[item.pk] for item in asked if item.pk in self.before} if choice == SAME else {}

    def names(self, ids: Mapping[int, int]) -> list[str]:
        """Return items and what they are set to, in the patient's order, those that are none last and together."""
        some = [
            f"{lower_first(item.name)} {value_words(ids[item.pk], item.low, item.high).lower()}"
            for item in self.items
            if ids.get(item.pk)
        ]
        zero = [lower_first(item.name) for item in self.items if ids.get(item.pk) == 0]
        return [*some, f"{and_list(zero)} none"] if zero else some

    def to_add(self) -> list[str]:
        """Return what can be added: ready-made ones that are not on the list, and those that rest."""
        shown = {item.pk for item in self.items}
        resting = [item.name for item in self.owned if is_severity(item) and item.pk not in shown]
        used = {item.name_key for item in self.owned}
        ready = [each.name for each in catalogue.SIDE_EFFECTS if name_key(each.name) not in used]
        return [*resting, *ready]

    def nameable(self) -> list[str]:
        """Return every name that may come back: a second press names what the first one added."""
        return [*self.to_add(), *(item.name for item in self.items if is_severity(item))]


def has_none(item: Item) -> bool:
    """Return whether 0 says "none" on the item's scale."""
    return item.low == 0 and item.lower_is_better


def is_severity(item: Item) -> bool:
    """Return whether an item is a side effect from none to severe."""
    return item.group == Group.SIDE_EFFECT and has_none(item) and item.high == SEVERITY_HIGH


def lower_first(name: str) -> str:
    """Return a name as it reads in the middle of a sentence."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def and_list(names: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


class AsShown(forms.HiddenInput):
    """A hidden field that always says what this page shows, whatever was posted to it."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.shown = shown

    def format_value(self, value: Any) -> str:
        return self.shown


def side_effect_fields(effects: SideEffects, answered: Mapping[int, int], bound: bool) -> dict[str, forms.Field]:
    """Return the fields of the choice and of something new; `answered` is what is answered one by one.

    Two hidden ones tell what the page showed: "none" and "same" never fill what was not said before saving.
    """
    names = effects.nameable() if bound else effects.to_add()
    asked = ",".join(str(item.pk) for item in effects.items)
    return {
        "side_effects": _choice(effects, answered, bound),
        "before": forms.IntegerField(
            required=False, min_value=0, max_value=2**31 - 1, widget=AsShown(str(effects.before_version))
        ),
        "asked": forms.CharField(required=False, max_length=8000, widget=AsShown(asked)),
        "new_effect": forms.ChoiceField(
            choices=[("", "Choose"), *((name, name) for name in names)], required=False, label="Which one?"
        ),
        "new_effect_words": LineField(
            required=False,
            max_length=NAME_LENGTH,
            label="Or in your own words",
            widget=forms.TextInput(attrs={"placeholder": " ", "autocomplete": "off"}),
        ),
        "new_effect_value": RatingField(Item(name="How strong is it?", low=0, high=SEVERITY_HIGH), first=1),
    }


def _choice(effects: SideEffects, answered: Mapping[int, int], bound: bool) -> forms.Field:
    """Return the choice; what would fill nothing is not offered, but for what a posted form may hold."""
    none, same = effects.filled(NONE, answered), effects.filled(SAME, answered)
    some = {item: value for item, value in same.items() if value}
    cells = [(NONE, "None of the others" if answered else NONE_TITLES[effects.period], "")] if none or bound else []
    cells += [(SAME, SAME_TITLES[effects.period], "; ".join(effects.names(some)) or "none")] if same else []
    choice = forms.ChoiceField(
        choices=[(value, value) for value in (NONE, SAME, NEW)],
        required=False,
        label="Side effects",
        error_messages={"invalid_choice": "Choose one of the answers, or leave it open."},
    )
    choice.widget = SideEffectChoice([*cells, (NEW, "Something new", "")])
    return choice


def read_new_effect(effects: SideEffects, data: Mapping[str, Any]) -> tuple[NewEffect | None, dict[str, str]]:
    """Return the new side effect, and what is wrong with it by field."""
    chosen, words, value = (data.get(f"new_effect{end}") for end in ("", "_words", "_value"))
    name = words or chosen or ""
    if words and chosen and name_key(words) != name_key(chosen):
        return None, {"new_effect_words": "Choose one from the list or write one, not both. Save twice for two."}
    if not name and value is None:
        return None, {}
    if not name:
        return None, {"new_effect": "Which side effect is it?"}
    if value is None:
        return None, {"new_effect_value": "How strong is it?"}
    other = next((item for item in effects.owned if item.name_key == name_key(name)), None)
    if other and not is_severity(other):
        where = "ask about it again under “What you rate”" if other.resting else "rate it there"
        has = "rests" if other.resting else "is rated already"
        return None, {"new_effect_words": f"{other.name} {has}, on a scale of its own: {where}."}
    return NewEffect(name=name, value=value), {}
