"""The addresses below /feeds/. The last one takes everything: what is no feed is told so in a sentence."""

from __future__ import annotations

from django.urls import path

from syndication.feeds import serve, views

app_name = "feeds"
urlpatterns = [
    path("", views.page, name="page"),
    path("opml.xml", views.feed, {"path": serve.OPML}, name="opml"),
    path("opml-categories.xml", views.feed, {"path": serve.OPML_BY_CATEGORY}, name="opml-by-category"),
    path("channels.json", views.feed, {"path": serve.CHANNELS}, name="channels"),
    path("<path:path>", views.feed, name="feed"),
]
