"""The feeds' addresses by themselves."""

from django.urls import include, path

urlpatterns = [path("feeds/", include("syndication.feeds.urls"))]
