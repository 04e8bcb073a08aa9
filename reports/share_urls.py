"""Addresses below /r/: the link itself, and the dead page for everything else with a slash.

An address without its last slash falls through, and CommonMiddleware adds the slash.
"""

from django.urls import path, re_path

from reports import share_views

app_name = "share"
urlpatterns = [
    path("<str:token>/", share_views.share, name="report"),
    path("<str:token>/report.pdf", share_views.pdf, name="pdf"),
    path("<str:token>/report.txt", share_views.text, name="text"),
    path("<str:token>/close/", share_views.close, name="close"),
    re_path(r"^(?:[\s\S]*/[\s\S]*)?\Z", share_views.dead, name="dead"),
]
