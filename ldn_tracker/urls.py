"""Every address of the site; the contract is the product's."""

from django.contrib import admin
from django.urls import include, path

from ldn_tracker import views
from reports.example import show_example

handler400 = "ldn_tracker.views.bad_request"
handler403 = "ldn_tracker.views.permission_denied"
handler404 = "ldn_tracker.views.not_found"
handler429 = "ldn_tracker.views.too_many_requests"  # read by django-allauth
handler500 = "ldn_tracker.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.get_help, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("prescribers/", views.prescribers, name="prescribers"),
    path("prescribers/example/", show_example, name="example"),
    path("healthz/live", views.live, name="live"),
    path("healthz/ready", views.ready, name="ready"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("journal/", include("journal.urls")),
    path("reports/", include("reports.urls")),
    path("r/", include("reports.share_urls")),
    path("", include("journal.reminder_urls")),
    path("", include("education.urls")),
]
