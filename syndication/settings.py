"""Django's settings."""

SECRET_KEY = "stub"  # noqa: S105
INSTALLED_APPS: list[str] = []
USE_TZ = True
