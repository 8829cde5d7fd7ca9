"""Every address this program answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("feeds/", include("syndication.feeds.urls")),
    path("websub/", include("syndication.api.urls")),
    path("", include("syndication.console.urls")),
]
