"""Signing in and out, and choosing a language."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from syndication.console.access import shielded
from syndication.console.language import by_choice

login = shielded(by_choice(LoginView.as_view(template_name="console/login.html", redirect_authenticated_user=True)))
logout = shielded(by_choice(LogoutView.as_view()))
language = require_POST(set_language)
