"""The addresses of the bare site."""

from django.contrib.auth.views import LoginView
from django.urls import path

from tests.bench.bare import views

urlpatterns = [
    path("", views.page, name="page"),
    path("save/", views.save, name="save"),
    path("login/", LoginView.as_view(template_name="bare/login.html"), name="login"),
]
