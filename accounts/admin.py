"""What operators see of people: who can sign in, and who is staff. Nothing of a diary.

For superusers alone. The address cannot be changed here: whoever could, could have a new password
sent to themselves and read the diary.
"""

from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ManyToManyField, Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from accounts.actions import end_sessions
from accounts.models import User
from accounts.staff import has_second_factor
from ldn_tracker.events import security_event


class GroupsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Groups by number; one that is none is refused before the database is asked, which some numbers do not fit."""

    def clean(self, value: Any) -> Any:
        known = {str(number) for number in Group.objects.values_list("pk", flat=True)}
        for each in value or ():
            if each not in known:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": each}
                )
        return super().clean(value)


class ForSuperusers(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Seen by superusers; nothing is added or deleted."""

    actions = None
    view_on_site = False
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Filter by what the page offers alone: Django takes any column, and would so tell what is in hidden ones."""
        return lookup.partition("__")[0] in self.list_filter

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer 422 where the form is refused, as everywhere on the site."""
        response = super().render_change_form(request, context, *args, **kwargs)
        if context["errors"]:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Look a row up for superusers alone: Django would tell everybody else of the staff whether it is there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().get_object(request, object_id, from_field)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Group)
class GroupAdmin(ForSuperusers):
    """The groups there are. What they may do comes with the code."""

    fields = ("name",)


@admin.register(User)
class UserAdmin(ForSuperusers):
    """Switch an account off and on, and say who is staff. Closing an account is its owner's own page.

    No search: the address looked for would stand in the page's address.
    """

    list_display = ("email", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    ordering = ("email",)
    readonly_fields = ("email", "second_factor", "is_superuser", "date_joined", "last_login")
    fields = ("email", "is_active", "is_staff", "groups", "second_factor", "is_superuser", "date_joined", "last_login")
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        ManyToManyField: {"form_class": GroupsField, "widget": forms.CheckboxSelectMultiple}
    }

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request, obj)

    @admin.display(boolean=True, description="second factor")
    def second_factor(self, person: User) -> bool:
        """Whether signing in takes more than the password."""
        return has_second_factor(person)

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool) -> None:
        """Save what was changed and nothing else; who may do more or less from now on signs in anew."""
        changed = [name for name in form.changed_data if name != "groups"]
        obj.save(update_fields=changed)
        if {"is_active", "is_staff"} & {*changed}:
            end_sessions(user=obj)
        security_event("account_changed", request, person=obj.pk, fields=",".join(sorted(form.changed_data)))
