"""Addresses below /reports/."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.shares, name="shares"),
    path("new/", views.new, name="new"),
    path("show/", views.show, name="show"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/report.pdf", views.pdf, name="pdf"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
