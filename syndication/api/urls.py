"""The addresses that hubs call."""

from __future__ import annotations

from django.urls import path

from syndication.api import websub

app_name = "api"
urlpatterns = [path("<str:token>", websub.callback, name="websub")]
