"""The addresses below /feeds/. The last one takes everything: what is no feed is told so in a sentence."""

from __future__ import annotations

from django.urls import path

from syndication.feeds import serve, views

app_name = "feeds"
urlpatterns = [
    path("", views.page, name="page"),
    path("opml.xml", views.feed, {"path": serve.OPML}, name="opml"),
    path("<path:path>", views.feed, name="feed"),
]
