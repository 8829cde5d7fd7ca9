"""The addresses below /feeds/. The last one takes everything: what is no feed is told so in a sentence."""

from __future__ import annotations

from django.urls import path

from syndication.feeds import views

app_name = "feeds"
urlpatterns = [
    path("", views.page, name="page"),
    path("opml.xml", views.directory, name="opml"),
    path("<path:path>", views.feed, name="feed"),
]
