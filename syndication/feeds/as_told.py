"""A middleware around all others: what answers a feed leaves as it was told, as it leaves where no middleware sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders

from syndication.feeds.answer import Answer


class Told(HttpResponse):
    """An answer to send with exactly its own headers."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body, status=answer.status)
        self.answer = answer
        self.keep()

    def keep(self) -> None:
        """Take away what others added, such as a Vary by a language that no feed's bytes depend on."""
        self.headers = ResponseHeaders(dict(self.answer.headers))


class AsTold:
    """The middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand on, and put the headers right."""
        response = self._get_response(request)
        if isinstance(response, Told):
            response.keep()
        return response
