"""The way out to each place. Plain Python: no Django, no Celery, no database row."""
