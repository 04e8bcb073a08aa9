"""The addresses of the education section."""

from django.urls import path

from education import views

app_name = "learn"
urlpatterns = [
    path("learn/", views.index, name="index"),
    path("learn/glossary/", views.glossary, name="glossary"),
    path("learn/sources/", views.sources, name="sources"),
    path("learn/claims/", views.claims, name="claims"),
    path("learn/search/", views.look_up, name="search"),
    path("learn/images/<slug:name>/", views.picture, name="picture"),
    path("learn/<slug:slug>/", views.topic, name="topic"),
    path("sitemap.xml", views.site_map, name="sitemap"),
]
