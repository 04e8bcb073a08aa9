"""Addresses that a calendar program or a mail program asks: the secret in them is the authority."""

from django.urls import path

from journal.views import reminders

app_name = "reminders"
urlpatterns = [
    path("reminders/<str:token>.ics", reminders.calendar, name="calendar"),
    path("unsubscribe/<str:token>/", reminders.unsubscribe, name="unsubscribe"),
]
