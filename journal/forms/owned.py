"""Model forms of one patient's rows: the owner is set by the page, never by what was posted."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import cached_property

from accounts.models import User

SET_BY_PAGE = {"patient", "medicine", "name_key", "number", "target_rank"}


class OwnedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of one row of `patient`; the constraints that name the owner are checked too."""

    def __init__(self, *args: Any, patient: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.patient = patient

    @cached_property
    def helper(self) -> FormHelper:
        """Lay out the fields there are when the page asks: a form may leave some out until they matter."""
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        return helper

    def validate_constraints(self) -> None:
        """Check every constraint whose visible fields are fine, owner included."""
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions() - SET_BY_PAGE)  # type: ignore[attr-defined]
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]

    def save_if_valid(self) -> bool:
        """Save and return True, or keep what was typed and return False; a lost race is an error message too."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error(None, "This was changed on another screen just now. Look at it, then save again.")
            return False
        return True
