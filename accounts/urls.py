"""Addresses of the account; allauth's own stand beside them under the same prefix."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("close/", views.close, name="close"),
    path("closed/", views.closed, name="closed"),
    # Allauth's own pages with one thing added each; these stand first and so answer.
    path("logout/", views.sign_out, name="sign_out"),
    path("email/", views.email, name="email"),
]
