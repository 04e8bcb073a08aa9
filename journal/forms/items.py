"""What the patient rates: built-in items and their own."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.texts import LineField
from journal import catalogue
from journal.forms.owned import OwnedForm
from journal.models import Item
from journal.models.items import Group, free_rank

GROUP_TITLES = {
    Group.TARGET: "What you hope will change",
    Group.SIDE_EFFECT: "Side effects",
    Group.WELLBEING: "Wellbeing",
    Group.CRAVING: "Craving and alcohol",
}
NO_PLACE = "There are three places for what you hope will change, and all are taken."


class BuiltInItemForm(forms.Form):
    """Pick a ready-made item that is not on the list yet."""

    built_in = forms.ChoiceField(label="Add from the list")

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        used = {item.name for item in items}
        free = [template for template in catalogue.BUILT_IN if template.name not in used]
        choices = [
            (title, [(template.name, template.name) for template in free if template.group == group])
            for group, title in GROUP_TITLES.items()
        ]
        self.fields["built_in"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_built_in(self) -> catalogue.ItemTemplate:
        """Return the chosen template; a fourth target has no place."""
        template = catalogue.BY_NAME[self.cleaned_data["built_in"]]
        if template.group == Group.TARGET and free_rank(self.items) is None:
            raise ValidationError(NO_PLACE)
        return template


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
        return data
