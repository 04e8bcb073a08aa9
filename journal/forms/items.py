"""What the patient rates: built-in items and their own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.sign_in_forms import plain_helper
from accounts.texts import LineField
from journal import actions, catalogue
from journal.asked import always_asked, is_seventh
from journal.forms.owned import OwnedForm
from journal.models import Item
from journal.models.items import Group, free_rank

GROUP_TITLES = {
    Group.TARGET: "What you hope will change",
    Group.SIDE_EFFECT: "Side effects",
    Group.WELLBEING: "Wellbeing",
    Group.CRAVING: "Craving and alcohol",
    Group.OTHER: "Other",
}
SIX = "Six are asked about already, which is enough for a bad day. Choose which one rests; its answers stay."
NO_PLACE = (
    "There are three places for what you hope will change, and all are taken; one that rests keeps its place. To make "
    "room, choose “Change” beside one of them in your list and give it another group. Its answers stay."
)


class RestsField(forms.TypedChoiceField):
    """Which item rests, so that another can be asked about."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.by_pk = {str(item.pk): item for item in always_asked(items)}
        super().__init__(
            choices=[("", "Choose"), *((pk, item.name) for pk, item in self.by_pk.items())],
            coerce=self.by_pk.get,
            empty_value=None,
            required=False,
            label="Which one rests instead",
            error_messages={"invalid_choice": "Choose one of your items."},
        )


class SeventhForm(forms.Form):
    """Wake an item although six are asked about: another one rests."""

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rests"] = RestsField(items)
        self.fields["rests"].required = True
        self.fields["rests"].error_messages["required"] = SIX
        self.helper = plain_helper(self)


def ask_which_rests(form: forms.BaseForm, items: list[Item], group: str | None) -> None:
    """Refuse a seventh item until it is said which one rests; the question appears only then."""
    if group is None or not is_seventh(items, group):
        form.cleaned_data["rests"] = None
    elif form.cleaned_data.get("rests") is None and "rests" not in form.errors:
        form.add_error("rests", SIX)


class BuiltInItemForm(forms.Form):
    """Pick a ready-made item that is not on the list yet."""

    built_in = forms.ChoiceField(label="Add from the list")

    def __init__(self, *args: Any, items: list[Item], wanted: str = "", **kwargs: Any) -> None:
        """`wanted` is the name of the item that a link offered to add."""
        super().__init__(*args, **kwargs)
        self.items = items
        used = {item.name for item in items}
        free = [template for template in catalogue.BUILT_IN if template.name not in used]
        choices = [
            (title, [(template.name, template.name) for template in free if template.group == group])
            for group, title in GROUP_TITLES.items()
        ]
        self.fields["built_in"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        if wanted in used:
            self.fields["built_in"].help_text = f"{wanted} is on your list already."
        elif wanted in catalogue.BY_NAME:
            self.fields["built_in"].initial = wanted
        if self.is_bound and is_seventh(items, Group.OTHER):
            self.fields["rests"] = RestsField(items)
        self.helper = plain_helper(self)

    def clean_built_in(self) -> catalogue.ItemTemplate:
        """Return the chosen template; a fourth target has no place."""
        template = catalogue.BY_NAME[self.cleaned_data["built_in"]]
        if template.group == Group.TARGET and free_rank(self.items) is None:
            raise ValidationError(NO_PLACE)
        return template

    def clean(self) -> dict[str, Any]:
        """Ask which one rests where this is the seventh."""
        data = super().clean() or self.cleaned_data
        template = data.get("built_in")
        ask_which_rests(self, self.items, template and template.group)
        return data


class ItemForm(OwnedForm):
    """An item of the patient's own, or a new name for one."""

    lower_is_better = forms.TypedChoiceField(
        label="Which is better",
        choices=[("yes", "lower is better"), ("no", "higher is better")],
        coerce=lambda value: value == "yes",
    )

    class Meta:
        model = Item
        fields = ["name", "group", "low", "high", "lower_is_better"]
        field_classes = {"name": LineField}

    def __init__(self, *args: Any, patient: User, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, **kwargs)
        self.items = items
        if self.is_bound and is_seventh(items, Group.OTHER):
            self.fields["rests"] = RestsField(items)
        self.initial["lower_is_better"] = "yes" if self.instance.lower_is_better else "no"

    def clean_group(self) -> str:
        """Give a new target its place; the fourth has none."""
        group: str = self.cleaned_data["group"]
        if group != Group.TARGET:
            self.instance.target_rank = None
        elif self.instance.target_rank is None:
            self.instance.target_rank = free_rank(self.items)
            if self.instance.target_rank is None:
                raise ValidationError(NO_PLACE)
        return group

    def clean(self) -> dict[str, Any]:
        """Keep the scale of an item that has answers: they would mean something else on another."""
        data = super().clean() or self.cleaned_data
        scale = {"low", "high", "lower_is_better"} & set(self.changed_data)
        if scale and not self.instance._state.adding and self.instance.ratings.exists():
            raise ValidationError("This item has answers, so its scale stays as it is. Add a new item instead.")
        ask_which_rests(self, self.items, None if self.instance.resting or self._was_asked() else data.get("group"))
        return data

    def _was_asked(self) -> bool:
        """Return whether the item was among those asked every time already: then it is no seventh."""
        return not self.instance._state.adding and self.initial["group"] != Group.SIDE_EFFECT

    def save(self, commit: bool = True) -> Item:
        """Save the item, and let the chosen one rest."""
        item: Item = super().save(commit)
        if rests := self.cleaned_data["rests"]:
            actions.rest_item(item=rests, resting=True)
        return item
