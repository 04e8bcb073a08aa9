"""Tell Django about the education app."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """The education app."""

    name = "education"
