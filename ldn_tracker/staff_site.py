"""The admin of this site, at /admin/: Django's, behind the site's own sign-in.

What is registered here is content and operations, never a diary: tests/ldn_tracker/test_admin.py
has the list. Nothing can be deleted here, because the page that asks would name what goes with it.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.staff import View, staff_only

METHODS = ["GET", "HEAD", "POST"]
# Django's own pages that we do not have: the account's own stand in for the password, and
# "view on site" would tell of any row of any table whether it is there.
LEFT_OUT = {"password_change", "password_change_done", "logout", "autocomplete", "view_on_site"}


class StaffSite(AdminSite):
    """Django's admin, for staff with a second factor and a fresh sign-in."""

    site_title = "LDN Tracker staff"
    site_header = "LDN Tracker: staff"
    index_title = "Content and operations"
    enable_nav_sidebar = False
    final_catch_all_view = False  # an address that is none is 404, for a stranger too

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guard each page; Django's own check stays behind ours."""
        return require_http_methods(METHODS)(staff_only(super().admin_view(view, cacheable)))

    @method_decorator(require_safe)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the site's own sign-in and back here: there is no second door."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('admin:index')})}")

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Leave out what we do not have, and lead to the account's own pages."""
        kept = [each for each in super().get_urls() if getattr(each, "name", None) not in LEFT_OUT]
        return [
            path("password_change/", leading_to("account_change_password"), name="password_change"),
            path("logout/", leading_to("accounts:sign_out"), name="logout"),
            *kept,
        ]


def leading_to(name: str) -> View:
    """Return a view that leads to another page."""

    @require_safe
    def lead(request: HttpRequest) -> HttpResponseBase:
        return redirect(name)

    return lead
