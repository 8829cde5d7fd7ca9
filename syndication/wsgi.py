"""The WSGI entry that a web server calls: feeds are answered before Django sees the request."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "syndication.settings")
django = get_wsgi_application()

from syndication.feeds import front, mirror  # noqa: E402 - their models are there once Django is set up

application = front.before(django)
mirror.follow()
